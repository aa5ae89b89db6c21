#include "reference/bound/search.h"

#include <tuple>

namespace halflsb {
namespace {

// The smallest s in [range.lo, range.hi] with holds(s), which then holds on; range.hi + 1 where there is none. Looks around `hint` first,
// then twice as far away each time.
template <class Int, class Holds>
Int first_that(const SRange<Int>& range, const Int& hint, Holds holds) {
  Int from = range.lo, to = Int(range.hi + Int(1));  // the answer is in [from, to]
  if (from >= to) return to;
  const Int start = hint < range.lo ? range.lo : (hint > range.hi ? range.hi : hint);
  const auto look = [&](const Int& s) {
    const bool held = holds(s);
    held ? void(to = s) : void(from = Int(s + Int(1)));
    return held;
  };
  const bool down = look(start);
  for (Int distance = 1; from < to; distance *= Int(2)) {
    const Int next = down ? Int(start - distance) : Int(start + distance);
    if (next < from || next >= to || look(next) != down) break;
  }
  while (from < to) look(floor_div<Int>(Int(from + to), Int(2)));
  return from;
}

// The first s of a range on which a growing function is not negative; range.hi + 1 where it is throughout. Looks around `hint` first, then
// where a straight line through the last values on either side is 0. The line is only a guess, and every other look halves the bracket.
template <class Int>
class Bracket {
 public:
  Bracket(const SRange<Int>& range, const Int& hint)
      : from_(range.lo),
        to_(Int(range.hi + Int(1))),
        start_(std::clamp(hint, range.lo, std::max(range.lo, range.hi))) {}

  [[nodiscard]] bool closed() const { return from_ >= to_; }
  [[nodiscard]] Int answer() const { return to_; }

  Int next() {
    if (!below_ && !above_) return start_;
    if (!below_ || !above_) {
      reach_ *= Int(4);
      return within(below_ ? Int(start_ + reach_) : Int(start_ - reach_));
    }
    halve_ = !halve_;
    if (halve_) return floor_div<Int>(Int(from_ + to_), Int(2));
    const double share = below_->value / (below_->value - above_->value);
    const double distance = share * to_double(Int(above_->s - below_->s));
    return within(distance > 0 && distance < 1e18 ? Int(below_->s + Int(static_cast<std::int64_t>(distance))) : from_);
  }
  void add(const Int& s, const Int& value) {
    if (value < 0) {
      from_ = Int(s + Int(1));
      below_ = Point{s, to_double(value)};
    } else {
      to_ = s;
      above_ = Point{s, to_double(value)};
    }
  }

 private:
  struct Point {
    Int s;
    double value;
  };
  [[nodiscard]] Int within(const Int& s) const { return s < from_ ? from_ : (s >= to_ ? Int(to_ - Int(1)) : s); }

  Int from_, to_;  // the answer is one of them or between
  Int start_, reach_ = 1;
  std::optional<Point> below_, above_;
  bool halve_ = true;
};

template <class Int>
auto key(const Found<Int>& found) {
  return std::tie(found.worst, found.misrounded, found.s, found.pre, found.post);
}

template <class Int>
void offer(std::optional<Found<Int>>& best, const Found<Int>& found) {
  if (!best || key(found) < key(*best)) best = found;
}

// The fewest misrounded among s in a range, the smallest of those. By lemma B14 the count is at least growing(lo) + shrinking(hi) between
// lo and hi, and constant where neither part changes.
template <class Int>
struct FewestMisrounded {
  const Family<Int>& family;
  Found<Int> base;
  std::optional<Found<Int>>& best;

  Int look(const Int& s, const Worst<Int>& counted) {
    Found<Int> found = base;
    found.s = s;
    found.misrounded = Int(counted.growing + counted.shrinking);
    offer(best, found);
    return found.misrounded;
  }
  void between(const Int& lo, const Int& hi, const Worst<Int>& at_lo, const Worst<Int>& at_hi) {
    if (hi - lo <= 1) return;
    if (at_lo.growing == at_hi.growing && at_lo.shrinking == at_hi.shrinking) return;
    Found<Int> least = base;
    least.s = Int(lo + Int(1));
    least.misrounded = Int(at_lo.growing + at_hi.shrinking);
    if (best && key(*best) <= key(least)) return;
    const Int middle = floor_div<Int>(Int(lo + hi), Int(2));
    const Worst<Int> at_middle = family.misrounded(middle);
    look(middle, at_middle);
    between(lo, middle, at_lo, at_middle);
    between(middle, hi, at_middle, at_hi);
  }
};

}  // namespace

template <class Int>
bool Search<Int>::hopeful(int pre) const {
  if (!worst_ || spread_.lo > spread_.hi) return true;
  const Int block = as<Int>(pow2(static_cast<unsigned>(pre)));
  const Int first = floor_div<Int>(spread_.lo, block), last = floor_div<Int>(spread_.hi, block);
  Int longest = block;
  if (first == last) {
    longest = Int(spread_.hi - spread_.lo + Int(1));
  } else if (last - first == 1) {
    const Int boundary = Int(last * block);
    longest = std::max(Int(boundary - spread_.lo), Int(spread_.hi - boundary + Int(1)));
  }
  return spread_.numerator * (longest - Int(1)) <= *worst_ * Int(2);
}

// Lemma B16b: the larger of a growing and a shrinking error is least where they cross, at the first s on which growing >= shrinking or at
// the one before it. Both are looked at on the way.
template <class Int>
Int Search<Int>::crossing(const Family<Int>& family, const SRange<Int>& range, const Int& hint,
                          std::optional<Int>& best) const {
  Bracket<Int> bracket(range, hint);
  while (!bracket.closed()) {
    const Int s = bracket.next();
    const Worst<Int> worst = family.worst(s);
    if (!best || worst.value() < *best) best = worst.value();
    bracket.add(s, Int(worst.growing - worst.shrinking));
  }
  return bracket.answer();
}

// The crossings of a chain's members, each looked for once.
template <class Int>
class Search<Int>::Crossings {
 public:
  Crossings(const Search& search, const std::vector<Member<Int>>& members)
      : search_(search), members_(members), found_(members.size()) {}

