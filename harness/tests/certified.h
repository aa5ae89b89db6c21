// Certificates of questions for the tests, and published schemes with random parameters.
#pragma once

#include "harness/certificate/certificate.h"
#include "reference/tests/brute_bound.h"
#include "reference/tests/draw_question.h"

namespace halflsb {

inline Result<Json> certified(const Question& question, const std::optional<Parameters>& parameters = {}) {
  const auto proof = prove(question);
  return proof ? certificate(question, parameters, *proof) : Error{"no proof"};
}

struct Certified {
  Question question;
  Parameters parameters;
};

inline Parameters draw_published_parameters(Draw& draw) {
  switch (draw.small(0, 3)) {
    case 0: return glow_parameters(draw.small(0, 15), draw.positive(draw.pick({3, 10, 31})), draw.small(0, 62));
    case 1: return q31_parameters(double_rounding_form(draw), draw.int32(), draw.small(-30, 8));
    case 2: return q31_parameters(single_rounding_form(draw), draw.int32(), draw.small(-30, 8));
    default:
      return ideal_parameters(Rational(draw.integer(draw.pick({3, 24, 50})), draw.positive(draw.pick({3, 24, 50}))),
                              kRoundingModes[draw.below(6)].first);
  }
}

inline Certified draw_published(Draw& draw, const Interval& accumulator) {
  const Parameters parameters = draw_published_parameters(draw);
  const Integer zero_point = draw.pick({0, 0, -128, 127, 255});
  Certified asked{
      {steps_of(parameters, zero_point, draw.pick({32, 64})), {}, zero_point, accumulator, draw_output(draw)},
      parameters};
  asked.question.factor = draw_factor(draw, find_recipe(parameters.scheme)->slope(parameters));
  return asked;
}

}  // namespace halflsb
