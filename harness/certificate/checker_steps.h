// What the checker knows about schemes: what a list of steps does to an integer, which list a published scheme means, and the one
// floor that a list amounts to between two accumulators. Every step is monotone, so out(N) is, and what holds at the two ends
// of an interval of N (a sign, an output, a register that is wide enough) holds on all of it.
#pragma once

#include <optional>
#include <vector>

#include "harness/certificate/checker_json.h"

namespace halflsb::checker {

// Quotient rounded down; divisor > 0.
[[nodiscard]] Integer floor_quotient(const Integer& dividend, const Integer& divisor);

enum class Rounding { ties_to_even, ties_away, ties_up, toward_zero, down, up };

// x -> round((x * multiplier + addend) / divisor), then brought into [lo, hi] if it saturates.
struct Step {
  std::string name;
  Integer multiplier = 1, addend = 0, divisor = 1;
  Rounding rounding = Rounding::down;
  int width = 0;  // bits of the register [lo, hi] that holds the result; 0: no register
  bool saturating = false;
  Integer lo = 0, hi = 0;
  friend bool operator==(const Step&, const Step&) = default;
};
using Steps = std::vector<Step>;

[[nodiscard]] Steps read_steps(const Json& list);

// The steps of a published scheme, from its parameters; those that take a width are given it.
[[nodiscard]] Steps published_steps(const std::string& scheme, const Json& parameters, const Integer& zero_point,
                                    int width);

[[nodiscard]] Integer output_of(const Steps& steps, Integer n);

// An accumulator, or what lies beyond all of them.
struct Extended {
  Integer finite = 0;
  int infinite = 0;  // -1 or 1: beyond
};

// The first step whose result leaves its register: for N beyond all accumulators, from some N on.
[[nodiscard]] std::optional<std::size_t> first_overflow(const Steps& steps, Extended n);

// floor((slope * q + addend) / divisor) with q = floor((N + block_offset) / block), and 1 more on the q that are `up` modulo `period`.
struct Form {
  Integer block_offset = 0, block = 1, slope = 1, addend = 0, divisor = 1;
  Integer period = 0;               // 0: no q is a tie that rounds to even
  std::optional<Integer> up, down;  // the ties that go up, and those that go down
};

// out(N) on [lo, hi], where no step's sign of a value that it rounds by its sign changes, and none saturates.
// The ties are taken from `proposed` and verified.
[[nodiscard]] Form form_between(const Steps& steps, Integer lo, Integer hi, const Form& proposed);

}  // namespace halflsb::checker
