#include "harness/sweep/ledger.h"

#include <limits>

namespace halflsb {
namespace {

template <class Error>
Error threshold(Int128 value) {
  using Limits = std::numeric_limits<Error>;
  return static_cast<Error>(value < Limits::min() ? Int128{Limits::min()}
                                                  : (value > Limits::max() ? Int128{Limits::max()} : value));
}

}  // namespace

template <class Int>
void Ledger<Int>::value(const SweepZone<Int>& zone, const Int& n, const Int& out) {
  const Int error = Int(zone.slope * n + unit_ * out + zone.constant);
  keep_peak<Int>(tally_.max, 1, error, n);
  keep_peak<Int>(tally_.min, -1, error, n);
  add_sums(zone, Int(1), error, error > half_ || error < Int(-half_) ? Int(1) : Int(0));
}

template <class Int>
void Ledger<Int>::add_sums(const SweepZone<Int>& zone, const Int& count, const Int& sum, const Int& misrounded) {
  tally_.count += count;
  tally_.sum += sum;
  tally_.misrounded += misrounded;
  if (!zone.unsaturated) return;
  tally_.unsaturated_sum += sum;
  tally_.unsaturated_misrounded += misrounded;
}

template class Ledger<Int128>;
template class Ledger<Integer>;

bool rows_fit(Int128 unit, Int128 slope, std::uint64_t top) {
  constexpr Int128 kMost = Int128{1} << 62;
  const Int128 along = slope < 0 ? -slope : slope;
  if (unit >= kMost || along >= kMost) return false;
  if (top > std::numeric_limits<std::uint64_t>::max() / kLanes) return false;  // the sum of a row
  return unit * Int128{top} + along * static_cast<Int128>(kLanes) < kMost;
}

template <class Lane>
void RowLedger<Lane>::row(const SweepZone<Int128>& zone, Int128 from, std::size_t n, const LaneRow<Lane>& row) {
  const Int128 start =
      zone.slope * from + unit_ * row.base + zone.constant;  // the errors are this and per_output * x + per_step * i
  const Int128 along = zone.slope < 0 ? -zone.slope : zone.slope;
  const Int128 spread = unit_ * Int128{row.top} + along * static_cast<Int128>(kLanes);
  const LanePasses<Lane>& passes = passes_.of<Lane>();
  if constexpr (sizeof(Lane) == sizeof(std::uint32_t)) {
    if (spread < (Int128{1} << 31) && row.top < (std::uint64_t{1} << 32) / kLanes) {
      const ErrorLine<std::int32_t> line{static_cast<std::int32_t>(unit_), static_cast<std::int32_t>(zone.slope),
                                         threshold<std::int32_t>(half_ - start),
                                         threshold<std::int32_t>(-half_ - start)};
      settle<std::int32_t>(zone, from, n, row, passes.account_narrow(row.x, n, line));
      return;
    }
  }
  const ErrorLine<std::int64_t> line{static_cast<std::int64_t>(unit_), static_cast<std::int64_t>(zone.slope),
                                     threshold<std::int64_t>(half_ - start), threshold<std::int64_t>(-half_ - start)};
  settle<std::int64_t>(zone, from, n, row, passes.account(row.x, n, line, row.top <= UINT32_MAX));
}

template <class Lane>
template <class Error>
void RowLedger<Lane>::settle(const SweepZone<Int128>& zone, Int128 from, std::size_t n, const LaneRow<Lane>& row,
                             const ErrorTotals<Error>& totals) {
  const Int128 start = zone.slope * from + unit_ * row.base + zone.constant;
  const auto count = static_cast<Int128>(n);
  const Int128 sum = start * count + unit_ * Int128{totals.sum} + zone.slope * (count * (count - 1) / 2);
  add_sums(zone, count, sum, Int128{totals.misrounded});
  offer(max_, start + totals.max, zone, from, n, row);
  offer(min_, start + totals.min, zone, from, n, row);
}

template <class Lane>
void RowLedger<Lane>::offer(Side& side, Int128 value, const SweepZone<Int128>& zone, Int128 from, std::size_t n,
                            const LaneRow<Lane>& row) {
  Candidate& candidate = from >= 0 ? side.positive : side.negative;
  if (side.any && value == side.value) {
    if (candidate.n != 0 && !nearer_to_zero<Int128>(from, candidate.from)) return;
  } else {
    if (side.any && (value < side.value) == (side.sign > 0)) return;
    side.any = true;
    side.value = value;
    side.positive.n = side.negative.n = 0;
  }
  candidate.from = from;
  candidate.start = zone.slope * from + unit_ * row.base + zone.constant;
  candidate.n = n;
  candidate.per_output = static_cast<std::uint64_t>(unit_);
  candidate.per_step = static_cast<std::uint64_t>(zone.slope);
  candidate.x.assign(row.x, row.x + n);
}

template <class Lane>
void RowLedger<Lane>::finish() {
  for (const auto& [side, kept] : {std::pair{&max_, &tally_.max}, std::pair{&min_, &tally_.min}}) {
    for (const Candidate* candidate : {&side->positive, &side->negative}) {
      const auto wanted = static_cast<std::uint64_t>(side->value - candidate->start);
      for (std::size_t i = 0; i < candidate->n; ++i) {
        if (candidate->per_output * candidate->x[i] + candidate->per_step * i != wanted) continue;
        keep_peak<Int128>(*kept, side->sign, side->value, candidate->from + static_cast<Int128>(i));
      }
    }
  }
}

template class RowLedger<std::uint32_t>;
template class RowLedger<std::uint64_t>;

}  // namespace halflsb
