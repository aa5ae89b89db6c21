// The lists of simpler problems, one per concern. Their order is that of simpler.cpp.
#pragma once

#include "harness/minimize/candidates.h"

namespace halflsb {

// Shape: slices left out, then strides, dilations, pads, and groups merged.
void fewer_groups(const ConvLayer& layer, Candidates& out);
void fewer_images(const ConvLayer& layer, Candidates& out);
void fewer_rows(const ConvLayer& layer, Candidates& out);
void fewer_columns(const ConvLayer& layer, Candidates& out);
void fewer_outputs(const ConvLayer& layer, Candidates& out);
void fewer_channels(const ConvLayer& layer, Candidates& out);
void smaller_kernel(const ConvLayer& layer, Candidates& out);
void smaller_strides(const ConvLayer& layer, Candidates& out);
void smaller_dilations(const ConvLayer& layer, Candidates& out);
void smaller_pads(const ConvLayer& layer, Candidates& out);
void both_axes(const ConvLayer& layer, Candidates& out);
void merged_groups(const ConvLayer& layer, Candidates& out);
void fewer_accumulators(const RequantizeProblem& problem, Candidates& out);
void zero_accumulators(const RequantizeProblem& problem, Candidates& out);

// Parameters.
void bias_alone(const ConvLayer& layer, Candidates& out);
void simpler_bias(const ConvLayer& layer, Candidates& out);
void simpler_activation(const ConvLayer& layer, Candidates& out);
void shared_by_channels(const ConvLayer& layer, Candidates& out);
void signed_types(const ConvLayer& layer, Candidates& out);
void simpler_zero_points(const ConvLayer& layer, Candidates& out);
void simpler_layer_scheme(const ConvLayer& layer, Candidates& out);
void simpler_layer_output(const ConvLayer& layer, Candidates& out);
void simpler_scheme(const RequantizeProblem& problem, Candidates& out);
void simpler_output(const RequantizeProblem& problem, Candidates& out);

// Data.
void zero_input(const ConvLayer& layer, Candidates& out);
void zero_filter(const ConvLayer& layer, Candidates& out);
void zero_bias(const ConvLayer& layer, Candidates& out);
void smaller_input(const ConvLayer& layer, Candidates& out);
void smaller_filter(const ConvLayer& layer, Candidates& out);
void smaller_bias(const ConvLayer& layer, Candidates& out);
void smaller_accumulators(const RequantizeProblem& problem, Candidates& out);

}  // namespace halflsb
