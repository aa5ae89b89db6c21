#include "harness/minimize/contract.h"

#include <algorithm>

#include "reference/exact/parse_number.h"
#include "reference/scheme/evaluate.h"

namespace halflsb {

template <class Int>
bool Contract::Tolerance<Int>::holds(std::int32_t accumulator, std::int64_t got) const {
  Int real = p * accumulator + zero_point * q;
  if (real < lo * q) real = lo * q;
  if (real > hi * q) real = hi * q;
  Int error = q * got - real;
  if (error < 0) error = -error;
  return error * b <= a * q;
}

Contract::Contract(const halflsb_target& target, const Requantization& requantization, const Integer& largest)
    : output_(requantization.output), scheme_(requantization.scheme(0)) {
  if (target.tolerance == nullptr) {
    twin_ = Twin::compile(scheme_, largest);
    return;
  }
  const Rational factor = requantization.real_factor(0);
  const Rational tolerance = *parse_rational(target.tolerance);  // checked when the target was registered
  const Integer p = numerator(factor);
  const Integer q = denominator(factor);
  const Integer a = numerator(tolerance);
  const Integer b = denominator(tolerance);
  wide_ = {p, q, a, b, requantization.zero_point, output_.lo, output_.hi};
  // |real| <= |p| * 2^31 + 2^31 * q and |got * q| <= 2^31 * q, so |error| < 2^33 * max(|p|, q).
  const unsigned error_bits = 33 + std::max(bit_length(p), bit_length(q));
  if (error_bits + bit_length(b) > 126 || bit_length(a) + bit_length(q) > 126) return;
  fast_ = {to_int128(p), to_int128(q), to_int128(a), to_int128(b), requantization.zero_point, output_.lo, output_.hi};
}

std::int64_t Contract::want(std::int32_t accumulator) const {
  if (twin_) return static_cast<std::int64_t>(std::clamp<Int128>((*twin_)(accumulator), output_.lo, output_.hi));
  const Interval range{output_.lo, output_.hi};
  return saturate(evaluate(scheme_, accumulator), range).value.convert_to<std::int64_t>();
}

bool Contract::holds(std::int32_t accumulator, std::int64_t got) const {
  if (fast_) return fast_->holds(accumulator, got);
  if (wide_) return wide_->holds(accumulator, got);
  return want(accumulator) == got;
}

}  // namespace halflsb
