#include "harness/campaign/parameter_score.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "harness/campaign/corpus.h"
#include "harness/check/domain.h"
#include "harness/finding/render.h"
#include "harness/problem/bytes.h"
#include "harness/problem/text.h"
#include "harness/readers/read_file.h"
#include "harness/sweep/nearest.h"
#include "reference/scheme/evaluate.h"

namespace halflsb {
namespace {

template <class Number>
Number clamped(const Number& value, const OutputRange& range) {
  return std::clamp(value, Number(range.lo), Number(range.hi));
}

double decimal_error(const Requantization& rq, std::int64_t accumulator) {
  return std::abs(to_decimal(error_of(rq, Integer(accumulator))));
}

// What the fields of a problem's parameters say, for problems that share them.
std::string key_of(const Requantization& rq) { return minimal_text(RequantizeProblem{rq, {0}}); }

}  // namespace

Rational error_of(const Requantization& rq, const Integer& accumulator) {
  return error_of(rq, rq.scheme(0), accumulator);
}

Rational error_of(const Requantization& rq, const Scheme& scheme, const Integer& accumulator) {
  const Rational real = Rational(accumulator) * rq.real_factor(0) + Rational(rq.zero_point);
  const Integer out = clamped(evaluate(scheme, accumulator), rq.output);
  return Rational(out) - clamped(real, rq.output);
}

Question question_of(const Requantization& rq) {
  return {rq.scheme(0), rq.real_factor(0), rq.zero_point, Interval{INT32_MIN, INT32_MAX},
          Interval{rq.output.lo, rq.output.hi}};
}

ParameterScore score_of(const Requantization& rq, const std::vector<std::int64_t>& accumulators) {
  ParameterScore score{rq, {-1, 0}, {}, {}, {}};
  const auto proof = prove(question_of(rq));
  if (proof) score.proved = max_abs(proof->error.extremes);
  if (proof && proof->overflow.possible) score.witness = proof->overflow.witness;
  for (const std::int64_t n : accumulators) {
    const Rational error = abs(error_of(rq, Integer(n)));
    if (error > score.found.value) score.found = {error, Integer(n)};
    if (!score.witness || !trace(rq.scheme(0), Integer(n)).first_overflow) continue;
    keep_nearest(score.overflow_found, Integer(n));
  }
  return score;
}

std::vector<ParameterScore> scores_of_inputs(const std::string& directory, const halflsb_target& target,
                                             std::size_t most) {
  struct Met {
    Requantization requantization;
    std::vector<std::int64_t> accumulators;
    double worst = 0;
  };
  std::map<std::string, Met> sets;
  std::error_code error;
  for (std::filesystem::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    const auto bytes = read_file(at->path().string(), kMostInputBytes);
    if (!bytes) continue;
    const Problem problem = decode({reinterpret_cast<const std::uint8_t*>(bytes->data()), bytes->size()});
    const auto* requantize = std::get_if<RequantizeProblem>(&problem);
    if (requantize == nullptr || !outside_domain(target, problem).empty()) continue;
    if (!comparable(requantize->requantization)) continue;
    Met& met =
        sets.try_emplace(key_of(requantize->requantization), Met{requantize->requantization, {}, 0}).first->second;
    for (const std::int32_t n : requantize->accumulators) {
      met.accumulators.push_back(n);
      met.worst = std::max(met.worst, decimal_error(met.requantization, n));
    }
  }
  std::vector<const Met*> ranked;
  for (const auto& [key, met] : sets) {
    if (!met.accumulators.empty()) ranked.push_back(&met);
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const Met* a, const Met* b) { return a->worst > b->worst; });
  if (ranked.size() > most) ranked.resize(most);
  std::vector<ParameterScore> scores;
  for (const Met* met : ranked) scores.push_back(score_of(met->requantization, met->accumulators));
  return scores;
}

Json to_json(const ParameterScore& score) {
  const Requantization& rq = score.requantization;
  const auto text = [](const auto& value) { return value ? Json(to_text(*value)) : Json(); };
  Json json{{"scheme", rq.recipe().name},
            {"parameters", to_json(rq.of(0))},
            {"zero_point", rq.zero_point},
            {"output", {{"lo", rq.output.lo}, {"hi", rq.output.hi}}},
            {"width", rq.width},
            {"factor", to_text(rq.real_factor(0))},
            {"error", to_text(score.found.value)},
            {"error_decimal", to_decimal(score.found.value)},
            {"accumulator", to_text(score.found.accumulator)},
            {"proved", score.proved ? Json(to_text(score.proved->value)) : Json()},
            {"proved_decimal", score.proved ? Json(to_decimal(score.proved->value)) : Json()},
            {"overflow", Json()}};
  if (score.witness) {
    json["overflow"] = {{"possible", true},
                        {"witness", text(score.witness)},
                        {"found", text(score.overflow_found)},
                        {"reached", score.frontier_reached()}};
  }
  return json;
}

}  // namespace halflsb
