#include "harness/certificate/checker.h"

#include "harness/certificate/checker_descent.h"
#include "harness/certificate/checker_steps.h"

namespace halflsb::checker {
namespace {

// Bytes of the question times evaluations of it: some seconds' work.
constexpr std::size_t kMostWork = 200'000'000;
constexpr int kMostHeadroom = 1 << 14;

void expect(bool holds, const std::string& identity) {
  if (!holds) throw Fails{identity};
}

struct Range {
  Integer lo = 0, hi = 0;
};

Range read_range(const Json& object, const char* key) {
  const Json& range = object.at(key);
  expect_keys(range, {"lo", "hi"});
  return {integer(range, "lo"), integer(range, "hi")};
}

std::optional<Integer> integer_or_null(const Json& object, const char* key) {
  if (object.at(key).is_null()) return std::nullopt;
  return integer(object, key);
}

struct Question {
  Steps steps;          // of which overflow is asked
  Steps clamped_steps;  // and the clamp to the output
  Range accumulator;
  std::optional<Range> output;
  Integer unit = 1, slope = 0, at_zero = 0;  // unit * real(N) = slope * N + at_zero
  std::string name;
};

Question read_question(const Json& json) {
  expect_keys(json, {"scheme", "parameters", "steps", "factor", "zero_point", "real_offset", "accumulator", "output"});
  Question q;
  q.steps = read_steps(array(json, "steps"));
  q.accumulator = read_range(json, "accumulator");
  expect(q.accumulator.lo <= q.accumulator.hi, "accumulator: lo <= hi");
  const Integer zero_point = integer(json, "zero_point");
  if (const Json& parameters = json.at("parameters"); json.at("scheme").is_null() && parameters.is_null()) {
    q.name = "the listed steps";
  } else {
    q.name = text(json, "scheme");
    expect(!q.steps.empty() && published_steps(q.name, parameters, zero_point, q.steps[0].width) == q.steps,
           "the steps are those of " + q.name);
    for (const auto& [key, value] : parameters.items()) q.name += " " + key + "=" + value.get<std::string>();
  }
  const Rational factor = rational(json, "factor"), at_zero = Rational(zero_point) + rational(json, "real_offset");
  q.unit = denominator(factor) * denominator(at_zero);
  q.slope = numerator(factor) * denominator(at_zero);
  q.at_zero = numerator(at_zero) * denominator(factor);
  q.clamped_steps = q.steps;
  if (!json.at("output").is_null()) {
    q.output = read_range(json, "output");
    expect(q.output->lo <= q.output->hi, "output: lo <= hi");
    q.clamped_steps.push_back({"clamp", 1, 0, 1, Rounding::down, 1, true, q.output->lo, q.output->hi});
  }
  return q;
}

// unit * e(N) = a*N + unit*out(N) + k on some interval of N.
struct Line {
  Integer a, k;
  bool unsaturated;
};

// Lemma: real(N) is monotone, so that where both ends lie beyond a rail, or neither does, all N between them do.
Line line_between(const Question& q, const Integer& lo, const Integer& hi) {
  const Line linear{-q.slope, -q.at_zero, q.output.has_value()};
  if (!q.output) return linear;
  const Integer at_lo = q.slope * lo + q.at_zero, at_hi = q.slope * hi + q.at_zero;
  const Integer bottom = q.unit * q.output->lo, top = q.unit * q.output->hi;
  if (at_lo < bottom && at_hi < bottom) return {0, -bottom, false};
  if (at_lo > top && at_hi > top) return {0, -top, false};
  expect(std::min(at_lo, at_hi) >= bottom && std::max(at_lo, at_hi) <= top,
         "the real value leaves the output range within");
  return linear;
}

// An order of all N: of e(N), sign 1 or -1, then of smaller |N|, then of the positive one. Its highest N is the witness.
struct Order {
  Integer weight;
  int sign;
  [[nodiscard]] Integer on_error(const Integer& scaled_error) const { return sign * weight * scaled_error; }
  [[nodiscard]] Integer of(const Integer& scaled_error, const Integer& n) const {
    return on_error(scaled_error) - 2 * abs(n) + (n >= 0 ? 1 : 0);
  }
};

struct Claim {
  Order order;
  Integer highest;  // the witness's place in the order
};

struct Sums {
  Integer error = 0, count = 0, misrounded = 0;
};

// How many N in [lo, hi] have slope*N + rest > 0.
Integer count_positive(const Integer& slope, const Integer& rest, const Integer& lo, const Integer& hi) {
  if (slope == 0) return rest > 0 ? Integer(hi - lo + 1) : Integer(0);
  if (slope < 0) return count_positive(-slope, rest, -hi, -lo);
  const Integer first = floor_quotient(-rest, slope) + 1;
  return first > hi ? Integer(0) : Integer(hi - std::max(first, lo) + 1);
}

class Piece {
 public:
  Piece(const Question& q, const Json& json)
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

