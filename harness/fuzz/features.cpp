#include "harness/fuzz/features.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "reference/exact/parse_number.h"
#include "reference/scheme/evaluate.h"

namespace halflsb {
namespace {

// libFuzzer finds the counters by the name of their section and clears them before each run; `used` because nothing in
// the program reads them. Features that collide only make the guidance a little coarser.
constexpr std::size_t kCounters = 1 << 12;
__attribute__((used, section("__libfuzzer_extra_counters"))) std::uint8_t counters[kCounters];

enum class Group : std::uint64_t { error, tie, headroom, rail, field, message };

void mark(Group group, std::uint64_t value) {
  std::uint64_t z = (value * 8 + static_cast<std::uint64_t>(group) + 1) * 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  counters[(z ^ (z >> 31)) % kCounters] = 1;
}

std::uint64_t as_bucket(std::int64_t value, std::int64_t lo, std::int64_t hi) {
  return static_cast<std::uint64_t>(std::clamp(value, lo, hi) - lo);
}

// 0, 1, 2, 3, 4, then how far above a multiple of 8: where loops are unrolled, and what is left of them.
std::uint64_t tail(std::int64_t count) { return static_cast<std::uint64_t>(count <= 4 ? count : 5 + count % 8); }

// -1, 0 or 1 as a number from 0.
std::uint64_t relation(std::int64_t a, std::int64_t b) { return a < b ? 0 : a == b ? 1 : 2; }

// Errors in sixty-fourths of an LSB up to 2 and whole ones beyond, and the distance to a tie by octaves, so that the search can climb. A
// double is exact enough for that.
void mark_error(const Requantization& rq, std::int64_t channel, Int128 accumulator, std::int32_t output) {
  const double real =
      static_cast<double>(accumulator) * to_decimal(rq.real_factor(channel)) + static_cast<double>(rq.zero_point);
  const double clamped = std::clamp(real, static_cast<double>(rq.output.lo), static_cast<double>(rq.output.hi));
  const double error = output - clamped;
  const std::uint64_t range = relation(output, rq.output.lo) * 3 + relation(output, rq.output.hi);
  mark(Group::rail, range);
  if (!std::isfinite(error)) return;
  const double bucket = std::abs(error) < 2 ? error * 64 : std::copysign(126 + std::min(std::abs(error), 100.0), error);
  mark(Group::error, as_bucket(std::lround(bucket), -256, 256));
  const double off_tie = std::abs(real - std::floor(real) - 0.5);
  mark(Group::tie, off_tie == 0 ? 63 : as_bucket(std::lround(-std::log2(off_tie)), 0, 62));
}

// Bits between each step's value and the end of its register; negative where it overflows.
void mark_headroom(const Requantization& rq, std::int64_t channel, Int128 accumulator) {
  const Scheme scheme = rq.scheme(channel);
  const Trace steps = trace(scheme, to_integer(accumulator));
  for (std::size_t i = 0; i < steps.steps.size(); ++i) {
    const Integer& value = steps.steps[i].exact;
    const int width = scheme.steps[i].width == 0 ? 32 : scheme.steps[i].width;
    const auto bits = static_cast<std::int64_t>(bit_length(abs(value)));
    const std::uint64_t headroom = as_bucket(width - 1 - bits, -4, 27);
    mark(Group::headroom, (i * 32 + headroom) * 2 + (value < 0 ? 1 : 0));
  }
}

void add(std::vector<std::uint64_t>& into, const Requantization& rq) {
  const std::string_view scheme = rq.recipe().name;
  into.push_back(scheme.size());  // the four names differ in length
  into.push_back(rq.parameters.size() > 1 ? 1 : 0);
  for (const char* shift : {"pre", "post", "shift"}) {
    const auto found = rq.parameters.front().values.find(shift);
    if (found == rq.parameters.front().values.end()) continue;
    const Integer value = numerator(found->second);
    into.push_back(value < 0 ? 0 : value == 0 ? 1 : value < 31 ? 2 : value == 31 ? 3 : 4);
  }
  into.push_back(relation(rq.zero_point, 0));
  const std::int64_t size = rq.output.hi - rq.output.lo;
  into.push_back(relation(size, 255) * 3 + relation(rq.output.lo, 0));
}

void add(std::vector<std::uint64_t>& into, const ConvLayer& layer) {
  const ConvShape& s = layer.shape;
  into.insert(into.end(), {tail(s.batch), tail(s.out_height()), tail(s.out_width()), tail(s.group_channels()),
                           tail(s.group_outputs()), tail(s.groups), tail(s.depth())});
  for (const std::int64_t size :
       {s.kernel_height, s.kernel_width, s.stride_height, s.stride_width, s.dilation_height, s.dilation_width}) {
    into.push_back(as_bucket(size, 1, 4));
  }
  into.push_back(relation(s.kernel_height, s.in_height) * 3 + relation(s.kernel_width, s.in_width));
  into.push_back(relation(s.pad_top, s.pad_bottom) * 3 + relation(s.pad_left, s.pad_right));
  into.push_back(as_bucket(s.pad_top, 0, 3) * 4 + as_bucket(s.pad_left, 0, 3));
  into.push_back(relation(s.kernel_height, s.pad_top) * 3 + relation(s.stride_height, s.kernel_height));
  into.push_back(layer.input_type == layer.filter_type ? 0 : layer.input_type == ElementType::i8 ? 1 : 2);
  into.push_back(relation(layer.input_zero_point, 0));
  into.push_back(layer.filter_zero_point.size() > 1 ? 3 : relation(layer.filter_zero_point.front(), 0));
  into.push_back(static_cast<std::uint64_t>(layer.activation.kind));
  const auto& bias = layer.bias;
  into.push_back(
      !bias ? 0 : 1 + (bias->type == ElementType::i8 ? 1 : 0) + 2 * std::min<std::size_t>(2, bias->rescale.size()));
}

}  // namespace

void mark_fields(const Problem& problem) {
  std::vector<std::uint64_t> values{kind_of(problem).size()};
  add(values, requantization_of(problem));
  if (const auto* layer = std::get_if<ConvLayer>(&problem)) {
    add(values, *layer);
  } else {
    values.push_back(tail(static_cast<std::int64_t>(std::get<RequantizeProblem>(problem).accumulators.size())));
  }
  // Not all pairs of them: libFuzzer's own bookkeeping would then take longer than the checks.
  for (std::size_t i = 0; i < values.size(); ++i) mark(Group::field, i * 64 + values[i]);
}

void mark_features(const Problem& problem, const Expected& expected) {
  mark_fields(problem);
  const Requantization& rq = requantization_of(problem);
  const std::size_t count = expected.output.size();
  const auto sum = [&](std::size_t i) { return accumulator_of(problem, expected, i); };
  std::size_t least = 0;
  std::size_t most = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (sum(i) < sum(least)) least = i;
    if (sum(i) > sum(most)) most = i;
  }
  const auto channel = [&](std::size_t at) {
    return std::holds_alternative<ConvLayer>(problem) ? position_of(problem, at)[3] : 0;
  };
  // A step's value is monotone in the accumulator, so that its extremes are at the extremes.
  for (const std::size_t at : {least, most}) mark_headroom(rq, channel(at), sum(at));
  // An activation may hide what the scheme gave, and its error is then no error.
  const auto* layer = std::get_if<ConvLayer>(&problem);
  if (layer != nullptr && layer->activation.kind != Activation::Kind::none) return;
  constexpr std::size_t kLooks = 8;
  for (std::size_t look = 0; look < std::min(kLooks, count); ++look) {
    const std::size_t at = look * count / std::min(kLooks, count);
    mark_error(rq, channel(at), sum(at), expected.output[at]);
  }
  for (const std::size_t at : {least, most}) mark_error(rq, channel(at), sum(at), expected.output[at]);
}

void mark_message(std::string_view message) {
  // What is quoted may hold quotes itself: all from the first to the last one, but for what was expected.
  const std::size_t expected = std::min(message.rfind(" (expected"), message.size());
  const std::size_t from = std::min(message.find('\''), expected);
  const std::size_t to = std::max(message.substr(0, expected).rfind('\'') + 1, from);
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (std::size_t i = 0; i < message.size(); ++i) {
    const char c = message[i];
    if ((i >= from && i < to) || (c >= '0' && c <= '9')) continue;
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  }
  mark(Group::message, hash);
}

}  // namespace halflsb
