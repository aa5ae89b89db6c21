// Parameters of a scheme within a target's domain: what its own recipe picks, and the extremes of every field.
#pragma once

#include <optional>

#include "harness/generate/random.h"
#include "reference/scheme/recipe.h"
#include "targets/abi/target.h"

namespace halflsb {

// Every parameter lies in the range that the domain gives for it.
[[nodiscard]] bool parameters_fit(const Parameters& parameters, const halflsb_domain& domain);

// Mostly what the recipe picks for some_factor(), or that with one field moved to a boundary; else each field at one.
[[nodiscard]] Parameters some_parameters(Random& random, const Recipe& recipe, const halflsb_domain& domain);

// What the recipe picks for some factor in [2^exponent, 2^(exponent + 1)]; empty where that lies outside the domain.
[[nodiscard]] std::optional<Parameters> some_derived(Random& random, const Recipe& recipe, int exponent,
                                                     const halflsb_domain& domain);

// What the recipe picks for a factor, where that lies in the domain; otherwise `fallback`.
[[nodiscard]] Parameters derived_or(const Parameters& fallback, const Rational& factor, const halflsb_domain& domain);

// One field to a boundary of its range in the domain, or moved by 1.
void move_one_field(Random& random, Parameters& parameters, const halflsb_domain& domain);

}  // namespace halflsb
