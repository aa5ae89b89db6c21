// The published schemes, one file each.
#pragma once

#include "reference/scheme/recipe.h"

namespace halflsb {

const Recipe& glow_recipe();
const Recipe& ideal_recipe();
const Recipe& tflite_double_rounding_recipe();
const Recipe& tflite_single_rounding_recipe();

}  // namespace halflsb
