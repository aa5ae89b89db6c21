#include "harness/certificate/checker.h"

#include "harness/certificate/checker_piece.h"

namespace halflsb::checker {
namespace {

// Bytes of the question times evaluations of it: some seconds' work.
constexpr std::size_t kMostWork = 200'000'000;

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
      if (into == &unsaturated && !piece.unsaturated()) continue;
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
