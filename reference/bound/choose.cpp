#include "reference/bound/choose.h"

#include <cmath>

#include "reference/bound/arithmetic.h"
#include "reference/bound/family.h"
#include "reference/bound/search.h"

namespace halflsb {
namespace {

constexpr std::size_t kGlowProduct = 2, kHighMul = 2, kQ31Product = 1;  // the step that holds the scale

Parameters parameters_of(const ChoiceQuestion& question, const Integer& s, int pre, int post) {
  if (question.scheme == "glow") {
    return {"glow", {{"pre", Rational(pre)}, {"scale", Rational(s)}, {"post", Rational(post)}}};
  }
  const int shift = question.scheme == "tflite_single_rounding" ? 31 - post : -post;
  return {question.scheme, {{"multiplier", Rational(s)}, {"shift", Rational(shift)}}};
}

template <class Int>
class Chooser {
 public:
  explicit Chooser(const ChoiceQuestion& question) : question_(question) {}

  std::optional<Choice> run() {
    if (question_.clamp_first && !narrow_to_what_counts()) return std::nullopt;
    Question zones{{}, question_.factor, question_.zero_point, range_, question_.output, question_.arithmetic};
    zones_ = cut_at_zero<Int>(zones_of<Int>(zones));
    if (question_.output) output_ = SRange<Int>{as<Int>(question_.output->lo), as<Int>(question_.output->hi)};
    unit_ = as<Int>(zones.unit());
    Search<Int> search(unit_, spread());
    if (question_.scheme == "glow") {
      for (int pre = question_.pre.value_or(0); pre <= question_.pre.value_or(question_.width - 1); ++pre) {
        if (!search.hopeful(pre)) break;
        search.add_chain(members(pre, 0, question_.width - 1, kGlowProduct), pre);
      }
    } else if (question_.scheme == "tflite_single_rounding") {
      search.add_chain(members(0, 1, 63, kQ31Product), 0);
    } else {
      for (int post = -31; post <= 31; ++post) {
        search.add_chain(members(0, post, post, kHighMul), 0);
      }
    }
    const auto best = search.best();
    if (!best) return std::nullopt;
    Choice choice{parameters_of(question_, to_integer(best->s), best->pre, best->post),
                  Rational(to_integer(best->worst), to_integer(unit_)),
                  to_integer(best->misrounded),
                  {}};
    if (question_.clamp_first) choice.clamp = range_;
    return choice;
  }

 private:
  // Lemma B17: outside of the unsaturated N, widened by one on either side, the clamped real value is a rail. If the output is that rail at
  // the first such N, it is beyond it too, as outputs are monotone: N may be replaced by that first one.
  bool narrow_to_what_counts() {
    if (!question_.output || question_.factor <= 0) return false;
    const Rational& factor = question_.factor;
    const auto quotient = [&](const Integer& rail) { return Rational(Rational(rail - question_.zero_point) / factor); };
    const Integer first = round(quotient(question_.output->lo), RoundingMode::up);
    const Integer last = round(quotient(question_.output->hi), RoundingMode::down);
    range_.lo = std::max<Integer>(range_.lo, std::min<Integer>(Integer(first - 1), range_.hi));
    range_.hi = std::min<Integer>(range_.hi, std::max<Integer>(Integer(last + 1), range_.lo));
    return true;
  }

  Scheme scheme(int pre, int post) const {
    return find_recipe(question_.scheme)
        ->steps(parameters_of(question_, 1, pre, post), question_.zero_point, question_.width);
  }

  std::vector<Member<Int>> members(int pre, int first_post, int last_post, std::size_t variable) const {
    const Int most =
        question_.scheme == "glow" ? as<Int>(signed_range(question_.width).hi) : as<Int>(signed_range(32).hi);
    std::vector<Member<Int>> members;
    for (int post = first_post; post <= last_post; ++post) {
      Family<Int> family(bound_steps<Int>(scheme(pre, post)), variable, zones_, output_);
      auto safe = family.safe(as<Int>(range_.lo), as<Int>(range_.hi), most);
      if (safe && question_.safe) {
        const auto wider = family.safe(as<Int>(question_.safe->lo), as<Int>(question_.safe->hi), most);
        safe = wider ? std::optional(SRange<Int>{std::max(safe->lo, wider->lo), std::min(safe->hi, wider->hi)})
                     : std::nullopt;
      }
      if (safe && question_.clamp_first) keep_rails(family, *safe);
      const bool wanted = !question_.post || question_.scheme != "glow" || *question_.post == post;
      if (!safe || !wanted || safe->lo > safe->hi) safe = SRange<Int>{Int(1), Int(0)};
      members.push_back({std::move(family), *safe, post, hint(pre, post)});
    }
    return members;
  }

  // Those s with which the output at a clamped end is the rail. By lemma B14 that is from some s on where the end lies beyond the rail on its
  // own side of 0, and up to some s where it lies on the other side.
  void keep_rails(const Family<Int>& family, SRange<Int>& safe) const {
    const auto keep = [&](const Int& end, const Int& rail, bool from_some_on) {
      Int from = safe.lo, to = Int(safe.hi + Int(1));  // the first s that changes the answer
      while (from < to) {
        const Int middle = floor_div<Int>(Int(from + to), Int(2));
        const bool holds = family.output(middle, end) == rail;
        holds == from_some_on ? void(to = middle) : void(from = Int(middle + Int(1)));
      }
      from_some_on ? void(safe.lo = from) : void(safe.hi = Int(from - Int(1)));
    };
    const Int lo = as<Int>(range_.lo), hi = as<Int>(range_.hi);
    if (range_.lo != question_.accumulator.lo) keep(lo, output_->lo, lo < 0);
    if (range_.hi != question_.accumulator.hi) keep(hi, output_->hi, hi >= 0);
  }

  // About the multiplier whose product counts as the factor.
  Int hint(int pre, int post) const {
    const int exponent = question_.scheme == "tflite_double_rounding" ? 31 + post : pre + post;
    const double scaled = std::ldexp(nearest_factor_, exponent);
    return scaled > 0 ? Int(static_cast<std::int64_t>(std::min(scaled, 0x1p62))) : Int(0);
  }

  // The unsaturated N, and the factor that they share.
  Spread<Int> spread() const {
    Spread<Int> spread{as<Int>(abs(numerator(question_.factor))), Int(1), Int(0)};
    for (const Zone<Int>& zone : zones_) {
      if (question_.output && !zone.unsaturated) continue;
      if (spread.lo > spread.hi) spread.lo = zone.lo;
      spread.hi = zone.hi;
    }
    return spread;
  }

  const ChoiceQuestion& question_;
  double nearest_factor_ = to_decimal(question_.factor);
  Interval range_ = question_.accumulator;
  std::vector<Zone<Int>> zones_;
  std::optional<SRange<Int>> output_;
  Int unit_ = 1;
};

}  // namespace

std::optional<Choice> choose(const ChoiceQuestion& question) {
  return in_arithmetic(question.arithmetic, [&]<class Int>(Int) { return Chooser<Int>(question).run(); });
}

}  // namespace halflsb
