// Requantization: cases worked out by hand, and AVX2 against scalar at every edge and every remainder length.
#include <gtest/gtest.h>

#include <cstring>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "targets/portable/kernels.h"
#include "targets/portable/registry.h"
#include "targets/tests/has_avx2.h"

namespace halflsb::portable {
namespace {

constexpr int32_t kMin = std::numeric_limits<int32_t>::min();
constexpr int32_t kMax = std::numeric_limits<int32_t>::max();

using Kernel = int (*)(const halflsb_requantize_args*);

halflsb_rescale glow(int32_t pre, int32_t scale, int32_t post) { return {pre, post, scale, 0, 0, 0}; }
halflsb_rescale q31(int32_t multiplier, int32_t shift) { return {0, 0, 0, multiplier, shift, 0}; }

// One accumulator to an int32 output that is not clamped further.
int32_t one(Kernel kernel, int32_t n, const halflsb_rescale& rescale, int32_t zero_point = 0) {
  int32_t output = 0;
  const halflsb_requantize_args args{sizeof args, 1, &n, &output, HALFLSB_I32, zero_point, kMin, kMax, rescale};
  EXPECT_EQ(kernel(&args), HALFLSB_OK);
  return output;
}

TEST(Requantize, GlowByHand) {
  std::vector<Kernel> kernels{requantize_glow_scalar};
  if (has_avx2()) kernels.push_back(requantize_glow_avx2);
  for (Kernel kernel : kernels) {
    // (4096 * 420 + 2^14) / 2^15 = 53 exactly: the tie 52.5 goes up.
    EXPECT_EQ(one(kernel, 8192, glow(1, 420, 15), -128), 53 - 128);
    EXPECT_EQ(one(kernel, 79, glow(1, 420, 15)), 0);
    EXPECT_EQ(one(kernel, -1, glow(1, 420, 15)), 0);    // -1 >> 1 = -1: (16384 - 420) >> 15
    EXPECT_EQ(one(kernel, -80, glow(1, 420, 15)), -1);  // (16384 - 16800) >> 15
    // 5113018 * 420 + 2^14 = 2147483944 needs 33 bits; wrapped it would give -65536.
    EXPECT_EQ(one(kernel, 10226036, glow(1, 420, 15), -128), 65536 - 128);
    EXPECT_EQ(one(kernel, 1000, glow(0, 1, 0)), 1000);  // no rounding term
    EXPECT_EQ(one(kernel, -3, glow(0, 1, 1)), -1);      // ties up
    EXPECT_EQ(one(kernel, kMin, glow(31, 7, 0)), -7);
    EXPECT_EQ(one(kernel, kMin, glow(0, kMax, 31)), -kMax);  // -2^31 (2^31 - 1) / 2^31
    EXPECT_EQ(one(kernel, kMax, glow(0, 2, 0), kMin),
              kMax - 1);  // 2^32 - 2 - 2^31: a clamp at int32 before the sum fails
    EXPECT_EQ(one(kernel, kMin, glow(0, kMax, 0)), kMin);
  }
}

TEST(Requantize, TfliteByHand) {
  constexpr Kernel twice = requantize_tflite_double_scalar;
  constexpr Kernel once = requantize_tflite_single_scalar;
  // Rounding twice lands on a tie: 5 * 0.7374 / 8 = 0.46.
  EXPECT_EQ(one(twice, 7984, q31(1583594044, -9)), 12);
  EXPECT_EQ(one(once, 7984, q31(1583594044, -9)), 11);
  EXPECT_EQ(one(twice, 5, q31(1583594044, -3)), 1);
  EXPECT_EQ(one(once, 5, q31(1583594044, -3)), 0);
  EXPECT_EQ(one(twice, -2, q31(1 << 30, -1)), -1);  // the second shift rounds -1/2 away from zero
  EXPECT_EQ(one(once, -2, q31(1 << 30, -1)), 0);
  // The only product of two int32 that saturates.
  EXPECT_EQ(one(twice, kMin, q31(kMin, 0), -1), kMax - 1);
  EXPECT_EQ(one(once, kMin, q31(kMin, 0), -1), kMax);
  // A left shift beyond int32 does not wrap: 3 * 2^30 / 2 fits, 4 * 2^30 / 2 = 2^31 saturates.
  EXPECT_EQ(one(twice, 3, q31(1 << 30, 30)), 1610612736);
  EXPECT_EQ(one(twice, 4, q31(1 << 30, 30), -1), kMax - 1);
  EXPECT_EQ(one(once, 4, q31(1 << 30, 30), -1), kMax);
  EXPECT_EQ(one(twice, 1 << 29, q31(1 << 30, 2)), 1 << 30);
  EXPECT_EQ(one(twice, kMin, q31(kMax, -31)), -1);    // high_mul -2147483647; -0.9999999995 rounds to -1
  EXPECT_EQ(one(twice, 1 << 30, q31(kMax, -31)), 1);  // high_mul 2^30, and the tie 2^30 / 2^31 goes away from zero
}

TEST(Requantize, Avx2EqualsScalar) {
  if (!has_avx2()) GTEST_SKIP() << "no AVX2 here";
  std::vector<int32_t> values;
  for (int bit = 0; bit < 32; ++bit) {
    for (int64_t delta = -2; delta <= 2; ++delta) {
      values.push_back(static_cast<int32_t>((int64_t{1} << bit) + delta));
      values.push_back(static_cast<int32_t>(-(int64_t{1} << bit) + delta));
    }
  }
  struct Output {
    int32_t type, min, max;
  };
  const Output outputs[] = {{HALFLSB_I8, -128, 127},      {HALFLSB_U8, 0, 255},      {HALFLSB_U8, 3, 200},
                            {HALFLSB_I16, -32768, 32767}, {HALFLSB_I32, kMin, kMax}, {HALFLSB_I32, kMin, kMin}};
  size_t start = 0;
  for (const int32_t pre : {0, 1, 15, 31}) {
    for (const int32_t post : {0, 1, 15, 30, 31}) {
      for (const int32_t scale : {1, 3, 420, 1 << 30, kMax}) {
        for (const int32_t zero_point : {0, -128, 127, kMin, kMax}) {
          for (const Output& out : outputs) {
            for (size_t count = 0; count <= 17; ++count) {
              std::vector<int32_t> n(count);
              for (int32_t& v : n) v = values[start++ % values.size()];
              // Canaries on both sides of the outputs; the inputs end where their allocation ends.
              std::vector<char> got(count * 4 + 8, 'c'), want(count * 4 + 8, 'c');
              halflsb_requantize_args args{sizeof args, count,   n.data(), got.data() + 4,        out.type,
                                           zero_point,  out.min, out.max,  glow(pre, scale, post)};
              ASSERT_EQ(requantize_glow_avx2(&args), HALFLSB_OK);
              args.output = want.data() + 4;
              ASSERT_EQ(requantize_glow_scalar(&args), HALFLSB_OK);
              ASSERT_EQ(got, want) << "pre " << pre << " scale " << scale << " post " << post << " zero_point "
                                   << zero_point << " type " << out.type << " count " << count;
            }
          }
        }
      }
    }
  }
}

TEST(Requantize, RefusesWhatItCannotDo) {
  const int32_t n = 1;
  int32_t output = 7;
  halflsb_requantize_args args{sizeof args, 1, &n, &output, HALFLSB_I8, 0, -129, 127, glow(0, 1, 0)};
  EXPECT_EQ(requantize_glow_scalar(&args), HALFLSB_UNSUPPORTED);  // i8 does not hold -129
  args.output_min = -128;
  args.rescale.post = 32;
  EXPECT_EQ(requantize_glow_scalar(&args), HALFLSB_UNSUPPORTED);
  EXPECT_EQ(output, 7);
}

TEST(Registry, IsWellFormed) {
  size_t count = 0;
  const halflsb_target* const* targets = portable_targets(&count);
  std::set<std::string> names;
  for (size_t i = 0; i < count; ++i) {
    const halflsb_target& t = *targets[i];
    EXPECT_EQ(t.struct_size, sizeof t);
    EXPECT_EQ(t.domain.struct_size, sizeof t.domain);
    EXPECT_EQ(t.abi_version, HALFLSB_ABI_VERSION);
    EXPECT_TRUE(names.insert(t.name).second) << t.name;
    EXPECT_EQ(std::string(t.name).find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_."), std::string::npos)
        << t.name;
    EXPECT_TRUE(t.scheme != nullptr && t.tolerance == nullptr && t.defect == nullptr);
    EXPECT_EQ(std::string(t.kind) == "requantize", t.requantize != nullptr);
    EXPECT_EQ(std::string(t.kind) == "conv2d", t.conv2d != nullptr);
  }
  EXPECT_EQ(count, 10u);
}

}  // namespace
}  // namespace halflsb::portable
