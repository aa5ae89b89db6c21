// What the choice of parameters is worth: factors log-uniform in [2^-24, 2), each the value of a float32; int8 outputs; Glow's recipe against
// the best parameters for the same 32-bit registers, and TFLite's two roundings against one. Every figure is proved, none is sampled.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <iostream>
#include <random>

#include "reference/bound/choose.h"
#include "reference/bound/prove.h"
#include "reference/scheme/recipe.h"

namespace halflsb {
namespace {

const Interval kInt8{-128, 127};

struct Case {
  Rational factor;
  Integer zero_point;
  Interval accumulator;
};

// What the prover says of one parameter set.
struct Verdict {
  double worst = 0;       // largest |error|, LSB
  double misrounded = 0;  // share of the unsaturated N
  bool overflow = false;
};

// One line of the table, over all factors.
struct Row {
  std::vector<double> worst, misrounded;
  int overflow = 0, none = 0;

  void add(const std::optional<Verdict>& verdict) {
    if (!verdict) return void(++none);
    worst.push_back(verdict->worst);
    misrounded.push_back(verdict->misrounded);
    overflow += verdict->overflow ? 1 : 0;
  }
};

Verdict judge(const Case& item, const Parameters& parameters) {
  const Scheme scheme = find_recipe(parameters.scheme)->steps(parameters, item.zero_point, kDefaultWidth);
  const ErrorBound bound = *error_bound({scheme, item.factor, item.zero_point, item.accumulator, kInt8});
  Verdict verdict;
  verdict.worst = to_decimal(max_abs(bound.extremes).value);
  if (const auto& part = bound.unsaturated) {
    verdict.misrounded = to_decimal(Rational(*part->misrounded, Integer(part->hi - part->lo + 1)));
  }
  verdict.overflow = overflow_of(scheme, item.accumulator).possible;
  return verdict;
}

std::optional<Verdict> by_recipe(const Case& item, std::string_view scheme) {
  const auto parameters = find_recipe(scheme)->derive({item.factor, std::nullopt, EffectiveScale::per_channel});
  return parameters ? std::optional(judge(item, *parameters)) : std::nullopt;
}

std::optional<Verdict> by_choice(const Case& item, const std::string& scheme) {
  ChoiceQuestion question;
  question.scheme = scheme;
  question.factor = item.factor;
  question.zero_point = item.zero_point;
  question.accumulator = item.accumulator;
  question.output = kInt8;
  const auto choice = choose(question);
  return choice ? std::optional(judge(item, choice->parameters)) : std::nullopt;
}

std::vector<Rational> draw_factors(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Rational> factors;
  while (factors.size() < count) {
    const double exponent = -24 + 25 * (static_cast<double>(random() >> 11) / 0x1p53);
    const auto factor = static_cast<float>(std::exp2(exponent));
    factors.push_back(Rational(Integer(static_cast<std::int64_t>(std::ldexp(factor, 48)))) / pow2_rational(48));
  }
  return factors;
}

// The N whose real value the output range does not clamp, and one more on either side; of those, the ones that are int32.
Interval unsaturated_and_one_more(const Rational& factor, const Integer& zero_point) {
  const auto quotient = [&](const Integer& rail) { return Rational(Rational(rail - zero_point) / factor); };
  const Interval int32 = signed_range(32);
  return {std::max<Integer>(Integer(round(quotient(kInt8.lo), RoundingMode::up) - 1), int32.lo),
          std::min<Integer>(Integer(round(quotient(kInt8.hi), RoundingMode::down) + 1), int32.hi)};
}

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

std::string line(const char* name, const Row& row) {
  const auto above = std::count_if(row.worst.begin(), row.worst.end(), [](double worst) { return worst > 0.501; });
  double misrounded = 0;
  for (const double share : row.misrounded) misrounded += share / static_cast<double>(row.misrounded.size());
  return fmt::format("  {:<30} {:>8.4f} {:>8.4f} {:>8.4f} {:>9} {:>10.4f} % {:>9.4f} % {:>9}{}\n", name,
                     quantile(row.worst, 0.5), quantile(row.worst, 0.99), quantile(row.worst, 1), above,
                     100 * misrounded, 100 * quantile(row.misrounded, 1), row.overflow,
                     row.none > 0 ? fmt::format("   no parameters for {}", row.none) : "");
}

struct Method {
  const char* name;
  std::optional<Verdict> (*judge)(const Case&);
};

constexpr std::array<Method, 6> kMethods{{
    {"glow, its recipe", [](const Case& item) { return by_recipe(item, "glow"); }},
    {"glow, halflsb choose", [](const Case& item) { return by_choice(item, "glow"); }},
    {"tflite double, its recipe", [](const Case& item) { return by_recipe(item, "tflite_double_rounding"); }},
    {"tflite double, halflsb choose", [](const Case& item) { return by_choice(item, "tflite_double_rounding"); }},
    {"tflite single, its recipe", [](const Case& item) { return by_recipe(item, "tflite_single_rounding"); }},
    {"tflite single, halflsb choose", [](const Case& item) { return by_choice(item, "tflite_single_rounding"); }},
}};

void study(std::size_t count, std::uint64_t seed) {
  const std::vector<Rational> factors = draw_factors(count, seed);
  std::cout << fmt::format(
      "{} factors log-uniform in [2^-24, 2), seed {}, output int8, registers of 32 bits\n"
      "{:<32} {:^26} {:>9} {:^23} {:>10}\n{:<32} {:>8} {:>8} {:>8} {:>9} {:>12} {:>11} {:>9}\n",
      count, seed, "", "worst |error|, LSB", "worst", "misrounded, unsaturated N", "can", "", "median", "99 %", "max",
      "> 0.501", "mean", "max", "overflow");
  for (const int zero_point : {0, -128}) {
    for (const bool wide : {true, false}) {
      std::cout << fmt::format("zero point {}, accumulators {}\n", zero_point,
                               wide ? "in +-2^20" : "unsaturated, and one more on either side");
      for (const Method& method : kMethods) {
        Row row;
        for (const Rational& factor : factors) {
          row.add(method.judge({factor, zero_point,
                                wide ? Interval{-pow2(20), pow2(20)} : unsaturated_and_one_more(factor, zero_point)}));
        }
        std::cout << line(method.name, row) << std::flush;
      }
    }
  }
}

}  // namespace
}  // namespace halflsb

int main(int argc, char** argv) {
  CLI::App app{
      "What the choice of requantization parameters is worth: recipes against the provably best, proved error by "
      "error."};
  std::size_t factors = 1000;
  std::uint64_t seed = 1;
  app.add_option("--factors", factors, "how many (1000)")->check(CLI::Range(1, 1000000));
  app.add_option("--seed", seed, "of the factors (1)");
  CLI11_PARSE(app, argc, argv);
  halflsb::study(factors, seed);
  return 0;
}
