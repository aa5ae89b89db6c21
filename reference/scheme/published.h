// The published schemes, one file each.
#pragma once

#include "reference/scheme/recipe.h"

namespace halflsb {

const Recipe& cmsis_nn_recipe();
const Recipe& fbgemm_recipe();
const Recipe& glow_recipe();
const Recipe& ideal_recipe();
const Recipe& onednn_recipe();
const Recipe& onnx_qlinear_recipe();
const Recipe& qnnpack_precise_recipe();
const Recipe& tflite_double_rounding_recipe();
const Recipe& tflite_single_rounding_recipe();
const Recipe& tosa_recipe();
const Recipe& xnnpack_fp32_recipe();
const Recipe& xnnpack_rndnu_recipe();

}  // namespace halflsb
