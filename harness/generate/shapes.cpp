#include "harness/generate/shapes.h"

#include <algorithm>
#include <array>

#include "harness/problem/bytes.h"

namespace halflsb {
namespace {

std::int64_t clamped(std::int64_t value, const halflsb_range& range) { return std::clamp(value, range.min, range.max); }

// One spatial axis.
struct Axis {
  std::int64_t in = 1, kernel = 1, stride = 1, dilation = 1, before = 0, after = 0;
  [[nodiscard]] std::int64_t room() const { return in + before + after - dilation * (kernel - 1) - 1; }
};

// Kernel against input, padding against kernel and stride, what strides leave over, padding that differs by side.
Axis some_axis(Random& random, const halflsb_domain& domain) {
  Axis axis;
  axis.kernel = clamped(random.pick<std::int64_t>({1, 1, 2, 2, 3, 3, 3, 4, 5, 7}), domain.kernel);
  axis.stride = clamped(random.pick<std::int64_t>({1, 1, 1, 2, 2, 3, axis.kernel, axis.kernel + 1}), domain.stride);
  axis.dilation = clamped(random.pick<std::int64_t>({1, 1, 1, 2, 2, 3}), domain.dilation);
  const std::int64_t k = axis.kernel;
  axis.before = random.pick<std::int64_t>({0, 0, 0, 1, 1, 2, k / 2, k - 1, k, axis.stride});
  axis.after = random.pick<std::int64_t>({0, 0, axis.before, axis.before, axis.before + 1, 1, k - 1});
  axis.before = clamped(axis.before, domain.pad);
  axis.after = clamped(axis.after, domain.pad);
  axis.in = std::max<std::int64_t>(1, k + random.between(-3, 4));
  if (axis.room() < 0) axis.in -= axis.room();
  if (random.one_in(4)) axis.in += random.between(0, axis.stride);
  return axis;
}

Axis point_axis(Random& random, const halflsb_domain& domain) {
  Axis axis;
  axis.kernel = clamped(1, domain.kernel);
  axis.stride = clamped(1, domain.stride);
  axis.dilation = clamped(1, domain.dilation);
  axis.before = axis.after = clamped(0, domain.pad);
  axis.in = random.pick<std::int64_t>({1, 1, 1, 2, 3, 4, 5});
  if (axis.room() < 0) axis.in -= axis.room();
  return axis;
}

void set_axes(ConvShape& s, const Axis& vertical, const Axis& horizontal) {
  s.in_height = vertical.in, s.kernel_height = vertical.kernel, s.stride_height = vertical.stride;
  s.dilation_height = vertical.dilation, s.pad_top = vertical.before, s.pad_bottom = vertical.after;
  s.in_width = horizontal.in, s.kernel_width = horizontal.kernel, s.stride_width = horizontal.stride;
  s.dilation_width = horizontal.dilation, s.pad_left = horizontal.before, s.pad_right = horizontal.after;
}

struct Channels {
  std::int64_t groups, in, out;  // in and out per group
};

// As many per group as the domain allows for the whole; groups dropped where it allows none.
void set_channels(ConvShape& s, const halflsb_domain& domain, Channels c) {
  c.groups = clamped(c.groups, domain.groups);
  const auto per_group = [&](std::int64_t wanted, const halflsb_range& range) {
    return std::clamp(wanted, (range.min + c.groups - 1) / c.groups, std::max<std::int64_t>(range.max / c.groups, 1));
  };
  s.groups = c.groups;
  s.in_channels = c.groups * per_group(c.in, domain.in_channels);
  s.out_channels = c.groups * per_group(c.out, domain.out_channels);
}

// Below, at and above multiples of unroll and vector widths.
std::int64_t few_channels(Random& random) { return random.pick<std::int64_t>({1, 1, 1, 2, 3, 4, 5, 7, 8, 9}); }
std::int64_t some_channels(Random& random) {
  if (random.one_in(2)) return few_channels(random);
  return random.pick<std::int64_t>({6, 11, 12, 15, 16, 17, 18, 20, 23, 24, 25, 31, 32, 33, 34, 40, 63, 64, 65});
}

// Many on one side, with every remainder behind several vectors; few on the other.
Channels lopsided(Random& random) {
  const std::int64_t many = random.between(1, 130);
  const std::int64_t few = random.pick<std::int64_t>({1, 1, 2, 3, 4});
  return random.one_in(2) ? Channels{1, many, few} : Channels{1, few, many};
}

// Longer than the vectors, tiles and rows of pixels that kernels work in.
void lengthen(Random& random, Axis& axis) { axis.in += random.between(8, random.one_in(3) ? 72 : 24); }

// Deep enough for sums of products to leave 16 bits, and for loops that widen every 2^k products to widen: few outputs.
ConvShape deep(Random& random, const halflsb_domain& domain) {
  ConvShape s;
  Axis axis = point_axis(random, domain);
  Axis other = axis;
  other.kernel = clamped(random.pick<std::int64_t>({1, 1, 2, 3, 4}), domain.kernel);
  axis.in = 1;
  other.in = other.kernel;
  if (axis.room() < 0) axis.in -= axis.room();
  if (other.room() < 0) other.in -= other.room();
  set_axes(s, axis, other);
  const std::int64_t in =
      random.pick<std::int64_t>({127, 128, 129, 192, 255, 256, 256, 257, 260, 512, 1025, 1025, 2048});
  set_channels(s, domain, {1, in, random.pick<std::int64_t>({1, 1, 2, 4, 5, 8})});
  return s;
}

ConvShape draw_shape(Random& random, const halflsb_domain& domain) {
  if (random.one_in(24)) return deep(random, domain);
  ConvShape s;
  const std::int64_t way = random.between(0, 15);
  Axis vertical = point_axis(random, domain);
  Axis horizontal = point_axis(random, domain);
  if (way < 2) {
    vertical.in = horizontal.in = 1;
  } else if (way >= 6) {
    vertical = some_axis(random, domain);
    horizontal = random.one_in(6) ? vertical : some_axis(random, domain);
  }
  if (vertical.room() < 0) vertical.in -= vertical.room();
  if (horizontal.room() < 0) horizontal.in -= horizontal.room();
  const bool is_long = way >= 2 && random.one_in(8);
  if (is_long) {
    const std::int64_t sides = random.between(0, 4);
    if (sides != 0) lengthen(random, horizontal);
    if (sides < 2) lengthen(random, vertical);
  }
  set_axes(s, vertical, horizontal);
  Channels c{1, 1, 1};
  if (is_long) {
    const std::int64_t groups = random.pick<std::int64_t>({1, 1, 2});
    c = {groups, random.pick<std::int64_t>({1, 1, 2}), random.pick<std::int64_t>({1, 1, 2})};
  } else if (way >= 2 && way < 6) {  // fully connected, and kernels of one tap
    c = random.one_in(2) ? lopsided(random) : Channels{1, some_channels(random), some_channels(random)};
  } else if (way >= 6 && way < 10) {
    c = {1, random.pick<std::int64_t>({1, 1, 2, 3, 4, 8}), few_channels(random)};
  } else if (way >= 10 && way < 13) {  // depthwise, with and without a channel multiplier
    c = {random.pick<std::int64_t>({2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33}), 1,
         random.pick<std::int64_t>({1, 1, 1, 2, 3})};
  } else if (way >= 13) {
    c = {random.pick<std::int64_t>({1, 2, 2, 3, 4}), few_channels(random), few_channels(random)};
    if (random.one_in(4)) c = {c.groups, some_channels(random), some_channels(random)};
  }
  set_channels(s, domain, c);
  if (way >= 2) s.batch = random.one_in(8) ? random.between(4, 9) : random.pick<std::int64_t>({1, 1, 1, 2, 3, 3, 4});
  return s;
}

bool in_domain(const ConvShape& s, const halflsb_domain& domain) {
  const auto within = [](std::int64_t value, const halflsb_range& range) {
    return value >= range.min && value <= range.max;
  };
  return within(s.in_channels, domain.in_channels) && within(s.out_channels, domain.out_channels) &&
         within(s.groups, domain.groups) && within(s.kernel_height, domain.kernel) &&
         within(s.kernel_width, domain.kernel) && within(s.stride_height, domain.stride) &&
         within(s.stride_width, domain.stride) && within(s.dilation_height, domain.dilation) &&
         within(s.dilation_width, domain.dilation) && within(s.pad_top, domain.pad) && within(s.pad_left, domain.pad) &&
         within(s.pad_bottom, domain.pad) && within(s.pad_right, domain.pad);
}

}  // namespace

bool encodable(const ConvShape& s) {
  constexpr std::int64_t kMost = 256;  // of each size, see bytes.cpp
  const auto sizes = {s.batch,           s.in_height,      s.in_width,     s.groups,        s.group_channels(),
                      s.group_outputs(), s.kernel_height,  s.kernel_width, s.stride_height, s.stride_width,
                      s.dilation_height, s.dilation_width, s.pad_top + 1,  s.pad_left + 1,  s.pad_bottom + 1,
                      s.pad_right + 1};
  return std::max(sizes) <= kMost && s.input_size() <= kMaxEncodedElements && s.filter_size() <= kMaxEncodedElements &&
         s.output_size() <= kMaxEncodedElements && s.multiplications() <= kMaxEncodedMultiplications;
}

ConvShape some_shape(Random& random, const halflsb_domain& domain) {
  // Small problems find faults as well as large ones, and more of them fit into a second.
  const std::int64_t limit = random.one_in(64) ? 1 << 16 : (random.one_in(8) ? 1 << 13 : 1 << 11);
  ConvShape s;
  for (int attempt = 0; attempt < 6; ++attempt) {
    s = draw_shape(random, domain);
    if (s.multiplications() <= limit) return s;
    if (s.batch > 1 && s.multiplications() / s.batch <= limit) {
      s.batch = 1;
      return s;
    }
  }
  constexpr std::int64_t kMost = 1 << 18;
  if (s.multiplications() > kMost) set_channels(s, domain, {1, 1, 1});
  return s;
}

ConvShape changed_shape(Random& random, const halflsb_domain& domain, const ConvShape& shape) {
  constexpr std::int64_t kMost = 1 << 16;
  constexpr std::array kSizes{
      &ConvShape::batch,          &ConvShape::in_height,     &ConvShape::in_width,     &ConvShape::kernel_height,
      &ConvShape::kernel_width,   &ConvShape::stride_height, &ConvShape::stride_width, &ConvShape::dilation_height,
      &ConvShape::dilation_width, &ConvShape::pad_top,       &ConvShape::pad_left,     &ConvShape::pad_bottom,
      &ConvShape::pad_right,      &ConvShape::groups,        &ConvShape::in_channels,  &ConvShape::out_channels};
  const auto some_size = [&] { return kSizes[static_cast<std::size_t>(random.between(0, kSizes.size() - 1))]; };
  ConvShape s = shape;
  const auto size = some_size();
  if (size == &ConvShape::groups || size == &ConvShape::in_channels || size == &ConvShape::out_channels) {
    Channels c{s.groups, s.group_channels(), s.group_outputs()};
    std::int64_t& count = size == &ConvShape::groups ? c.groups : (size == &ConvShape::in_channels ? c.in : c.out);
    count = random.one_in(3) ? some_channels(random)
                             : std::max<std::int64_t>(1, count + random.pick<std::int64_t>({-1, 1}));
    set_channels(s, domain, c);
  } else if (random.one_in(3)) {
    s.*size = s.*some_size();  // equal to another size
  } else {
    s.*size += random.pick<std::int64_t>({-1, 1, 1, 2});
  }
  const bool usable = validated(s) && in_domain(s, domain) && encodable(s) && s.multiplications() <= kMost;
  return usable ? s : shape;
}

}  // namespace halflsb
