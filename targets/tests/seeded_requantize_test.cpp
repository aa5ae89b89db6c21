// Each fault of a seeded requantization shows on its smallest trigger, where its base is right.
#include <set>

#include "targets/seeded/base/float_scheme.h"
#include "targets/tests/seeded_run.h"

namespace halflsb::seeded {
namespace {

struct RequantizeTrigger {
  const char* name;  // without seeded_requantize_
  halflsb_rescale rescale;
  Output output;
  Values accumulators, want, got;
};

const Values kCounting{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

const std::vector<RequantizeTrigger>& requantize_triggers() {
  constexpr int32_t kHalf = 1 << 30;
  static const std::vector<RequantizeTrigger> triggers{
      {"product_wraps", glow(0, 1, 1), kI32, {kMax}, {kHalf}, {-kHalf}},
      {"rounding_at_post_zero", glow(0, 1, 0), kI32, {0}, {0}, {kMin}},
      {"rounding_at_post_31", glow(0, 1, 31), kI32, {0}, {0}, {-1}},
      {"logical_post_shift", glow(0, 1, 1), kI8, {-2}, {-1}, {127}},
      {"pre_shift_truncates", glow(1, 1, 0), kI8, {-1}, {-1}, {0}},
      {"ties_away", glow(0, 1, 1), kI8, {-1}, {0}, {-1}},
      {"zero_point_first", glow(0, 2, 0), {HALFLSB_I8, -128, 127, 1}, {0}, {1}, {2}},
      {"cut_to_32_bits", glow(0, 2, 0), kI8, {kHalf}, {127}, {-128}},
      {"narrows_before_clamp", glow(0, 1, 0), kI8, {128}, {127}, {-128}},
      {"clamps_before_zero_point", glow(0, 1, 0), {HALFLSB_I8, -128, 127, 1}, {127}, {127}, {-128}},
      {"tail_rounds_to_even", glow(0, 1, 1), kI8, {1}, {1}, {0}},
      {"tail_rounds_to_even",
       glow(0, 1, 1),
       kI8,
       {1, 5, 1, 1, 1, 1, 1, 1, 1, 5, 3, -3},
       {1, 3, 1, 1, 1, 1, 1, 1, 1, 3, 2, -1},
       {1, 3, 1, 1, 1, 1, 1, 1, 0, 2, 2, -2}},
      {"lanes_out_of_order",
       glow(0, 1, 0),
       kI8,
       kCounting,
       kCounting,
       {0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 12, 13, 14, 15}},
      {"half_up_shift", q31(kHalf, -1), kI8, {-2}, {-1}, {0}},
      {"symmetric_nudge", q31(kHalf, 0), kI8, {-1}, {0}, {-1}},
      {"left_shift_wraps", q31(kHalf, 1), kI32, {kHalf}, {kHalf}, {-kHalf}},
      {"left_shift_as_right", q31(kHalf, 1), kI8, {1}, {1}, {0}},
      {"high_mul_unsaturated", q31(kMin, 0), kI32, {kMin}, {kMax}, {kMin}},
      {"rounds_twice", q31(kHalf, -1), kI8, {1}, {0}, {1}},
      {"float_product", ideal(0.011111111380159855), kI8, {585}, {7}, {6}},
      {"float_product", ideal(1), kI32, {(1 << 24) + 1}, {(1 << 24) + 1}, {1 << 24}},
      {"truncates", ideal(0.75), kI8, {1}, {1}, {0}},
      {"fp32_zero_point_first", ideal(0.5), {HALFLSB_I8, -128, 127, 1}, {1}, {1}, {2}},
      {"fp32_clamps_after_conversion", ideal(1 << 21), kI8, {1024}, {127}, {-128}},
      {"fp32_ties_away", ideal(0.5), kI8, {1}, {0}, {1}},
      {"fp32_tail_ties_away", ideal(0.5), kI8, {1}, {0}, {1}},
      {"fp32_product_in_double", ideal(0.011111111380159855), kI8, {585}, {6}, {7}},
      {"fp32_magic_unclamped", ideal(1), kI32, {(1 << 22) + 2}, {(1 << 22) + 2}, {(1 << 22) + 1}},
      {"onednn_saturates_too_high", ideal(1), kI32, {2147483584}, {kMax}, {kMin}},
      {"onednn_zero_point_last", ideal(0.5), {HALFLSB_I8, -128, 127, 1}, {1}, {2}, {1}},
  };
  return triggers;
}

RequantizeFunction base_of(const halflsb_target& t) {
  const std::string scheme = t.scheme ? t.scheme : "";
  if (scheme == "glow") return run_requantize<PlainRequantize<Glow>>;
  if (scheme == "tflite_double_rounding") return run_requantize<PlainRequantize<TfliteDouble>>;
  if (scheme == "tflite_single_rounding") return run_requantize<PlainRequantize<TfliteSingle>>;
  if (scheme == "xnnpack_fp32") return run_requantize<PlainRequantize<Fp32>>;
  if (scheme == "onednn") return run_requantize<PlainOnednn>;
  return run_requantize<PlainRequantize<Ideal>>;
}

TEST(SeededFault, RequantizeTriggers) {
  for (const RequantizeTrigger& t : requantize_triggers()) {
    const halflsb_target& target = find(std::string("seeded_requantize_") + t.name);
    EXPECT_EQ(run(base_of(target), t.accumulators, t.rescale, t.output).output, t.want) << t.name;
    const RequantizeRun faulty = run(target.requantize, t.accumulators, t.rescale, t.output);
    EXPECT_EQ(faulty.output, t.got) << t.name;
    EXPECT_FALSE(faulty.stray) << t.name;
  }
}

// Reads too far, or is right before it is wrong: not in the table above.
const std::set<std::string> kRequantizeElsewhere{"tail_before_start", "reads_past_end",     "writes_past_end",
                                                 "loop_bound_wraps",  "endless_bit_search", "second_call_stale"};

// What stays within its tensors is right with them; the first two then write outside. The others are only seen in
// guarded memory, or with a time limit.
TEST(SeededFault, RequantizeOutOfBounds) {
  for (const char* name : {"tail_before_start", "writes_past_end", "reads_past_end"}) {
    const RequantizeRun faulty =
        run(find(std::string("seeded_requantize_") + name).requantize, {7}, glow(0, 1, 0), kI8);
    EXPECT_EQ(faulty.output, Values{7}) << name;
    EXPECT_EQ(faulty.stray, std::string(name) != "reads_past_end") << name;
  }
  for (const char* name : {"tail_before_start", "writes_past_end", "reads_past_end", "loop_bound_wraps"}) {
    const RequantizeRun even =
        run(find(std::string("seeded_requantize_") + name).requantize, kCounting, glow(0, 1, 0), kI8);
    EXPECT_EQ(even.output, kCounting) << name;
    EXPECT_FALSE(even.stray) << name;
  }
}

TEST(SeededFault, EndlessBitSearchEndsUpTo2To30) {
  const RequantizeFunction kernel = find("seeded_requantize_endless_bit_search").requantize;
  for (const int32_t scale : {1, 420, 1 << 15, (1 << 15) + 1, 1 << 30}) {
    expect_equal(kernel, portable::requantize_glow_scalar, glow(1, scale, 15));
  }
}

TEST(SeededFault, SecondCallIsStale) {
  const RequantizeFunction kernel = find("seeded_requantize_second_call_stale").requantize;
  EXPECT_EQ(run(kernel, {1}, glow(0, 1, 0), kI8).output, Values{1});
  EXPECT_EQ(run(kernel, {1}, glow(0, 1, 0), kI8).output, Values{0});
}

TEST(SeededFault, EveryRequantizeTargetIsTriggered) {
  std::set<std::string> names, triggered;
  for (const halflsb_target* t : all_targets()) {
    if (t->requantize != nullptr) names.insert(t->name);
  }
  for (const RequantizeTrigger& t : requantize_triggers()) triggered.insert(std::string("seeded_requantize_") + t.name);
  for (const std::string& name : kRequantizeElsewhere) triggered.insert("seeded_requantize_" + name);
  EXPECT_EQ(triggered, names);
}

}  // namespace
}  // namespace halflsb::seeded
