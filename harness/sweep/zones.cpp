#include "harness/sweep/zones.h"

namespace halflsb {

std::vector<RealZone> real_zones(const Question& question) {
  const Integer unit = question.unit();
  const Integer slope = numerator(Rational(question.factor * unit));
  const Integer at_zero = numerator(Rational((Rational(question.zero_point) + question.offset) * unit));
  const auto [lo, hi] = question.accumulator;
  const RealZone inside{lo, hi, -slope, -at_zero, question.output.has_value()};
  if (!question.output) return {inside};
  const Integer bottom = question.output->lo * unit, top = question.output->hi * unit;
  // -1: below the output range, 1: above it. real(N) is monotone, so that equal sides are neighbours.
  const auto side = [&](const Integer& n) {
    const Integer real = slope * n + at_zero;
    return real < bottom ? -1 : (real > top ? 1 : 0);
  };
  std::vector<RealZone> zones;
  for (Integer from = lo; from <= hi;) {
    const int here = side(from);
    Integer last = from, beyond = hi + 1;
    while (beyond - last > 1) {
      const Integer middle = last + (beyond - last) / 2;
      side(middle) == here ? void(last = middle) : void(beyond = middle);
    }
    RealZone zone = inside;
    if (here != 0) zone = {from, last, 0, here < 0 ? Integer(-bottom) : Integer(-top), false};
    zone.lo = from;
    zone.hi = last;
    zones.push_back(zone);
    from = last + 1;
  }
  return zones;
}

}  // namespace halflsb
