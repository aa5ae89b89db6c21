#include "harness/certificate/smt2.h"

#include <fmt/format.h>

namespace halflsb {
namespace {

// SMT-LIB has no negative numerals.
std::string numeral(const Integer& value) {
  return value < 0 ? "(- " + to_text(Integer(-value)) + ")" : to_text(value);
}

std::string linear(const Integer& multiplier, const std::string& term, const Integer& addend) {
  const std::string product = multiplier == 1 ? term : fmt::format("(* {} {})", numeral(multiplier), term);
  return addend == 0 ? product : fmt::format("(+ {} {})", product, numeral(addend));
}

std::string clamp(const std::string& term, const Integer& lo, const Integer& hi) {
  return fmt::format("(ite (< {0} {1}) {1} (ite (> {0} {2}) {2} {0}))", term, numeral(lo), numeral(hi));
}

class Query {
 public:
  explicit Query(const Question& question) : question_(question) {
    const auto& [lo, hi] = question.accumulator;
    text_ =
        "(set-info :smt-lib-version 2.6)\n(set-option :produce-models true)\n(set-logic QF_LIA)\n(declare-const N "
        "Int)\n";
    text_ += fmt::format("(assert (<= {} N {}))\n", numeral(lo), numeral(hi));
    std::string value = "N";
    for (std::size_t i = 0; i < question.scheme.steps.size(); ++i) value = add_step(question.scheme.steps[i], i, value);
    add_error(value);
  }

  [[nodiscard]] const std::vector<std::string>& overflows() const { return overflows_; }
  [[nodiscard]] Integer scaled(const Rational& error) const {
    return numerator(error) * (question_.unit() / denominator(error));
  }

  [[nodiscard]] std::string asking(const std::string& condition, const std::string& after) const {
    return text_ + "(assert " + condition + ")\n(check-sat)\n" + after;
  }

 private:
  // The name of the step's value.
  std::string add_step(const Step& step, std::size_t index, const std::string& value) {
    text_ += fmt::format("; {}\n", step.name);
    const std::string name = fmt::format("v{}", index);
    std::string term = linear(step.multiplier, value, step.addend);
    if (step.divisor != 1) term = add_quotient(step, index, term);
    define(name, term);
    if (step.width == 0) return name;
    const Interval range = signed_range(step.width);
    if (!step.saturating) {
      overflows_.push_back(fmt::format("(not (<= {} {} {}))", numeral(range.lo), name, numeral(range.hi)));
      return name;
    }
    define("s" + name, clamp(name, range.lo, range.hi));
    return "s" + name;
  }

  // round(term / divisor) = floor((term + k) / divisor): lemma B10. Ties to even is the floor and a look at the remainder.
  std::string add_quotient(const Step& step, std::size_t index, const std::string& term) {
    const Integer &d = step.divisor, half = d / 2;
    const std::string w = fmt::format("w{}", index), q = fmt::format("q{}", index), r = fmt::format("r{}", index);
    define(w, term);
    const auto by_sign = [&](const Integer& not_negative, const Integer& negative) {
      return fmt::format("(+ {0} (ite (>= {0} 0) {1} {2}))", w, numeral(not_negative), numeral(negative));
    };
    std::string dividend = w;
    switch (step.rounding) {
      case RoundingMode::ties_away: dividend = by_sign(half, d - half - 1); break;
      case RoundingMode::toward_zero: dividend = by_sign(0, d - 1); break;
      case RoundingMode::ties_up: dividend = linear(1, w, half); break;
      case RoundingMode::up: dividend = linear(1, w, d - 1); break;
      case RoundingMode::ties_to_even:
      case RoundingMode::down: break;
    }
    text_ += fmt::format("(declare-const {} Int)\n(declare-const {} Int)\n", q, r);
    text_ += fmt::format("(assert (= {} (+ {} {})))\n(assert (<= 0 {} {}))\n", dividend, linear(d, q, 0), r, r,
                         numeral(d - 1));
    if (step.rounding != RoundingMode::ties_to_even) return q;
    const std::string pair = fmt::format("h{}", index), odd = fmt::format("o{}", index);
    text_ += fmt::format(
        "(declare-const {0} Int)\n(declare-const {1} Int)\n(assert (= {2} (+ (* 2 {0}) {1})))\n(assert (<= 0 {1} 1))\n",
        pair, odd, q);
    return fmt::format("(ite (or (> (* 2 {0}) {1}) (and (= (* 2 {0}) {1}) (= {2} 1))) (+ {3} 1) {3})", r, numeral(d),
                       odd, q);
  }

  // `error`: unit times the error of the scheme's value.
  void add_error(const std::string& value) {
    const Integer unit = question_.unit();
    const Integer at_zero = numerator(Rational((question_.zero_point + question_.offset) * unit));
    text_ += fmt::format("; unit = {}, real and error are times unit\n", to_text(unit));
    define("real", linear(scaled(question_.factor), "N", at_zero));
    std::string out = value, real = "real";
    if (question_.output) {
      const auto& [lo, hi] = *question_.output;
      define("out", clamp(value, lo, hi));
      define("clamped_real", clamp("real", unit * lo, unit * hi));
      out = "out";
      real = "clamped_real";
    }
    define("error", fmt::format("(- {} {})", linear(unit, out, 0), real));
  }

  void define(const std::string& name, const std::string& term) {
    text_ += fmt::format("(define-fun {} () Int {})\n", name, term);
  }

  const Question& question_;
  std::string text_;
  std::vector<std::string> overflows_;
};

// N comes before the witness: it is nearer to 0, or as near and positive.
std::string before(const Integer& witness) {
  const Integer size = abs(witness);
  return fmt::format("(< {} N {})", numeral(-size), numeral(witness < 0 ? Integer(size + 1) : size));
}

}  // namespace

std::string smt2_of(const Question& question, const Proof& proof) {
  const Query query(question);
  const auto& [max, min] = proof.error.extremes;
  std::string any =
      fmt::format("(> error {}) (< error {})", numeral(query.scaled(max.value)), numeral(query.scaled(min.value)));
  for (const std::string& overflow : query.overflows()) {
    const auto& witness = proof.overflow.witness;
    any += witness ? fmt::format(" (and {} {})", before(*witness), overflow) : " " + overflow;
  }
  return query.asking("(or " + any + ")", "");
}

std::string smt2_of(const Question& question, const Rational& bound) {
  const Query query(question);
  const Integer limit = numerator(bound) * question.unit();
  const std::string error = linear(denominator(bound), "error", 0);
  return query.asking(fmt::format("(or (>= {0} {1}) (<= {0} {2}))", error, numeral(limit), numeral(-limit)),
                      "(get-value (N))\n");
}

}  // namespace halflsb