  [[nodiscard]] const Line& line() const { return line_; }
  [[nodiscard]] bool has_levels() const { return !levels_.empty(); }

  // Every N of the piece is at most as high as the claim's witness.
  void expect_highest(const Claim& claim) const {
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

  [[nodiscard]] Sums sums() const {
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
      sums.misrounded += count_positive(2 * line_.a, rest - q_.unit, from, to) +
                         count_positive(-2 * line_.a, -rest - q_.unit, from, to);
    }
    return sums;
  }

 private:
  void read_form(const Json& json) {
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
  void read_descents(const Json& json) {
    first_ = floor_quotient(lo_ + form_.block_offset, form_.block) + 1;
    last_ = floor_quotient(hi_ + form_.block_offset, form_.block) - 1;
    expect(first_ - 1 < last_ + 1, "more than one block");
    ends_ = {lo_, first_ * form_.block - form_.block_offset - 1, (last_ + 1) * form_.block - form_.block_offset, hi_};
    const Integer d = form_.slope * first_ + form_.addend;
    descent_.emplace(array(json, "descent"), last_ - first_, form_.slope, d, form_.divisor);
    if (form_.period == 0) return;
    ties_descent_.emplace(array(json.at("ties"), "descent"), last_ - first_, form_.slope, d + 1, form_.divisor);
  }

  void read_levels(const Json& ends) {
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

  [[nodiscard]] Integer place(const Claim& claim, const Integer& n) const {
    return claim.order.of(line_.a * n + q_.unit * output_of(q_.clamped_steps, n) + line_.k, n);
  }

  // The first q >= from that is `residue` modulo the period.
  [[nodiscard]] Integer first_tie(const Integer& from, const Integer& residue) const {
    return residue - floor_quotient(residue - from, form_.period) * form_.period;
  }

  [[nodiscard]] Integer sum_of_blocks() const {
    Integer sum = descent_->sum();
    if (form_.period == 0 || !form_.up) return sum;
    return sum + floor_quotient(last_ - *form_.up, form_.period) - floor_quotient(first_ - 1 - *form_.up, form_.period);
  }

  const Question& q_;
  Integer lo_, hi_;
  Line line_;
  bool constant_ = false;
  Form form_;
  Integer first_, last_;       // the whole blocks
  std::vector<Integer> ends_;  // of the cut blocks, or of the constant
  std::optional<Descent> descent_, ties_descent_;
  std::vector<std::pair<Integer, Integer>> levels_;
};

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

// Every step is monotone, so that the N on which none overflows are an interval.
void check_overflow(const Question& q, const Json& claim) {
  expect_keys(claim, {"possible", "step", "witness", "safe_accumulator", "headroom_bits"});
  const auto safe = [&](const Integer& n) { return !first_overflow(q.steps, {n}); };
  const auto& [lo, hi] = q.accumulator;
  const bool possible = boolean(claim, "possible");
  if (possible) {
    const Integer n = integer(claim, "witness");
    expect(lo <= n && n <= hi, "the overflow's witness is in the range");
    const auto first = first_overflow(q.steps, {n});
    expect(first && q.steps[*first].name == text(claim, "step"), "that step is the first to overflow at the witness");
    const Integer from = std::max(lo, Integer(1 - abs(n))), to = std::min(hi, Integer(abs(n) - 1));
    expect(from > to || (safe(from) && safe(to)), "no N nearer to 0 overflows");
    expect(n >= 0 || -n > hi || safe(-n), "the positive N of that size does not overflow");
  } else {
    expect(claim.at("witness").is_null() && claim.at("step").is_null(), "no witness without overflow");
    expect(safe(lo) && safe(hi), "no step overflows in the range");
  }
  const bool zero_is_safe = safe(0);
  expect(claim.at("safe_accumulator").is_null() != zero_is_safe, "safe_accumulator is null if N = 0 overflows");
  bool limited = false;
  if (zero_is_safe) {
    expect_keys(claim.at("safe_accumulator"), {"lo", "hi"});
    for (const int side : {-1, 1}) {
      const auto end = integer_or_null(claim.at("safe_accumulator"), side < 0 ? "lo" : "hi");
      if (!end) {
        expect(!first_overflow(q.steps, {0, side}), "no N is too far from 0");
        continue;
      }
      expect(*end * side >= 0 && safe(*end) && !safe(*end + side), "the safe accumulators end there");
      limited = limited || (side < 0 ? lo < 0 : hi > 0);
    }
  }
  const auto bits = integer_or_null(claim, "headroom_bits");
  expect(bits.has_value() == (!possible && limited), "headroom_bits is null if there is overflow or no limit");
  if (!bits) return;
  expect(*bits >= 0 && *bits <= kMostHeadroom, "headroom_bits has a possible value");
  const auto fits = [&](unsigned shift) {
    return safe(lo * (Integer(1) << shift)) && safe(hi * (Integer(1) << shift));
  };
  expect(fits(static_cast<unsigned>(*bits)) && !fits(static_cast<unsigned>(*bits) + 1), "headroom_bits is the largest");
}

struct Extreme {
  Rational value;
  Integer n;
};

Extreme read_extreme(const Json& object, const char* key) {
  expect_keys(object.at(key), {"value", "accumulator"});
  return {rational(object.at(key), "value"), integer(object.at(key), "accumulator")};
}

// What the witness proves by itself: its error. That none is higher is for the pieces to prove.
Claim claim_of(const Question& q, const Extreme& extreme, int sign) {
  const auto& [lo, hi] = q.accumulator;
  const std::string name = sign > 0 ? "max" : "min";
  expect(lo <= extreme.n && extreme.n <= hi, name + ": the witness is in the range");
  const Line line = line_between(q, extreme.n, extreme.n);
  const Integer scaled = line.a * extreme.n + q.unit * output_of(q.clamped_steps, extreme.n) + line.k;
  expect(Rational(scaled, q.unit) == extreme.value, name + ": value is the witness's error");
  const Order order{2 * (std::max(abs(lo), abs(hi)) + 1), sign};
  return {order, order.of(scaled, extreme.n)};
}

bool is_max_abs(const Extreme& claimed, const Extreme& max, const Extreme& min) {
  const auto better = [](const Extreme& a, const Extreme& b) {
    if (abs(a.value) != abs(b.value)) return abs(a.value) > abs(b.value);
    return abs(a.n) != abs(b.n) ? abs(a.n) < abs(b.n) : a.n > b.n;
  };
  const Extreme& worse = better(min, max) ? min : max;
  return claimed.value == abs(worse.value) && claimed.n == worse.n;
}

std::string check_all(const Json& json) {
  expect_keys(json, {"certificate", "version", "question", "covers", "claims", "pieces"});
  if (text(json, "certificate") != "halflsb prove" || text(json, "version") != "1")
    throw Unreadable{"not a halflsb certificate of version 1"};
  std::size_t evaluations = array(json, "pieces").size();
  for (const Json& piece : json.at("pieces")) {
    if (piece.is_object() && piece.contains("level_ends")) evaluations += piece.at("level_ends").size();
  }
  if (evaluations * json.at("question").dump().size() > kMostWork)
    throw Unreadable{"too many pieces for so long a question"};
  const Question q = read_question(json.at("question"));
  const Json& claims = json.at("claims");
  expect_keys(claims, {"overflow", "error", "misrounded", "unsaturated"});
  check_overflow(q, claims.at("overflow"));

  const std::vector<Piece> pieces = read_pieces(q, json.at("pieces"));
  const Json& error = claims.at("error");
  expect_keys(error, {"max", "min", "max_abs", "mean"});
  const Extreme max = read_extreme(error, "max"), min = read_extreme(error, "min");
  const Claim highest = claim_of(q, max, 1), lowest = claim_of(q, min, -1);
  Sums all, unsaturated;
  bool counted = true;
  std::size_t index = 0;
  for (const Piece& piece : pieces) {
    try {
      piece.expect_highest(highest);
      piece.expect_highest(lowest);
    } catch (const Fails& fails) {
      throw Fails{"piece " + std::to_string(index) + ": " + fails.what};
    }
    const Sums sums = piece.sums();
    counted = counted && piece.has_levels();
    for (Sums* into : {&all, &unsaturated}) {
      if (into == &unsaturated && !piece.line().unsaturated) continue;
      into->error += sums.error;
      into->count += sums.count;
      into->misrounded += sums.misrounded;
    }
    ++index;
  }
  expect(is_max_abs(read_extreme(error, "max_abs"), max, min), "max_abs is the larger of max and min");
  const auto expect_mean = [&](const Json& object, const Sums& sums) {
    expect(rational(object, "mean") == Rational(sums.error, q.unit * sums.count), "mean is the sum by the number");
  };
  expect_mean(error, all);
  const auto expect_count = [&](const Json& object, const char* key, const Sums& sums) {
    const auto count = integer_or_null(object, key);
    expect(count ? counted && *count == sums.misrounded : !counted,
           "misrounded is the count, or null where pieces lack level_ends");
  };
  expect_count(claims, "misrounded", all);
  if (const Json& part = claims.at("unsaturated"); part.is_null()) {
    expect(unsaturated.count == 0, "unsaturated is null where no N is");
  } else {
    expect_keys(part, {"lo", "hi", "mean", "misrounded"});
    expect(unsaturated.count > 0, "some N is unsaturated");
    const Integer lo = integer(part, "lo"), hi = integer(part, "hi");
    // As many N as are unsaturated, and both ends are: these are all.
    expect(hi - lo + 1 == unsaturated.count && q.accumulator.lo <= lo && hi <= q.accumulator.hi &&
               line_between(q, lo, hi).unsaturated,
           "the unsaturated N are those");
    expect_mean(part, unsaturated);
    expect_count(part, "misrounded", unsaturated);
  }
  Json covers{"overflow", "extremes", "mean"};
  if (counted) covers.push_back("misrounded");
  expect(json.at("covers") == covers, "covers names what the claims hold");

  return q.name + ", N in [" + to_text(q.accumulator.lo) + ", " + to_text(q.accumulator.hi) + "]: error in [" +
         to_text(min.value) + ", " + to_text(max.value) + "] LSB, attained at N = " + to_text(min.n) + " and " +
         to_text(max.n) + ", mean " + text(error, "mean") +
         (counted ? ", misrounded " + text(claims, "misrounded") : "") + ", overflow " +
         (boolean(claims.at("overflow"), "possible") ? "at N = " + text(claims.at("overflow"), "witness")
                                                     : "impossible");
}

}  // namespace

Report check(const std::string& certificate) {
  try {
    return {Verdict::holds, check_all(parse(certificate))};
  } catch (const Fails& fails) {
    return {Verdict::fails, fails.what};
  } catch (const Unreadable& unreadable) {
    return {Verdict::unreadable, unreadable.what};
  }
}

}  // namespace halflsb::checker
