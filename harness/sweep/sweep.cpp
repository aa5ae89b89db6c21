#include "harness/sweep/sweep.h"

#include <algorithm>

#include "reference/scheme/evaluate.h"

namespace halflsb {
namespace {

Integer largest_of(const Interval& range) { return std::max(abs(range.lo), abs(range.hi)); }

// out(n) without the clamp, and whether a step that does not saturate leaves its register.
Integer evaluate_watching(const Scheme& scheme, Integer value, bool& overflows) {
  for (const Step& step : scheme.steps) {
    value = apply_step(step, value);
    if (step.width == 0) continue;
    const Interval range = signed_range(step.width);
    if (step.saturating) {
      value = saturate(value, range).value;
    } else {
      overflows = overflows || !range.contains(value);
    }
  }
  return value;
}

std::optional<Integer> in_integers(const std::optional<Int128>& value) {
  if (!value) return std::nullopt;
  return to_integer(*value);
}

std::optional<Peaked<Integer>> in_integers(const std::optional<Peaked<Int128>>& peak) {
  if (!peak) return std::nullopt;
  return Peaked<Integer>{to_integer(peak->value), to_integer(peak->accumulator)};
}

}  // namespace

Tally in_integers(const ErrorTally<Int128>& e, const DifferenceTally<Int128>& d) {
  return {{to_integer(e.count), in_integers(e.max), in_integers(e.min), to_integer(e.sum), to_integer(e.misrounded),
           to_integer(e.unsaturated_sum), to_integer(e.unsaturated_misrounded), in_integers(e.overflow)},
          {to_integer(d.differing), in_integers(d.witness), in_integers(d.largest)}};
}

Sweep::Sweep(Question question, SweepPath path, const Passes& passes)
    : question_(std::move(question)), passes_(&passes), zones_(real_zones(question_)), path_(path) {
  chain_ = Chain::compile(question_.scheme, question_.output, largest_of(question_.accumulator));
  // Lemma W3: no sum of scaled errors over the whole range exceeds the largest of them times the count.
  const Integer unit = question_.unit();
  Integer slope = 0, constant = 0;
  for (const RealZone& zone : zones_) {
    slope = std::max<Integer>(slope, abs(zone.slope));
    constant = std::max<Integer>(constant, abs(zone.constant));
  }
  const Integer reach = largest_of(question_.accumulator) + kLanes;
  const bool narrow = chain_ && (slope * reach + unit * chain_->largest_value() + constant) * reach < pow2(124);
  if (!narrow) {
    path_ = SweepPath::unbounded;
    return;
  }
  unit_ = to_int128(unit);
  for (const RealZone& zone : zones_) {
    narrow_zones_.push_back(
        {to_int128(zone.lo), to_int128(zone.hi), to_int128(zone.slope), to_int128(zone.constant), zone.unsaturated});
  }
  const bool lanes = chain_->lane_bits() != 0 && row_errors_fit(chain_->top());
  if (!lanes && path_ != SweepPath::unbounded) path_ = SweepPath::scalar;
}

bool Sweep::row_errors_fit(std::uint64_t top) const {
  return std::all_of(narrow_zones_.begin(), narrow_zones_.end(),
                     [&](const SweepZone<Int128>& zone) { return rows_fit(unit_, zone.slope, top); });
}

void Sweep::each_run(Int128 lo, Int128 hi, const Visit& visit) const {
  constexpr auto kRun = static_cast<Int128>(kLanes);
  for (const SweepZone<Int128>& zone : narrow_zones_) {
    const Int128 from = std::max(lo, zone.lo), to = std::min(hi, zone.hi);
    for (Int128 end = std::min(to, Int128{-1}); end >= from;) {
      const Int128 start = std::max(from, end - kRun + 1);
      visit(zone, start, static_cast<std::size_t>(end - start + 1));
      end = start - 1;
    }
    for (Int128 start = std::max(from, Int128{0}); start <= to; start += kRun) {
      visit(zone, start, static_cast<std::size_t>(std::min(to - start + 1, kRun)));
    }
  }
}

void Sweep::keep_overflow(Int128 from, std::size_t n, std::optional<Int128>& nearest) const {
  const Int128 last = from + static_cast<Int128>(n) - 1;
  for (std::size_t i = 0; i < n; ++i) {
    const Int128 at = from >= 0 ? from + static_cast<Int128>(i) : last - static_cast<Int128>(i);
    if (nearest && !nearer_to_zero<Int128>(at, *nearest)) return;
    if (!chain_->overflows(at)) continue;
    nearest = at;
    return;
  }
}

template <class Lane>
void Sweep::scan_rows(Int128 lo, Int128 hi, ErrorTally<Int128>& tally) const {
  const auto scratch = std::make_unique<Scratch<Lane>>();
  RowLedger<Lane> ledger(unit_, *passes_, tally);
  each_run(lo, hi, [&](const SweepZone<Int128>& zone, Int128 from, std::size_t n) {
    const LaneRow<Lane> row = chain_->run<Lane>(from, n, *scratch, *passes_);
    ledger.row(zone, from, n, row);
    if (row.may_overflow) keep_overflow(from, n, tally.overflow);
  });
  ledger.finish();
}

void Sweep::scan_values(Int128 lo, Int128 hi, ErrorTally<Int128>& tally) const {
  Ledger<Int128> ledger(unit_, tally);
  each_run(lo, hi, [&](const SweepZone<Int128>& zone, Int128 from, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
      const Int128 at = from + static_cast<Int128>(i);
      ledger.value(zone, at, chain_->value(at));
    }
    keep_overflow(from, n, tally.overflow);
  });
}

