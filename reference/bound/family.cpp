#include "reference/bound/family.h"

namespace halflsb {
namespace {

template <class Int>
bool leaves_register(const BoundStep<Int>& step, const Int& value) {
  return step.width > 0 && !step.saturating && (value < step.lo || value > step.hi);
}

// s * x inside [allowed]: narrows the range.
template <class Int>
void narrow(SRange<Int>& range, const Reach<Int>& allowed, const Int& x) {
  const auto at_least = [&](const Int& s) { range.lo = s > range.lo ? s : range.lo; };
  const auto at_most = [&](const Int& s) { range.hi = s < range.hi ? s : range.hi; };
  if (x == 0) {
    if (!allowed.contains(Int(0))) range.hi = Int(range.lo - Int(1));
  } else if (x > 0) {
    if (allowed.lo) at_least(ceil_div<Int>(*allowed.lo, x));
    if (allowed.hi) at_most(floor_div<Int>(*allowed.hi, x));
  } else {
    if (allowed.hi) at_least(ceil_div<Int>(Int(-*allowed.hi), Int(-x)));
    if (allowed.lo) at_most(floor_div<Int>(Int(-*allowed.lo), Int(-x)));
  }
}

}  // namespace

template <class Int>
std::optional<SRange<Int>> Family<Int>::safe(const Int& lo, const Int& hi, const Int& most) const {
  Reach<Int> allowed;
  for (std::size_t i = steps_.size(); i-- > variable_;) {
    const BoundStep<Int>& step = steps_[i];
    if (step.width > 0 && !step.saturating) allowed.meet(step.lo, step.hi);
    if (i > variable_) {
      allowed = preimage<Int>(step, allowed);
      continue;
    }
    BoundStep<Int> rest = step;  // what happens to the product
    rest.multiplier = 1;
    allowed = preimage<Int>(rest, allowed);
  }
  if (allowed.empty) return std::nullopt;
  SRange<Int> range{Int(1), most};
  for (const Int& end : {lo, hi}) {
    Int x = end;
    for (std::size_t i = 0; i < variable_; ++i) {
      x = step_value<Int>(steps_[i], x);
      if (leaves_register<Int>(steps_[i], x)) return std::nullopt;
    }
    narrow<Int>(range, allowed, x);
  }
  if (range.lo > range.hi) return std::nullopt;
  return range;
}

template <class Int>
template <class Visit>
void Family<Int>::each_part(const Int& s, Visit visit) const {
  auto steps = steps_;
  steps[variable_].multiplier = s;
  Ground<Int> ground{Int(0), *normal_form<Int>(steps, zones_->front().lo, zones_->back().hi), *zones_};
  if (output_) saturate<Int>(ground.pieces, output_->lo, output_->hi);
  ground.each_part(visit);
}

template <class Int>
Worst<Int> Family<Int>::worst(const Int& s) const {
  Best<Int> growing(1), shrinking(1);
  const auto offer = [](Best<Int>& best, const Piece<Int>& piece, const Objective<Int>& e, int sign) {
    Best<Int> extreme(sign);
    offer_extreme<Int>(piece, e, sign, extreme);
    best.offer(sign > 0 ? extreme.value() : Int(-extreme.value()), extreme.n());
  };
  each_part(s, [&](const Piece<Int>& piece, const Zone<Int>& zone) {
    const bool positive = piece.lo >= 0;
    offer(positive ? growing : shrinking, piece, zone.scaled_error, 1);
    offer(positive ? shrinking : growing, piece, zone.scaled_error, -1);
  });
  return {growing.value(), shrinking.value()};
}

template <class Int>
Worst<Int> Family<Int>::misrounded(const Int& s) const {
  Worst<Int> counted;
  each_part(s, [&](const Piece<Int>& piece, const Zone<Int>& zone) {
    const Misrounded<Int> part = misrounded_in<Int>(piece, zone.scaled_error);
    counted.growing += piece.lo >= 0 ? part.above : part.below;
    counted.shrinking += piece.lo >= 0 ? part.below : part.above;
  });
  return counted;
}

template <class Int>
Int Family<Int>::output(const Int& s, const Int& n) const {
  auto steps = steps_;
  steps[variable_].multiplier = s;
  Int value = n;
  for (const BoundStep<Int>& step : steps) value = step_value<Int>(step, value);
  if (!output_) return value;
  return value < output_->lo ? output_->lo : (value > output_->hi ? output_->hi : value);
}

template <class Int>
std::vector<Zone<Int>> cut_at_zero(const std::vector<Zone<Int>>& zones) {
  std::vector<Zone<Int>> cut;
  for (const Zone<Int>& zone : zones) {
    cut.push_back(zone);
    if (zone.lo >= 0 || zone.hi < 0) continue;
    cut.back().hi = -1;
    cut.push_back(zone);
    cut.back().lo = 0;
  }
  return cut;
}

#define HALFLSB_INSTANTIATE(Int) \
  template class Family<Int>;    \
  template std::vector<Zone<Int>> cut_at_zero(const std::vector<Zone<Int>>&);
HALFLSB_INSTANTIATE(Checked)
HALFLSB_INSTANTIATE(Integer)
#undef HALFLSB_INSTANTIATE

}  // namespace halflsb
