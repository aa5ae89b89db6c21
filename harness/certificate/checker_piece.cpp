#include "harness/certificate/checker_piece.h"

namespace halflsb::checker {
namespace {

// How many N in [lo, hi] have slope*N + rest > 0.
Integer count_positive(const Integer& slope, const Integer& rest, const Integer& lo, const Integer& hi) {
  if (slope == 0) return rest > 0 ? Integer(hi - lo + 1) : Integer(0);
  if (slope < 0) return count_positive(-slope, rest, -hi, -lo);
  const Integer first = floor_quotient(-rest, slope) + 1;
  return first > hi ? Integer(0) : Integer(hi - std::max(first, lo) + 1);
}

}  // namespace

Piece::Piece(const Question& q, const Json& json)
    : q_(q), lo_(integer(json, "lo")), hi_(integer(json, "hi")), line_(line_between(q, lo_, hi_)) {
  expect(lo_ >= 0 || hi_ < 0, "N of one sign");
  constant_ = json.contains("out");
  if (constant_) {
    expect_keys(json, {"lo", "hi", "out"});
    const Integer out = integer(json, "out");
    expect(output_of(q_.clamped_steps, lo_) == out && output_of(q_.clamped_steps, hi_) == out,
           "out(lo) = out(hi) = out");
    ends_ = {lo_, hi_};
    levels_ = {{lo_, hi_}};
    return;
  }
  expect_keys(json,
              {"lo", "hi", "block_offset", "block", "slope", "addend", "divisor", "ties", "descent", "level_ends"});
  read_form(json);
  read_descents(json);
  read_levels(json.at("level_ends"));
}

void Piece::expect_highest(const Claim& claim) const {
  for (const Integer& n : ends_) expect(place(claim, n) <= claim.highest, "no higher error at N = " + to_text(n));
  if (constant_ || first_ > last_) return;
  // N = q*block + start is the best of its block. The order is a*N + b*out + k.
  const Integer a = claim.order.on_error(line_.a) - (lo_ >= 0 ? 2 : -2), b = claim.order.on_error(q_.unit);
  const Integer k = claim.order.on_error(line_.k) + (lo_ >= 0 ? 1 : 0);
  const Integer start = (a > 0 ? Integer(form_.block - 1) : Integer(0)) - form_.block_offset;
  const bool upper = b < 0 && form_.period != 0;  // ties up, where less is higher
  const Descent& descent = upper ? *ties_descent_ : *descent_;
  expect(descent.at_most(a * form_.block, b, a * (first_ * form_.block + start) + k, claim.highest),
         "no higher error in the descent");
  const auto& residue = upper ? form_.down : form_.up;
  if (form_.period == 0 || !residue) return;
  // The ties that this left out are exact, so that the order is linear on them.
  const Integer from = first_tie(first_, *residue), to = first_tie(last_ - form_.period + 1, *residue);
  for (const Integer& q : {from, to}) {
    if (q < first_ || q > last_) continue;
    expect(place(claim, q * form_.block + start) <= claim.highest, "no higher error at the tie q = " + to_text(q));
  }
}

Sums Piece::sums() const {
  Sums sums;
  sums.count = hi_ - lo_ + 1;
  Integer outs = output_of(q_.clamped_steps, lo_) * (ends_[1] - lo_ + 1);
  if (!constant_) {
    outs += output_of(q_.clamped_steps, hi_) * (hi_ - ends_[2] + 1);
    if (first_ <= last_) outs += form_.block * sum_of_blocks();
  }
  sums.error = line_.a * ((lo_ + hi_) * sums.count / 2) + q_.unit * outs + line_.k * sums.count;
  for (const auto& [from, to] : levels_) {
    const Integer rest = 2 * (q_.unit * output_of(q_.clamped_steps, from) + line_.k);
    sums.misrounded +=
        count_positive(2 * line_.a, rest - q_.unit, from, to) + count_positive(-2 * line_.a, -rest - q_.unit, from, to);
  }
  return sums;
}

void Piece::read_form(const Json& json) {
  Form given;
  given.block_offset = integer(json, "block_offset");
  given.block = integer(json, "block");
  given.slope = integer(json, "slope");
  given.addend = integer(json, "addend");
  given.divisor = integer(json, "divisor");
  if (const Json& ties = json.at("ties"); !ties.is_null()) {
    expect_keys(ties, {"period", "up", "down", "descent"});
    given.period = integer(ties, "period");
    given.up = integer_or_null(ties, "up");
    given.down = integer_or_null(ties, "down");
  }
  form_ = form_between(q_.clamped_steps, lo_, hi_, given);
  expect(given.block_offset == form_.block_offset, "block_offset follows from the steps");
  expect(given.block == form_.block, "block follows from the steps");
  expect(given.slope == form_.slope, "slope follows from the steps");
  expect(given.addend == form_.addend, "addend follows from the steps");
  expect(given.divisor == form_.divisor, "divisor follows from the steps");
}

// The first and the last block may be cut; between them are whole ones.
void Piece::read_descents(const Json& json) {
  first_ = floor_quotient(lo_ + form_.block_offset, form_.block) + 1;
  last_ = floor_quotient(hi_ + form_.block_offset, form_.block) - 1;
  expect(first_ - 1 < last_ + 1, "more than one block");
  ends_ = {lo_, first_ * form_.block - form_.block_offset - 1, (last_ + 1) * form_.block - form_.block_offset, hi_};
  const Integer d = form_.slope * first_ + form_.addend;
  descent_.emplace(array(json, "descent"), last_ - first_, form_.slope, d, form_.divisor);
  if (form_.period == 0) return;
  ties_descent_.emplace(array(json.at("ties"), "descent"), last_ - first_, form_.slope, d + 1, form_.divisor);
}

void Piece::read_levels(const Json& ends) {
  if (ends.is_null()) return;
  Integer from = lo_;
  const auto add = [&](const Integer& to) {
    expect(from <= to && to <= hi_, "level_ends rise within the piece");
    expect(output_of(q_.clamped_steps, from) == output_of(q_.clamped_steps, to),
           "one output up to the level's end " + to_text(to));
    levels_.emplace_back(from, to);
    from = to + 1;
  };
  if (!ends.is_array()) throw Unreadable{"\"level_ends\" is neither a list nor null"};
  for (const Json& end : ends) add(to_integer(end, "level_ends"));
  add(hi_);
}

Integer Piece::place(const Claim& claim, const Integer& n) const {
  return claim.order.of(line_.a * n + q_.unit * output_of(q_.clamped_steps, n) + line_.k, n);
}

// The first q >= from that is `residue` modulo the period.
Integer Piece::first_tie(const Integer& from, const Integer& residue) const {
  return residue - floor_quotient(residue - from, form_.period) * form_.period;
}

Integer Piece::sum_of_blocks() const {
  Integer sum = descent_->sum();
  if (form_.period == 0 || !form_.up) return sum;
  return sum + floor_quotient(last_ - *form_.up, form_.period) - floor_quotient(first_ - 1 - *form_.up, form_.period);
}

std::vector<Piece> read_pieces(const Question& q, const Json& list) {
  std::vector<Piece> pieces;
  Integer next = q.accumulator.lo;
  for (const Json& item : list) {
    const std::string where = "piece " + std::to_string(pieces.size()) + ": ";
    if (!item.is_object() || !item.contains("lo") || !item.contains("hi"))
      throw Unreadable{where + "\"lo\" or \"hi\" is missing"};
    expect(integer(item, "lo") == next, where + "lo follows the piece before it");
    expect(integer(item, "hi") >= next, where + "lo <= hi");
    try {
      pieces.emplace_back(q, item);
    } catch (const Fails& fails) {
      throw Fails{where + fails.what};
    }
    next = integer(item, "hi") + 1;
  }
  expect(next == q.accumulator.hi + 1, "the pieces cover the accumulators");
  return pieces;
}

}  // namespace halflsb::checker
