#include "harness/check/check.h"

#include <algorithm>

#include "harness/check/domain.h"
#include "harness/check/elements.h"
#include "reference/exact/parse_number.h"

namespace halflsb {
namespace {

Outcome finding(Verdict verdict, Reason reason, std::string detail) {
  Mismatch mismatch;
  mismatch.reason = reason;
  mismatch.detail = std::move(detail);
  return {verdict, std::move(mismatch), ""};
}

Outcome outcome_of(const CallResult& call) {
  switch (call.status) {
    case CallStatus::ok: break;
    case CallStatus::unsupported: return {Verdict::unsupported, std::nullopt, call.detail};
    case CallStatus::failed:
    case CallStatus::crashed: return finding(Verdict::crash, Reason::crash, call.detail);
    case CallStatus::out_of_bounds: return finding(Verdict::fail, Reason::out_of_bounds, call.detail);
  }
  return {};
}

// Fills in the first differing output.
void describe(Mismatch& mismatch, const Problem& problem, const Expected& expected, std::size_t index,
              std::int64_t got) {
  const Rational real = real_output(problem, index, to_integer(accumulator_of(problem, expected, index)));
  mismatch.has_output = true;
  mismatch.where = position_of(problem, index);
  mismatch.want = mismatch.reason == Reason::tolerance ? to_text(real) : std::to_string(expected.output[index]);
  mismatch.got = got;
  mismatch.error = Rational(got) - real;
}

constexpr std::array<std::uint8_t, 2> kPatterns{0x5A, 0xA5};

// What an output element holds before the call.
std::int32_t filled_with(std::uint8_t pattern, ElementType type) {
  const std::uint32_t word = 0x01010101U * pattern;
  switch (type) {
    case ElementType::i8: return static_cast<std::int8_t>(word);
    case ElementType::u8: return static_cast<std::uint8_t>(word);
    case ElementType::i16: return static_cast<std::int16_t>(word);
    case ElementType::i32: return static_cast<std::int32_t>(word);
  }
  return 0;
}

// Two runs on the same input must agree; an output that keeps both fillings was never written.
Outcome different_runs(const Problem& problem, const Expected& expected, const std::vector<std::int32_t>& first,
                       const std::vector<std::int32_t>& second) {
  const auto [one, two] = std::mismatch(first.begin(), first.end(), second.begin());
  const ElementType type = output_type_of(requantization_of(problem).output);
  const bool unwritten = *one == filled_with(kPatterns[0], type) && *two == filled_with(kPatterns[1], type);
  Outcome outcome = unwritten ? finding(Verdict::fail, Reason::mismatch, "the output is not written")
                              : finding(Verdict::nondeterministic, Reason::nondeterministic,
                                        "the second run on the same input answers differently");
  outcome.mismatch->count = 1;
  describe(*outcome.mismatch, problem, expected, static_cast<std::size_t>(one - first.begin()), *two);
  return outcome;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  constexpr std::array<std::string_view, 7> kNames{"pass",       "fail",       "crash", "timeout", "nondeterministic",
                                                   "mistrusted", "unsupported"};
  return kNames[static_cast<std::size_t>(verdict)];
}

std::string_view name_of(Reason reason) {
  constexpr std::array<std::string_view, 6> kNames{"mismatch", "tolerance", "out_of_bounds",
                                                   "crash",    "timeout",   "nondeterministic"};
  return kNames[static_cast<std::size_t>(reason)];
}

template <class Output>
std::optional<Mismatch> compare(const halflsb_target& target, const Problem& problem, const Expected& expected,
                                const std::vector<Output>& got) {
  Mismatch mismatch;
  Rational tolerance;
  if (target.tolerance != nullptr) {
    mismatch.reason = Reason::tolerance;
    tolerance = *parse_rational(target.tolerance);  // checked when the target was registered
  }
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (target.tolerance == nullptr) {
      if (got[i] == expected.output[i]) continue;
    } else {
      const Rational real = real_output(problem, i, to_integer(accumulator_of(problem, expected, i)));
      if (abs(Rational(got[i]) - real) <= tolerance) continue;
    }
    if (mismatch.count++ == 0) describe(mismatch, problem, expected, i, got[i]);
  }
  if (mismatch.count == 0) return std::nullopt;
  return mismatch;
}

template std::optional<Mismatch> compare(const halflsb_target& target, const Problem& problem, const Expected& expected,
                                         const std::vector<std::int32_t>& got);
template std::optional<Mismatch> compare(const halflsb_target& target, const Problem& problem, const Expected& expected,
                                         const std::vector<std::int64_t>& got);

Outcome Checker::check(const halflsb_target& target, const Problem& problem) {
  return check(target, problem, reference_.expect(problem));
}

Outcome Checker::check(const halflsb_target& target, const Problem& problem, const Expected& expected) {
  if (!machine_supports(target)) return {Verdict::unsupported, std::nullopt, "this machine lacks the instruction set"};
  if (std::string outside = outside_domain(target, problem); !outside.empty()) {
    return {Verdict::unsupported, std::nullopt, std::move(outside)};
  }
  if (!expected.accumulators_fit) {
    return {Verdict::unsupported, std::nullopt, "an accumulator or a bias term does not fit 32 bits"};
  }
  caller_.prepare(target, problem);
  const ElementType type = caller_.output_type();
  const bool exact = target.tolerance == nullptr;
  if (exact) narrow_to(wanted_, expected.output, type);
  const auto answers = [](const CallResult& call) {
    return call.status == CallStatus::ok || call.status == CallStatus::unsupported;
  };
  const auto right = [&] { return exact && std::equal(wanted_.begin(), wanted_.end(), caller_.output()); };
  const CallResult first = caller_.run(Placement::against_end, kPatterns[0]);
  if (!answers(first)) return outcome_of(first);
  const bool first_is_right = right();
  if (!first_is_right) first_.assign(caller_.output(), caller_.output() + caller_.output_bytes());
  const CallResult second = caller_.run(Placement::against_start, kPatterns[1]);
  if (!answers(second)) return outcome_of(second);
  if (first.status != second.status) {
    return finding(Verdict::nondeterministic, Reason::nondeterministic,
                   "of two runs on the same input the kernel answers UNSUPPORTED to one");
  }
  if (first.status == CallStatus::unsupported) return outcome_of(first);
  if (first_is_right) {
    if (right()) return {};
    first_ = wanted_;
  }
  const auto elements = [&](const std::uint8_t* bytes) { return widened(bytes, expected.output.size(), type); };
  if (!std::equal(first_.begin(), first_.end(), caller_.output())) {
    return different_runs(problem, expected, elements(first_.data()), elements(caller_.output()));
  }
  if (auto mismatch = compare(target, problem, expected, elements(first_.data()))) {
    return {Verdict::fail, std::move(mismatch), ""};
  }
  return {};
}

}  // namespace halflsb
