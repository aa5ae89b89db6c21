// What a proof costs: library calls on one core over 1000 random parameter sets on the full int32 range. The time of one iteration
// is one call; `median_us` is the median over the sets, each the least of five calls in a row.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <random>

#include "reference/bound/choose.h"
#include "reference/bound/levels.h"
#include "reference/bound/overflow.h"
#include "reference/scheme/recipe.h"

namespace halflsb {
namespace {

using Clock = std::chrono::steady_clock;

// Factors log-uniform in [2^-24, 2), quotients of float32 scales as in a model; the recipe's own parameters.
std::vector<Question> random_questions(const char* scheme, bool clamped) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> exponent(-24, 1), mantissa(1, 2);
  const Recipe& recipe = *find_recipe(scheme);
  std::vector<Question> questions;
  while (questions.size() < 1000) {
    const auto exact = [](double value) {
      return Rational(Integer(static_cast<std::int64_t>(value * (1 << 23))), Integer(1) << 23);
    };
    const FactorSource::Scales scales{exact(mantissa(random)) * pow2_rational(static_cast<int>(exponent(random))),
                                      exact(mantissa(random)) * pow2_rational(-6),
                                      exact(mantissa(random)) * pow2_rational(-6)};
    FactorSource source{scales.input * scales.filter / scales.output, scales, EffectiveScale::per_channel};
    const auto parameters = recipe.derive(source);
    if (!parameters) continue;
    const Integer zero_point = clamped ? -128 + static_cast<int>(random() % 256) : 0;
    questions.push_back({recipe.steps(*parameters, zero_point, 32), source.factor, zero_point, signed_range(32),
                         clamped ? std::optional(Interval{-128, 127}) : std::nullopt});
  }
  return questions;
}

template <class Call>
void measure(benchmark::State& state, const std::vector<Question>& questions, Call call) {
  std::vector<double> least(questions.size(), 1e9);
  constexpr std::size_t kCalls = 5;
  std::size_t call_number = 0;
  for (auto _ : state) {
    const std::size_t i = call_number++ / kCalls % questions.size();
    const auto start = Clock::now();
    benchmark::DoNotOptimize(call(questions[i]));
    const std::chrono::duration<double, std::micro> elapsed = Clock::now() - start;
    least[i] = std::min(least[i], elapsed.count());
  }
  std::nth_element(least.begin(), least.begin() + 500, least.end());
  state.counters["median_us"] = least[500];
}

template <class Call>
void add(const std::string& name, const char* scheme, bool clamped, Call call) {
  benchmark::RegisterBenchmark(
      (name + "/" + scheme + (clamped ? "/int8" : "")).c_str(),
      [=](benchmark::State& state) { measure(state, random_questions(scheme, clamped), call); })
      ->Iterations(5000)
      ->Unit(benchmark::kMicrosecond);
}

const int kRegistered = [] {
  for (const char* scheme : {"glow", "tflite_double_rounding", "tflite_single_rounding", "ideal"}) {
    add("max_and_min", scheme, false, [](const Question& q) { return scaled_extremes(q); });
    add("max_and_min", scheme, true, [](const Question& q) { return scaled_extremes(q); });
    add("mean_and_overflow", scheme, true,
        [](const Question& q) { return std::pair(error_bound(q, false), overflow_of(q.scheme, q.accumulator)); });
    add("misrounded", scheme, true, [](const Question& q) { return error_bound(q); });
    add("misrounded", scheme, false, [](const Question& q) { return error_bound(q); });
    add("levels", scheme, true, [](const Question& q) { return error_bound_by_levels(q, Thresholds::closed_form); });
    add("levels_by_bisection", scheme, true,
        [](const Question& q) { return error_bound_by_levels(q, Thresholds::bisection); });
  }
  for (const char* scheme : {"glow", "tflite_double_rounding", "tflite_single_rounding"}) {
    add("choose", scheme, true, [=](const Question& q) {
      ChoiceQuestion question;
      question.scheme = scheme;
      question.factor = q.factor;
      question.zero_point = q.zero_point;
      question.accumulator = {-pow2(20), pow2(20)};
      question.output = q.output;
      return choose(question);
    });
  }
  return 0;
}();

}  // namespace
}  // namespace halflsb
