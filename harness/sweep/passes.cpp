#include "harness/sweep/passes.h"

#include "harness/sweep/pass_avx2.h"
#include "harness/sweep/pass_loops.h"

namespace halflsb {

template <class Lane>
Reciprocal<Lane> reciprocal(Lane d) {
  constexpr int kBits = sizeof(Lane) == sizeof(std::uint32_t) ? 31 : 62;
  int l = 0;
  while ((Lane{1} << l) < d) ++l;
  if (Lane{1} << l == d) return {0, l};
  const auto magic = (pass::UInt128{1} << (kBits + l)) / d + 1;
  return {static_cast<Lane>(magic), kBits + l};
}
template Reciprocal<std::uint32_t> reciprocal(std::uint32_t);
template Reciprocal<std::uint64_t> reciprocal(std::uint64_t);

namespace {

// The loops as functions for one instruction set.
#define HALFLSB_LANE_PASSES(Name, Attribute, Lane)                                                                \
  struct Name {                                                                                                   \
    Attribute static void multiply_shift(const Lane* from, Lane* to, std::size_t n, Lane multiplier, Lane addend, \
                                         int shift, bool) {                                                       \
      pass::multiply_shift<Lane>(from, to, n, multiplier, addend, shift);                                         \
    }                                                                                                             \
    Attribute static void divide(const Lane* from, Lane* to, std::size_t n, const Reciprocal<Lane>& by) {         \
      pass::divide<Lane>(from, to, n, by);                                                                        \
    }                                                                                                             \
    Attribute static void add_by_sign(const Lane* from, Lane* to, std::size_t n, Lane threshold, Lane below,      \
                                      Lane above) {                                                               \
      pass::add_by_sign<Lane>(from, to, n, threshold, below, above);                                              \
    }                                                                                                             \
    Attribute static void ties_to_even(const Lane* dividend, const Lane* quotient, Lane* to, std::size_t n,       \
                                       Lane divisor, Lane odd) {                                                  \
      pass::ties_to_even<Lane>(dividend, quotient, to, n, divisor, odd);                                          \
    }                                                                                                             \
    Attribute static void clamp(const Lane* from, Lane* to, std::size_t n, Lane lo, Lane hi) {                    \
      pass::clamp<Lane>(from, to, n, lo, hi);                                                                     \
    }                                                                                                             \
    Attribute static void flip(const Lane* from, Lane* to, std::size_t n, Lane top) {                             \
      pass::flip<Lane>(from, to, n, top);                                                                         \
    }                                                                                                             \
    Attribute static ErrorTotals<std::int32_t> account_narrow(const Lane* x, std::size_t n,                       \
                                                              const ErrorLine<std::int32_t>& line) {              \
      return pass::account_narrow<Lane>(x, n, line);                                                              \
    }                                                                                                             \
    Attribute static ErrorTotals<std::int64_t> account(const Lane* x, std::size_t n,                              \
                                                       const ErrorLine<std::int64_t>& line, bool) {               \
      return pass::account<Lane>(x, n, line);                                                                     \
    }                                                                                                             \
    static constexpr LanePasses<Lane> kPasses{multiply_shift, divide, add_by_sign,    ties_to_even,               \
                                              clamp,          flip,   account_narrow, account};                   \
  };

#define HALFLSB_PASSES(Name, Attribute)                                                                            \
  struct Name {                                                                                                    \
    HALFLSB_LANE_PASSES(Lanes32, Attribute, std::uint32_t)                                                         \
    HALFLSB_LANE_PASSES(Lanes64, Attribute, std::uint64_t)                                                         \
    Attribute static void widen32(const std::uint32_t* from, std::int64_t* to, std::size_t n, std::int64_t base) { \
      pass::widen<std::uint32_t>(from, to, n, base);                                                               \
    }                                                                                                              \
    Attribute static void widen64(const std::uint64_t* from, std::int64_t* to, std::size_t n, std::int64_t base) { \
      pass::widen<std::uint64_t>(from, to, n, base);                                                               \
    }                                                                                                              \
    Attribute static RowDifference compare(const std::int64_t* a, const std::int64_t* b, std::size_t n) {          \
      return pass::compare(a, b, n);                                                                               \
    }                                                                                                              \
    static constexpr Passes kPasses{Lanes32::kPasses, Lanes64::kPasses, widen32, widen64, compare};                \
  };

HALFLSB_PASSES(Portable, )

#if defined(__x86_64__)

HALFLSB_PASSES(Avx2, HALFLSB_AVX2)

HALFLSB_AVX2 void multiply_shift64(const std::uint64_t* from, std::uint64_t* to, std::size_t n,
                                   std::uint64_t multiplier, std::uint64_t addend, int shift, bool narrow) {
  const std::size_t done = narrow ? avx2::multiply_shift_narrow(from, to, n, multiplier, addend, shift) : 0;
  pass::multiply_shift<std::uint64_t>(from + done, to + done, n - done, multiplier, addend, shift);
}

template <class Lane>
HALFLSB_AVX2 ErrorTotals<std::int64_t> account(const Lane* x, std::size_t n, const ErrorLine<std::int64_t>& line,
                                               bool narrow) {
  if (!narrow || n % 4 != 0) return pass::account<Lane>(x, n, line);
  return avx2::account_narrow_lanes<Lane>(x, n, line);
}

constexpr Passes avx2_passes() {
  Passes passes = Avx2::kPasses;
  passes.lanes64.multiply_shift = multiply_shift64;
  passes.lanes32.account = account<std::uint32_t>;
  passes.lanes64.account = account<std::uint64_t>;
  return passes;
}
constexpr Passes kAvx2Passes = avx2_passes();

#endif

}  // namespace

const Passes& portable_passes() { return Portable::kPasses; }

const Passes& best_passes() {
#if defined(__x86_64__)
  if (has_avx2()) return kAvx2Passes;
#endif
  return Portable::kPasses;
}

}  // namespace halflsb
