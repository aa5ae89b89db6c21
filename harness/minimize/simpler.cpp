#include "harness/minimize/simpler.h"

#include "harness/minimize/lists.h"

namespace halflsb {
namespace {

template <void (*list)(const ConvLayer&, Candidates&)>
void conv(const Problem& problem, Candidates& out) {
  list(std::get<ConvLayer>(problem), out);
}

template <void (*list)(const RequantizeProblem&, Candidates&)>
void requantize(const Problem& problem, Candidates& out) {
  list(std::get<RequantizeProblem>(problem), out);
}

}  // namespace

const std::vector<SimplerList>& simpler_lists(const Problem& problem) {
  static const std::vector<SimplerList> of_conv{
      {Concern::shape, conv<fewer_images>},
      {Concern::shape, conv<fewer_groups>},
      {Concern::shape, conv<fewer_outputs>},
      {Concern::shape, conv<fewer_channels>},
      {Concern::shape, conv<fewer_rows>},
      {Concern::shape, conv<fewer_columns>},
      {Concern::shape, conv<smaller_kernel>},
      {Concern::shape, conv<smaller_strides>},
      {Concern::shape, conv<smaller_dilations>},
      {Concern::shape, conv<smaller_pads>},
      {Concern::shape, conv<both_axes>},
      {Concern::shape, conv<merged_groups>},
      {Concern::parameters, conv<bias_alone>},
      {Concern::parameters, conv<simpler_bias>},
      {Concern::parameters, conv<simpler_activation>},
      {Concern::parameters, conv<shared_by_channels>},
      {Concern::parameters, conv<signed_types>},
      {Concern::parameters, conv<simpler_zero_points>},
      {Concern::parameters, conv<simpler_layer_scheme>},
      {Concern::parameters, conv<simpler_layer_output>},
      {Concern::data, conv<zero_input>},
      {Concern::data, conv<zero_filter>},
      {Concern::data, conv<zero_bias>},
      {Concern::data, conv<smaller_input>},
      {Concern::data, conv<smaller_filter>},
      {Concern::data, conv<smaller_bias>},
  };
  static const std::vector<SimplerList> of_requantize{
      {Concern::shape, requantize<fewer_accumulators>},  {Concern::shape, requantize<zero_accumulators>},
      {Concern::parameters, requantize<simpler_scheme>}, {Concern::parameters, requantize<simpler_output>},
      {Concern::data, requantize<smaller_accumulators>},
  };
  return std::holds_alternative<ConvLayer>(problem) ? of_conv : of_requantize;
}

void for_each_simpler(const Problem& problem, const Visit& visit) {
  for (const SimplerList& list : simpler_lists(problem)) {
    Candidates candidates(0, visit);
    list.offer(problem, candidates);
    if (candidates.stopped()) return;
  }
}

std::vector<Problem> simpler(const Problem& problem, std::size_t most) {
  std::vector<Problem> found;
  for_each_simpler(problem, [&](Problem&& candidate) {
    found.push_back(std::move(candidate));
    return found.size() >= most;
  });
  return found;
}

}  // namespace halflsb
