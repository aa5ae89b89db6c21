// The prover's question as an SMT-LIB 2.6 query in linear integer arithmetic (QF_LIA), for solvers that know nothing of it: every
// floor is a quotient and a remainder, every clamp a choice.
#pragma once

#include "reference/bound/prove.h"

namespace halflsb {

// Is there an N in the range whose error is above the proven max or below the proven min, or that overflows where the proof says
// none does, or none nearer to 0 than the witness? unsat.
[[nodiscard]] std::string smt2_of(const Question& question, const Proof& proof);

// Is there an N in the range with |error| >= bound? Asks for that N where there is one: at the proven bound it attains it.
[[nodiscard]] std::string smt2_of(const Question& question, const Rational& bound);

}  // namespace halflsb
