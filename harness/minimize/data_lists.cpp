// Values of tensors toward zero: parts of them at once, then each by itself.
#include <algorithm>

#include "harness/minimize/compensate.h"
#include "harness/minimize/lists.h"

namespace halflsb {
namespace {

using Tensor = std::vector<std::int16_t> ConvLayer::*;

template <class T>
bool all_zero(const std::vector<T>& values, Range range) {
  const auto first = values.begin() + static_cast<std::ptrdiff_t>(range.begin);
  return std::all_of(first, first + static_cast<std::ptrdiff_t>(range.length), [](T value) { return value == 0; });
}

template <class T>
void clear(std::vector<T>& values, Range range) {
  std::fill_n(values.begin() + static_cast<std::ptrdiff_t>(range.begin), range.length, T{0});
}

void zero_tensor(const ConvLayer& layer, Candidates& out, Tensor tensor) {
  for (const Range range : ranges_to_clear((layer.*tensor).size())) {
    if (out.stopped()) return;
    const auto zero = [&]() -> std::optional<ConvLayer> {
      if (all_zero(layer.*tensor, range)) return std::nullopt;
      ConvLayer simpler = layer;
      clear(simpler.*tensor, range);
      return simpler;
    };
    out.offer(zero);
    out.offer([&]() -> std::optional<ConvLayer> {
      auto simpler = layer.bias ? zero() : std::nullopt;
      if (!simpler) return std::nullopt;
      return compensated(layer, *std::move(simpler));
    });
  }
}

// Steps from each value toward zero; set(i, x) is the problem with x at i.
template <class T, class Set>
void smaller_values(const std::vector<T>& values, Candidates& out, Set&& set) {
  for (std::size_t i = 0; i < values.size() && !out.stopped(); ++i) {
    toward(std::int64_t{values[i]}, std::int64_t{0},
           [&](std::int64_t value) { out.offer([&] { return set(i, static_cast<T>(value)); }); });
  }
}

void smaller_tensor(const ConvLayer& layer, Candidates& out, Tensor tensor) {
  smaller_values(layer.*tensor, out, [&](std::size_t i, std::int16_t value) {
    ConvLayer simpler = layer;
    (simpler.*tensor)[i] = value;
    return std::optional(std::move(simpler));
  });
}

}  // namespace

void zero_input(const ConvLayer& layer, Candidates& out) { zero_tensor(layer, out, &ConvLayer::input); }
void zero_filter(const ConvLayer& layer, Candidates& out) { zero_tensor(layer, out, &ConvLayer::filter); }
void smaller_input(const ConvLayer& layer, Candidates& out) { smaller_tensor(layer, out, &ConvLayer::input); }
void smaller_filter(const ConvLayer& layer, Candidates& out) { smaller_tensor(layer, out, &ConvLayer::filter); }

void zero_bias(const ConvLayer& layer, Candidates& out) {
  if (!layer.bias) return;
  for (const Range range : ranges_to_clear(layer.bias->data.size())) {
    out.offer_changed(layer, [=](ConvLayer& l) { clear(l.bias->data, range); });
  }
}

void smaller_bias(const ConvLayer& layer, Candidates& out) {
  if (!layer.bias) return;
  smaller_values(layer.bias->data, out, [&](std::size_t i, std::int32_t value) {
    ConvLayer simpler = layer;
    simpler.bias->data[i] = value;
    return std::optional(std::move(simpler));
  });
}

// On equal magnitude the positive one is simpler.
void smaller_accumulators(const RequantizeProblem& problem, Candidates& out) {
  const auto with = [&](std::size_t i, std::int32_t value) {
    RequantizeProblem simpler = problem;
    simpler.accumulators[i] = value;
    return std::optional(std::move(simpler));
  };
  for (std::size_t i = 0; i < problem.accumulators.size(); ++i) {
    const std::int32_t value = problem.accumulators[i];
    if (value < 0 && value != INT32_MIN) out.offer([&] { return with(i, -value); });
  }
  smaller_values(problem.accumulators, out, with);
}

}  // namespace halflsb
