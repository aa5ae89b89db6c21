// The one check that every search uses: does a target keep its contract on a problem?
//
// The target runs twice, with different memory around its tensors and different bytes in its output beforehand; it must not
// touch what it did not declare, must answer the same twice, and must answer what the exact reference wants.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "harness/check/call.h"
#include "harness/check/expect.h"

namespace halflsb {

enum class Verdict { pass, fail, crash, timeout, nondeterministic, mistrusted, unsupported };
enum class Reason { mismatch, tolerance, out_of_bounds, crash, timeout, nondeterministic };

[[nodiscard]] std::string_view name_of(Verdict verdict);
[[nodiscard]] std::string_view name_of(Reason reason);

struct Mismatch {
  Reason reason = Reason::mismatch;
  std::string detail;       // for people, where the numbers below do not say it
  bool has_output = false;  // the fields below are set
  std::size_t count = 0;    // outputs that differ
  std::array<std::int64_t, 4> where{};
  std::string want;  // the scheme's integer; under a tolerance the real value as "p/q"
  std::int64_t got = 0;
  Rational error;  // got - real, in LSB, real clamped
};

struct Outcome {
  Verdict verdict = Verdict::pass;
  std::optional<Mismatch> mismatch;  // unless pass or unsupported
  std::string detail;                // why unsupported
};

// Keeps its buffers from check to check. One per thread.
class Checker {
 public:
  [[nodiscard]] Outcome check(const halflsb_target& target, const Problem& problem);
  // The same with expect(problem) at hand.
  [[nodiscard]] Outcome check(const halflsb_target& target, const Problem& problem, const Expected& expected);

 private:
  Caller caller_;
  Reference reference_;
  std::vector<std::uint8_t> first_, wanted_;  // outputs
};

// Compares outputs with the contract of the target; empty where it holds. Output is int32_t, or int64_t for answers that no tensor
// held: there a value beyond int32 is as wrong as any other.
template <class Output>
[[nodiscard]] std::optional<Mismatch> compare(const halflsb_target& target, const Problem& problem,
                                              const Expected& expected, const std::vector<Output>& got);

}  // namespace halflsb
