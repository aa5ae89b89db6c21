#include "reference/bound/misrounded.h"

#include "reference/bound/run.h"

namespace halflsb {
namespace {

// How many j in [0, n) have start + step * j > limit.
template <class Int>
Int count_above(const Int& start, const Int& step, const Int& n, const Int& limit) {
  if (n <= 0) return Int(0);
  const Int need = Int(limit - start);  // step * j > need
  if (step == 0) return need < 0 ? n : Int(0);
  if (step > 0) {
    const Int first = Int(floor_div<Int>(need, step) + Int(1));
    return first <= 0 ? n : (first >= n ? Int(0) : Int(n - first));
  }
  const Int end = ceil_div<Int>(Int(-need), Int(-step));  // j < -need / -step
  return end <= 0 ? Int(0) : (end >= n ? n : end);
}

template <class Int>
void add_line(Misrounded<Int>& into, const Int& start, const Int& step, const Int& n, const Int& unit) {
  const Misrounded<Int> line = misrounded_on_line<Int>(start, step, n, unit);
  into.above += line.above;
  into.below += line.below;
}

// N of one output on [from, to]: the scaled error is linear there.
template <class Int>
void add_level(Misrounded<Int>& into, const Objective<Int>& e, const Int& out, const Int& from, const Int& to) {
  add_line<Int>(into, Int(e.a * from + e.b * out + e.k), e.a, Int(to - from + Int(1)), e.b);
}

template <class Int>
Misrounded<Int> by_level(const Piece<Int>& piece, const Objective<Int>& e) {
  Misrounded<Int> counted;
  const bool rising = piece.slope > 0;
  Int level = rising ? piece.value(piece.lo) : piece.value(piece.hi);
  const Int top = rising ? piece.value(piece.hi) : piece.value(piece.lo);
  auto range = std::pair{piece.lo, piece.hi};  // where the value is at least `level`
  for (; level <= top; level += Int(1)) {
    const auto next = at_least<Int>(piece, Int(level + Int(1)));
    const bool last = next.first > next.second;
    const Int from = rising || last ? range.first : Int(next.second + Int(1));
    const Int to = rising && !last ? Int(next.first - Int(1)) : range.second;
    if (from <= to) add_level<Int>(counted, e, level, from, to);
    range = next;
  }
  return counted;
}

template <class Int>
Misrounded<Int> by_block(const Piece<Int>& piece, const Objective<Int>& e) {
  Misrounded<Int> counted;
  const Int last = piece.block_of(piece.hi);
  for (Int q = piece.block_of(piece.lo); q <= last; q += Int(1)) {
    const Int first_n = piece.first_of(q);
    const Int last_n = Int(piece.first_of(Int(q + Int(1))) - Int(1));
    add_level<Int>(counted, e, piece.value_of(q), first_n < piece.lo ? piece.lo : first_n,
                   last_n > piece.hi ? piece.hi : last_n);
  }
  return counted;
}

// A line (slope * q + addend) / divisor.
template <class Int>
struct Line {
  Int slope, addend, divisor;
};

// The sum of floor(line) over q0 <= q < q0 + n.
template <class Int>
Int sum_floor(const Line<Int>& line, const Int& q0, const Int& n) {
  if (n <= 0) return Int(0);
  const Int steepness = floor_div<Int>(line.slope, line.divisor);
  const Int d = Int(line.slope * q0 + line.addend);
  const Int level = floor_div<Int>(d, line.divisor);
  const Int pairs = Int(n * Int(n - Int(1)) / Int(2));
  return Int(floor_sum_of(n, Int(line.slope - steepness * line.divisor), Int(d - level * line.divisor), line.divisor) +
             steepness * pairs + level * n);
}

// Lemma B13: how many q in [q0, q0 + n) have floor(u(q)) > floor(w(q)), u and w lines. Where u - w >= 1 all have, where u - w <= 0 none;
// in between the difference of the floors is 0 or 1, and its sum is the count.
template <class Int>
Int count_ahead(const Line<Int>& u, const Line<Int>& w, const Int& q0, const Int& n) {
  const Int step = Int(u.slope * w.divisor - w.slope * u.divisor);  // of (u - w), times both divisors
  const Int start = Int((u.slope * q0 + u.addend) * w.divisor - (w.slope * q0 + w.addend) * u.divisor);
  const Int one = Int(u.divisor * w.divisor);
  const Int some = count_above<Int>(start, step, n, Int(0));            // u - w > 0
  const Int all = count_above<Int>(start, step, n, Int(one - Int(1)));  // u - w >= 1
  const Int between = Int(some - all);
  if (between == 0) return all;
  // Of a rising difference the first are below 0 and the last at least 1; of a falling one the other way round.
  const Int first = step >= 0 ? Int(q0 + n - some) : Int(q0 + all);
  return Int(all + sum_floor<Int>(u, first, between) - sum_floor<Int>(w, first, between));
}

// The N with the same place in their blocks: their scaled errors are a staircase in q without blocks.
template <class Int>
void add_residue(Misrounded<Int>& into, const Piece<Int>& piece, const Objective<Int>& e, const Int& residue) {
  const Int start = Int(residue - piece.offset);  // N = q * block + start
  const Int q0 = ceil_div<Int>(Int(piece.lo - start), piece.block);
  const Int n = Int(floor_div<Int>(Int(piece.hi - start), piece.block) - q0 + Int(1));
  if (n <= 0) return;
  const Int two = 2;
  const Line<Int> out{piece.slope, piece.addend, piece.divisor};
  const Int step = Int(e.a * piece.block * two);
  const Int rest = Int((e.a * start + e.k) * two);  // 2 * scaled error = step * q + rest + 2 * b * floor(out)
  const Int scale = Int(e.b * two);
  into.above += count_ahead<Int>(out, {Int(-step), Int(e.b - rest), scale}, q0, n);
  // floor(out) < w is floor(-w) + 1 > ... : with -floor(out) = floor((-numerator + divisor - 1) / divisor), and
  // -floor(out) > -w exactly where it is above floor(-w).
  const Line<Int> minus_out{Int(-piece.slope), Int(piece.divisor - Int(1) - piece.addend), piece.divisor};
  into.below += count_ahead<Int>(minus_out, {step, Int(e.b + rest), scale}, q0, n);
  if (!piece.ties || !piece.ties->up) return;
  const Ties<Int>& ties = *piece.ties;
  const Int first = Int(q0 + floor_mod<Int>(Int(*ties.up - q0), ties.period));
  const Int last_q = Int(q0 + n - Int(1));
  if (first > last_q) return;
  const Int members = Int(floor_div<Int>(Int(last_q - first), ties.period) + Int(1));
  // On these q the floor is exact, so that it is linear from one to the next.
  const auto scaled = [&](const Int& q) {
    return Int(e.a * (q * piece.block + start) + e.b * (piece.value_of(q) - Int(1)) + e.k);
  };
  const Int low = scaled(first);
  const Int rise = members > 1 ? Int(scaled(Int(first + ties.period)) - low) : Int(0);
  Misrounded<Int> down, up;
  add_line<Int>(down, low, rise, members, e.b);
  add_line<Int>(up, Int(low + e.b), rise, members, e.b);
  into.above += up.above - down.above;
  into.below += up.below - down.below;
}

template <class Int>
Misrounded<Int> by_residue(const Piece<Int>& piece, const Objective<Int>& e) {
  Misrounded<Int> counted;
  for (Int residue = 0; residue < piece.block; residue += Int(1)) add_residue<Int>(counted, piece, e, residue);
  return counted;
}

}  // namespace

template <class Int>
Misrounded<Int> misrounded_on_line(const Int& start, const Int& step, const Int& n, const Int& unit) {
  const Int twice = Int(step + step), first = Int(start + start), last = Int(first + twice * Int(n - Int(1)));
  const Int& highest = step > 0 ? last : first;
  const Int& lowest = step > 0 ? first : last;
  Misrounded<Int> counted;
  if (highest > unit) counted.above = count_above<Int>(first, twice, n, unit);
  if (lowest < -unit) counted.below = count_above<Int>(Int(-first), Int(-twice), n, unit);
  return counted;
}

template <class Int>
Misrounded<Int> misrounded_in(const Piece<Int>& piece, const Objective<Int>& scaled_error) {
  if (piece.slope == 0) {
    Misrounded<Int> counted;
    add_level<Int>(counted, scaled_error, piece.value(piece.lo), piece.lo, piece.hi);
    return counted;
  }
  const Int change = Int(piece.value(piece.hi) - piece.value(piece.lo));
  const Int levels = change < 0 ? Int(-change) : change;
  const Int blocks = Int(piece.block_of(piece.hi) - piece.block_of(piece.lo));
  const Int runs = levels < blocks ? levels : blocks;
  if (runs > piece.block * Int(16)) return by_residue<Int>(piece, scaled_error);
  return levels < blocks ? by_level<Int>(piece, scaled_error) : by_block<Int>(piece, scaled_error);
}

#define HALFLSB_INSTANTIATE(Int)                                                                                 \
  template Misrounded<Int> misrounded_on_line(const Int& start, const Int& step, const Int& n, const Int& unit); \
  template Misrounded<Int> misrounded_in(const Piece<Int>& piece, const Objective<Int>& scaled_error);
HALFLSB_INSTANTIATE(Checked)
HALFLSB_INSTANTIATE(Integer)
#undef HALFLSB_INSTANTIATE

}  // namespace halflsb
