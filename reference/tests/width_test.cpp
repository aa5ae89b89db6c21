// Saturation and wrapping against the compiler's own integer conversions (modular since C++20).
#include "reference/exact/width.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>

#include "reference/tests/draw.h"

namespace halflsb {
namespace {

template <class Register>
constexpr int kBits = std::numeric_limits<Register>::digits + 1;

template <class Register>
void expect_like_the_compiler(std::int64_t value) {
  const auto narrowed = static_cast<Register>(value);
  const Fitted wrapped = wrap(value, kBits<Register>);
  EXPECT_EQ(wrapped.value, narrowed) << value << " in " << kBits<Register> << " bits";
  EXPECT_EQ(wrapped.changed, narrowed != value) << value;

  const std::int64_t lo = std::numeric_limits<Register>::min();
  const std::int64_t hi = std::numeric_limits<Register>::max();
  const Fitted saturated = saturate(value, signed_range(kBits<Register>));
  EXPECT_EQ(saturated.value, std::clamp(value, lo, hi)) << value << " in " << kBits<Register> << " bits";
  EXPECT_EQ(saturated.changed, value < lo || value > hi) << value;
  EXPECT_EQ(signed_range(kBits<Register>).contains(value), !saturated.changed) << value;
}

TEST(LemmaE5, EveryInt16InInt8) {
  for (std::int64_t value = -33000; value <= 33000; ++value) expect_like_the_compiler<std::int8_t>(value);
}

TEST(LemmaE5, BoundariesOfEveryRegister) {
  rc::Random random(1);
  Draw draw(random);
  for (int i = 0; i < 5000; ++i) {
    const std::int64_t value = draw.int64(draw.small(2, 64));
    expect_like_the_compiler<std::int8_t>(value);
    expect_like_the_compiler<std::int16_t>(value);
    expect_like_the_compiler<std::int32_t>(value);
    expect_like_the_compiler<std::int64_t>(value);
  }
}

// 128-bit sources: the low bits of a conversion are the register.
RC_GTEST_PROP(LemmaE5, WideValues, ()) {
  const Integer value = *drawn([](Draw& draw) { return draw.integer(127); });
  const Int128 wide = to_int128(value);
  RC_ASSERT(wrap(value, 64).value == static_cast<std::int64_t>(wide));
  RC_ASSERT(wrap(value, 32).value == static_cast<std::int32_t>(wide));
  RC_ASSERT(wrap(value, 8).value == static_cast<std::int8_t>(wide));
}

RC_GTEST_PROP(LemmaE5, CongruentAndInRangeForEveryWidth, ()) {
  const Integer value = *drawn([](Draw& draw) { return draw.integer(200); });
  const int bits = *drawn([](Draw& draw) { return draw.small(1, 130); });
  const Fitted wrapped = wrap(value, bits);
  RC_ASSERT(signed_range(bits).contains(wrapped.value));
  RC_ASSERT((value - wrapped.value) % pow2(static_cast<unsigned>(bits)) == 0);
  RC_ASSERT(wrapped.changed == !signed_range(bits).contains(value));
}

TEST(SignedRange, Rails) {
  EXPECT_EQ(signed_range(1), (Interval{-1, 0}));
  EXPECT_EQ(signed_range(8), (Interval{-128, 127}));
  EXPECT_EQ(signed_range(64), (Interval{INT64_MIN, INT64_MAX}));
}

}  // namespace
}  // namespace halflsb