  // Lemma B16d: a member that holds its crossing leaves nothing better to those before it, as far as their allowed s count at least as much
  // as the smallest there: each is one of that member's, or lies beyond its largest and so beyond the crossing, where the
  // worst error is the growing one. The last member that seems to hold it, and from there back to the first that does; the first
  // of the chain where none does.
  std::size_t holder() {
    std::size_t i = members_.size() - 1;
    while (i > 0 && !(allows(i) && members_[i].hint < members_[i].safe.hi)) --i;
    while (i > 0 && !(allows(i) && at(i, members_[i].hint) <= members_[i].safe.hi)) --i;
    return i;
  }
  [[nodiscard]] bool allows(std::size_t i) const { return members_[i].safe.lo <= members_[i].safe.hi; }
  const Int& at(std::size_t i, const Int& hint) {
    if (!found_[i]) found_[i] = search_.crossing(members_[i].family, members_[i].safe, hint, best_);
    return *found_[i];
  }
  [[nodiscard]] const std::optional<Int>& best() const { return best_; }  // of all that were looked at

 private:
  const Search& search_;
  const std::vector<Member<Int>>& members_;
  std::vector<std::optional<Int>> found_;
  std::optional<Int> best_;
};

// Lemma B16c: s and 2s in the next member are the same function. A member whose every allowed s counts no more than one that lies before the
// crossing, here or earlier in the chain, has nothing better.
template <class Int>
void Search<Int>::add_chain(std::vector<Member<Int>> members, int pre) {
  Crossings crossings(*this, members);
  const std::size_t holder = crossings.holder();
  Int least = members[holder].safe.lo;  // of the holder, as the member at hand counts
  for (std::size_t i = holder; i-- > 0;) {
    least = ceil_div<Int>(least, Int(2));
    if (crossings.allows(i) && members[i].safe.lo < least) crossings.at(i, members[i].hint);
  }
  Int before = 0;  // the most that an allowed s before the crossing counts
  for (std::size_t i = holder; i < members.size(); ++i, before *= Int(2)) {
    const auto& [lo, hi] = members[i].safe;
    if (!crossings.allows(i) || hi <= before) continue;
    const Int& crossed = crossings.at(i, std::max(members[i].hint, before));
    if (crossed > lo && crossed > before) before = Int(crossed - Int(1));
  }
  const std::optional<Int> best = crossings.best();
  if (!best) return;
  if (!worst_ || *best < *worst_) worst_ = best;
  chains_.push_back({std::move(members), pre, *best});
}

template <class Int>
void Search<Int>::settle_member(const Member<Int>& member, int pre, const SRange<Int>& plateau,
                                std::optional<Found<Int>>& best) const {
  FewestMisrounded<Int> fewest{member.family, {*worst_, Int(0), plateau.lo, pre, member.post}, best};
  if (*worst_ * Int(2) <= unit_) {  // nothing is misrounded
    offer(best, fewest.base);
    return;
  }
  const Worst<Int> at_lo = member.family.misrounded(plateau.lo);
  fewest.look(plateau.lo, at_lo);
  if (plateau.hi == plateau.lo) return;
  const Worst<Int> at_hi = member.family.misrounded(plateau.hi);
  fewest.look(plateau.hi, at_hi);
  fewest.between(plateau.lo, plateau.hi, at_lo, at_hi);
}

// All s of the chain with the least worst error: in each member those between the first with shrinking <= worst and the last with
// growing <= worst.
template <class Int>
void Search<Int>::settle(const Chain& chain, std::optional<Found<Int>>& best) const {
  std::optional<Int> low_hint, high_hint;  // from the member before
  for (const Member<Int>& member : chain.members) {
    if (member.safe.lo > member.safe.hi) continue;
    const Int lo = first_that<Int>(member.safe, low_hint.value_or(member.hint),
                                   [&](const Int& s) { return member.family.worst(s).shrinking <= *worst_; });
    if (lo > member.safe.hi) continue;
    const Int hi = Int(first_that<Int>(SRange<Int>{lo, member.safe.hi}, high_hint.value_or(member.hint),
                                       [&](const Int& s) { return member.family.worst(s).growing > *worst_; }) -
                       Int(1));
    low_hint = Int(lo * Int(2));
    high_hint = Int(hi * Int(2));
    if (lo > hi) continue;
    settle_member(member, chain.pre, {lo, hi}, best);
    if (*worst_ * Int(2) <= unit_) return;  // later members need a larger s
  }
}

template <class Int>
std::optional<Found<Int>> Search<Int>::best() const {
  std::optional<Found<Int>> best;
  for (const Chain& chain : chains_) {
    if (chain.worst == *worst_) settle(chain, best);
  }
  return best;
}

#define HALFLSB_INSTANTIATE(Int) template class Search<Int>;
HALFLSB_INSTANTIATE(Checked)
HALFLSB_INSTANTIATE(Integer)
#undef HALFLSB_INSTANTIATE

}  // namespace halflsb
