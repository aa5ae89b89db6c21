#include "harness/problem/size.h"

namespace halflsb {

std::size_t element_count(const Problem& problem) {
  const auto* layer = std::get_if<ConvLayer>(&problem);
  if (layer == nullptr) return std::get<RequantizeProblem>(problem).accumulators.size();
  return layer->input.size() + layer->filter.size() + (layer->bias ? layer->bias->data.size() : 0);
}

}  // namespace halflsb
