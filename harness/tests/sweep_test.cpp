// The sweep against the definitions, against the prover, and its own ways of doing sums against each other.
#include "harness/sweep/sweep.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "harness/check/sanitized.h"
#include "reference/tests/brute_bound.h"
#include "reference/tests/draw_question.h"
#include "reference/tests/same_bound.h"

namespace halflsb {
namespace {

void expect_same_overflow(const Overflow& got, const Overflow& want) {
  RC_ASSERT(got.possible == want.possible);
  RC_ASSERT(got.step == want.step);
  RC_ASSERT(got.witness == want.witness);
  RC_ASSERT(got.headroom_bits == want.headroom_bits);
}

constexpr std::array kPaths{SweepPath::automatic, SweepPath::lanes64, SweepPath::scalar, SweepPath::unbounded};

// Lemmas W2 and W3: whatever lanes and sums were proved to suffice, the answer is that of unbounded integers one by one.
RC_GTEST_PROP(Sweep, EqualsBruteForce, ()) {
  Draw draw{rc::Random(*a_seed())};
  const Question question = draw_question(draw);
  const ErrorBound want = brute_bound(question);
  const Overflow overflow = overflow_of(question.scheme, question.accumulator);
  for (const SweepPath path : kPaths) {
    for (const Passes* passes : {&best_passes(), &portable_passes()}) {
      const Sweep sweep(question, path, *passes);
      if (path != SweepPath::automatic && sweep.path() != path) continue;
      const Proof got = sweep.proof(sweep.scan(question.accumulator));
      expect_same(got.error, want);
      expect_same_overflow(got.overflow, overflow);
    }
  }
}

// Published schemes with parameters of full width, on ranges of several runs.
Question draw_long_question(Draw& draw) {
  const Integer zero_point = draw.pick({0, -128, 127, 255, 5000});
  const Integer scale = draw.positive(draw.pick({4, 10, 20, 31}));
  Scheme scheme =
      steps_of(glow_parameters(draw.small(0, 15), scale, draw.small(0, 40)), zero_point, draw.pick({16, 32, 64}));
  switch (draw.small(0, 4)) {
    case 0:
      scheme = steps_of(q31_parameters("tflite_double_rounding", draw.int32(), draw.small(-20, 6)), zero_point);
      break;
    case 1:
      scheme = steps_of(q31_parameters("tflite_single_rounding", draw.int32(), draw.small(-20, 6)), zero_point);
      break;
    case 2:
      scheme = steps_of(
          ideal_parameters(Rational(draw.integer(draw.pick({4, 12, 48})), draw.positive(draw.pick({4, 12, 31, 48}))),
                           kRoundingModes[draw.below(6)].first),
          zero_point);
      break;
    default: break;
  }
  const Integer start = draw.integer(draw.pick({12, 20, 32}));
  Question question{scheme, {}, zero_point, {start, start + draw.between(0, 20000)}, draw_output(draw)};
  question.factor = draw_factor(draw, slope_of(scheme));
  return question;
}

RC_GTEST_PROP(Sweep, EqualsTheProver, ()) {
  Draw draw{rc::Random(*a_seed())};
  const Question question = draw_long_question(draw);
  const auto want = prove(question);
  RC_ASSERT(want.has_value());
  const Sweep sweep(question);
  RC_TAG(static_cast<int>(sweep.path()));
  // In two parts, the second first.
  const auto& [lo, hi] = question.accumulator;
  const Integer cut = lo + draw.between(0, (hi - lo).convert_to<std::int64_t>());
  Tally whole;
  if (cut < hi) whole = sweep.scan({cut + 1, hi});
  whole.add(sweep.scan({lo, cut}));
  const Proof got = sweep.proof(whole);
  expect_same(got.error, want->error);
  expect_same_overflow(got.overflow, want->overflow);
  const auto again = tally_from_json(to_json(whole));
  RC_ASSERT(again.ok());
  RC_ASSERT(to_json(*again) == to_json(whole));
}

template <class Lane>
void expect_same_passes(Draw& draw) {
  const LanePasses<Lane>& fast = best_passes().of<Lane>();
  const LanePasses<Lane>& plain = portable_passes().of<Lane>();
  constexpr int kBits = sizeof(Lane) == sizeof(std::uint32_t) ? 31 : 62;
  const int bits = draw.small(1, kBits);
  const auto below = [&](int count) { return static_cast<Lane>(draw.bits() & ((std::uint64_t{1} << count) - 1)); };
  const auto n = static_cast<std::size_t>(draw.between(1, kLanes));
  std::vector<Lane> x(n), a(n), b(n), c(n);
  for (Lane& lane : x) lane = draw.one_in(4) ? static_cast<Lane>((std::uint64_t{1} << bits) - 1) : below(bits);
  const auto both = [&](auto call) {
    call(fast, a);
    call(plain, b);
    RC_ASSERT(a == b);
  };
  const Lane multiplier = below(kBits - bits), addend = below(bits);
  const int shift = draw.small(0, kBits);
  both([&](const LanePasses<Lane>& p, std::vector<Lane>& to) {
    p.multiply_shift(x.data(), to.data(), n, multiplier, addend, shift, bits <= 32 && multiplier >> 31 >> 1 == 0);
  });
  const Lane divisor = static_cast<Lane>(below(draw.small(1, kBits - 1)) + 1);
  const Reciprocal<Lane> by = reciprocal<Lane>(divisor);
  both([&](const LanePasses<Lane>& p, std::vector<Lane>& to) { p.divide(x.data(), to.data(), n, by); });
  for (std::size_t i = 0; i < n; ++i) RC_ASSERT(a[i] == x[i] / divisor);  // Lemma W1
  c = a;
  both([&](const LanePasses<Lane>& p, std::vector<Lane>& to) {
    p.ties_to_even(x.data(), c.data(), to.data(), n, divisor, divisor & 1);
  });
  const Lane lo = below(bits), hi = static_cast<Lane>(lo + below(bits));
  both([&](const LanePasses<Lane>& p, std::vector<Lane>& to) { p.clamp(x.data(), to.data(), n, lo, hi); });
  both([&](const LanePasses<Lane>& p, std::vector<Lane>& to) { p.add_by_sign(x.data(), to.data(), n, lo, 1, 3); });
  both([&](const LanePasses<Lane>& p, std::vector<Lane>& to) {
    p.flip(x.data(), to.data(), n, static_cast<Lane>((std::uint64_t{1} << bits) - 1));
  });
  const std::int64_t unit = draw.between(1, std::int64_t{1} << (kBits == 31 ? 30 : 62 - bits));
  const ErrorLine<std::int64_t> line{unit, draw.between(-1000000, 1000000), unit / 2, -unit / 2};
  const auto one = fast.account(x.data(), n, line, bits <= 32), two = plain.account(x.data(), n, line, bits <= 32);
  RC_ASSERT(one.max == two.max && one.min == two.min && one.sum == two.sum && one.misrounded == two.misrounded);
}

RC_GTEST_PROP(Passes, OfBothInstructionSetsAgree, ()) {
  Draw draw{rc::Random(*a_seed())};
  expect_same_passes<std::uint32_t>(draw);
  expect_same_passes<std::uint64_t>(draw);
}

TEST(Sweep, EqualsTheProverOnAllOfInt32) {
#ifndef NDEBUG
  GTEST_SKIP() << "2^32 accumulators are swept in optimized builds";
#endif
  if (kSanitized) GTEST_SKIP() << "2^32 accumulators are swept in unsanitized builds";
  const Interval all = signed_range(32), i8{-128, 127};
  for (const Question& question :
       {Question{steps_of(glow_parameters(1, 420, 15), 0), Rational(105, 16384), 0, all, {}},
        Question{steps_of(glow_parameters(0, 383, 15), -128), Rational(117, 10000), -128, all, i8}}) {
    const Sweep sweep(question);
    const Proof got = sweep.proof(sweep.scan(all));
    const auto want = prove(question);
    EXPECT_EQ(got.error.extremes.max.value, want->error.extremes.max.value);
    EXPECT_EQ(got.error.extremes.max.accumulator, want->error.extremes.max.accumulator);
    EXPECT_EQ(got.error.extremes.min.value, want->error.extremes.min.value);
    EXPECT_EQ(got.error.extremes.min.accumulator, want->error.extremes.min.accumulator);
    EXPECT_EQ(got.error.mean, want->error.mean);
    EXPECT_EQ(got.error.misrounded, want->error.misrounded);
    EXPECT_EQ(got.overflow.witness, want->overflow.witness);
    EXPECT_EQ(got.overflow.step, want->overflow.step);
  }
}

}  // namespace
}  // namespace halflsb
