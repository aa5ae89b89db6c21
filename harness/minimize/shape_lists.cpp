// Slices of a layer left out: images, rows, columns, channels, groups and kernel taps.
#include <algorithm>

#include "harness/minimize/compensate.h"
#include "harness/minimize/cut.h"
#include "harness/minimize/lists.h"

namespace halflsb {
namespace {

template <class Change>
void offer_cut(const ConvLayer& layer, Candidates& out, Change&& change) {
  out.offer([&] {
    Cut cut(layer.shape);
    change(cut);
    return apply(cut, layer);
  });
}

// The same, and then with what the dropped part contributed to the accumulators in the bias.
template <class Change>
void offer_cut_of_taps(const ConvLayer& layer, Candidates& out, Change&& change) {
  offer_cut(layer, out, change);
  out.offer([&]() -> std::optional<ConvLayer> {
    Cut cut(layer.shape);
    change(cut);
    auto smaller = apply(cut, layer);
    if (!smaller) return std::nullopt;
    return compensated(layer, *std::move(smaller));
  });
}

void fewer(const ConvLayer& layer, Candidates& out, Places Cut::*places, std::int64_t also) {
  const std::size_t count = (Cut(layer.shape).*places).size();
  for (const Range range : ranges_to_drop(count, static_cast<std::size_t>(also))) {
    offer_cut(layer, out, [=](Cut& cut) { drop(cut.*places, range.begin, range.length); });
  }
}

// What one of the two spatial axes is made of.
struct Axis {
  Places Cut::*input;
  Places Cut::*kernel;
  std::int64_t ConvShape::*dilation;
  std::int64_t ConvShape::*before;
  std::int64_t ConvShape::*after;
};

constexpr Axis kVertical{&Cut::rows, &Cut::kernel_rows, &ConvShape::dilation_height, &ConvShape::pad_top,
                         &ConvShape::pad_bottom};
constexpr Axis kHorizontal{&Cut::columns, &Cut::kernel_columns, &ConvShape::dilation_width, &ConvShape::pad_left,
                           &ConvShape::pad_right};

// Kernel taps left out; alone, and together with as much input or padding, which keeps the output's size.
void smaller_kernel_along(const ConvLayer& layer, Candidates& out, const Axis& axis) {
  const Cut whole(layer.shape);
  for (const Range range : ranges_to_drop((whole.*axis.kernel).size())) {
    const auto drop_taps = [=](Cut& cut) { drop(cut.*axis.kernel, range.begin, range.length); };
    const std::size_t reach = range.length * static_cast<std::size_t>(layer.shape.*axis.dilation);
    const auto pixels = static_cast<std::int64_t>(reach);
    offer_cut_of_taps(layer, out, drop_taps);
    if (const std::size_t size = (whole.*axis.input).size(); size > reach) {
      for (const std::size_t begin : {size - reach, std::size_t{0}}) {
        offer_cut_of_taps(layer, out, [=](Cut& cut) { drop_taps(cut), drop(cut.*axis.input, begin, reach); });
      }
    }
    for (const auto& [less_before, less_after] :
         {std::pair{pixels / 2, pixels - pixels / 2}, std::pair{pixels, std::int64_t{0}}, {std::int64_t{0}, pixels}}) {
      const std::int64_t before = layer.shape.*axis.before - less_before;
      const std::int64_t after = layer.shape.*axis.after - less_after;
      if (before < 0 || after < 0) continue;
      offer_cut_of_taps(layer, out, [=](Cut& cut) {
        drop_taps(cut);
        cut.shape.*axis.before = before;
        cut.shape.*axis.after = after;
      });
    }
  }
}

}  // namespace

void fewer_groups(const ConvLayer& layer, Candidates& out) {
  for (const Range range : ranges_to_drop(static_cast<std::size_t>(layer.shape.groups))) {
    offer_cut(layer, out, [=](Cut& cut) { drop_groups(cut, range.begin, range.length); });
  }
}

void fewer_images(const ConvLayer& layer, Candidates& out) { fewer(layer, out, &Cut::batch, 0); }
void fewer_rows(const ConvLayer& layer, Candidates& out) { fewer(layer, out, &Cut::rows, layer.shape.stride_height); }
void fewer_columns(const ConvLayer& layer, Candidates& out) {
  fewer(layer, out, &Cut::columns, layer.shape.stride_width);
}

void fewer_outputs(const ConvLayer& layer, Candidates& out) {
  for (const Range range : ranges_to_drop(static_cast<std::size_t>(layer.shape.group_outputs()))) {
    offer_cut(layer, out, [=](Cut& cut) { drop_group_outputs(cut, range.begin, range.length); });
  }
}

void fewer_channels(const ConvLayer& layer, Candidates& out) {
  for (const Range range : ranges_to_drop(static_cast<std::size_t>(layer.shape.group_channels()))) {
    offer_cut_of_taps(layer, out, [=](Cut& cut) { drop_group_channels(cut, range.begin, range.length); });
  }
}

void smaller_kernel(const ConvLayer& layer, Candidates& out) {
  smaller_kernel_along(layer, out, kVertical);
  smaller_kernel_along(layer, out, kHorizontal);
}

void smaller_strides(const ConvLayer& layer, Candidates& out) {
  for (std::int64_t ConvShape::*stride : {&ConvShape::stride_height, &ConvShape::stride_width}) {
    toward(layer.shape.*stride, std::int64_t{1},
           [&](std::int64_t value) { offer_cut(layer, out, [=](Cut& cut) { cut.shape.*stride = value; }); });
  }
}

// Alone, which lets the output grow, and with the input that the kernel no longer spans: at its end, or between its
// taps.
void smaller_dilations(const ConvLayer& layer, Candidates& out) {
  for (const Axis& axis : {kVertical, kHorizontal}) {
    const std::size_t gaps = (Cut(layer.shape).*axis.kernel).size() - 1;
    const std::size_t size = (Cut(layer.shape).*axis.input).size();
    const std::int64_t old = layer.shape.*axis.dilation;
    toward(old, std::int64_t{1}, [&](std::int64_t value) {
      const auto dilate = [=](Cut& cut) { cut.shape.*axis.dilation = value; };
      const auto step = static_cast<std::size_t>(old);
      const auto less = static_cast<std::size_t>(old - value);
      offer_cut(layer, out, dilate);
      if (gaps * less == 0 || gaps * less >= size) return;
      offer_cut(layer, out, [=](Cut& cut) { dilate(cut), drop(cut.*axis.input, size - gaps * less, gaps * less); });
      offer_cut(layer, out, [=](Cut& cut) { dilate(cut), drop(cut.*axis.input, 0, gaps * less); });
      if (gaps * step >= size) return;
      offer_cut(layer, out, [=](Cut& cut) {
        dilate(cut);
        for (std::size_t gap = gaps; gap-- > 0;) drop(cut.*axis.input, gap * step + 1, less);
      });
    });
  }
}

void smaller_pads(const ConvLayer& layer, Candidates& out) {
  for (std::int64_t ConvShape::*pad :
       {&ConvShape::pad_top, &ConvShape::pad_left, &ConvShape::pad_bottom, &ConvShape::pad_right}) {
    toward(layer.shape.*pad, std::int64_t{0},
           [&](std::int64_t value) { offer_cut(layer, out, [=](Cut& cut) { cut.shape.*pad = value; }); });
  }
}

// One step on both axes, or on both sides, for faults that need them equal.
void both_axes(const ConvLayer& layer, Candidates& out) {
  const auto less = [](std::int64_t& value, std::int64_t least) { value = std::max(least, value - 1); };
  const auto drop_end = [](Places& places, bool last) {
    if (places.size() > 1) drop(places, last ? places.size() - 1 : 0, 1);
  };
  offer_cut(layer, out, [=](Cut& cut) { less(cut.shape.pad_top, 0), less(cut.shape.pad_bottom, 0); });
  offer_cut(layer, out, [=](Cut& cut) { less(cut.shape.pad_left, 0), less(cut.shape.pad_right, 0); });
  offer_cut(layer, out, [=](Cut& cut) {
    less(cut.shape.pad_top, 0), less(cut.shape.pad_bottom, 0);
    less(cut.shape.pad_left, 0), less(cut.shape.pad_right, 0);
  });
  offer_cut(layer, out, [=](Cut& cut) { less(cut.shape.stride_height, 1), less(cut.shape.stride_width, 1); });
  offer_cut(layer, out, [=](Cut& cut) { less(cut.shape.dilation_height, 1), less(cut.shape.dilation_width, 1); });
  for (const bool last : {true, false}) {
    offer_cut(layer, out, [=](Cut& cut) { drop_end(cut.rows, last), drop_end(cut.columns, last); });
    offer_cut_of_taps(layer, out,
                      [=](Cut& cut) { drop_end(cut.kernel_rows, last), drop_end(cut.kernel_columns, last); });
    offer_cut_of_taps(layer, out, [=](Cut& cut) {
      drop_end(cut.rows, last), drop_end(cut.columns, last);
      drop_end(cut.kernel_rows, last), drop_end(cut.kernel_columns, last);
    });
  }
}

void fewer_accumulators(const RequantizeProblem& problem, Candidates& out) {
  for (const Range range : ranges_to_drop(problem.accumulators.size())) {
    out.offer_changed(problem, [=](RequantizeProblem& p) {
      const auto first = p.accumulators.begin() + static_cast<std::ptrdiff_t>(range.begin);
      p.accumulators.erase(first, first + static_cast<std::ptrdiff_t>(range.length));
    });
  }
}

// Those that do not matter, so that the one that does stands alone.
void zero_accumulators(const RequantizeProblem& problem, Candidates& out) {
  for (const Range range : ranges_to_clear(problem.accumulators.size())) {
    out.offer_changed(problem, [=](RequantizeProblem& p) {
      std::fill_n(p.accumulators.begin() + static_cast<std::ptrdiff_t>(range.begin), range.length, 0);
    });
  }
}

}  // namespace halflsb