void Sweep::scan_unbounded(const Interval& part, ErrorTally<Integer>& tally) const {
  Ledger<Integer> ledger(question_.unit(), tally);
  for (const RealZone& zone : zones_) {
    const SweepZone<Integer> same{zone.lo, zone.hi, zone.slope, zone.constant, zone.unsaturated};
    const Integer last = std::min(part.hi, zone.hi);
    for (Integer n = std::max(part.lo, zone.lo); n <= last; ++n) {
      bool overflows = false;
      const Integer out = evaluate_watching(question_.scheme, n, overflows);
      ledger.value(same, n, question_.output ? saturate(out, *question_.output).value : out);
      if (overflows) keep_nearest<Integer>(tally.overflow, n);
    }
  }
}

Tally Sweep::scan(const Interval& part) const {
  if (path_ == SweepPath::unbounded) {
    Tally tally;
    scan_unbounded(part, tally.error);
    return tally;
  }
  ErrorTally<Int128> tally;
  const Int128 lo = to_int128(part.lo), hi = to_int128(part.hi);
  if (path_ == SweepPath::scalar) {
    scan_values(lo, hi, tally);
  } else if (path_ == SweepPath::lanes64 || chain_->lane_bits() == 64) {
    scan_rows<std::uint64_t>(lo, hi, tally);
  } else {
    scan_rows<std::uint32_t>(lo, hi, tally);
  }
  return in_integers(tally);
}

Proof Sweep::proof(const Tally& whole) const {
  const ErrorTally<Integer>& e = whole.error;
  const Integer unit = question_.unit();
  Proof proof;
  proof.method = Method::sweep;
  proof.error.extremes = {{Rational(e.max->value, unit), e.max->accumulator},
                          {Rational(e.min->value, unit), e.min->accumulator}};
  proof.error.mean = Rational(e.sum, Integer(unit * e.count));
  proof.error.misrounded = e.misrounded;
  for (const RealZone& zone : zones_) {
    if (!zone.unsaturated) continue;
    const Integer count = zone.hi - zone.lo + 1;
    proof.error.unsaturated =
        Unsaturated{zone.lo, zone.hi, Rational(e.unsaturated_sum, Integer(unit * count)), e.unsaturated_misrounded};
  }
  proof.overflow = overflow_of(question_.scheme, question_.accumulator, question_.arithmetic);
  proof.overflow.possible = e.overflow.has_value();
  proof.overflow.witness = e.overflow;
  proof.overflow.step.clear();
  if (!e.overflow) return proof;
  proof.overflow.step = question_.scheme.steps[*trace(question_.scheme, *e.overflow).first_overflow].name;
  proof.overflow.headroom_bits.reset();
  return proof;
}

}  // namespace halflsb
