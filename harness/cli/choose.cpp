// halflsb choose: the parameters with the smallest exact worst-case error that cannot overflow, beside the recipe's own.
#include "reference/bound/choose.h"

#include <fmt/format.h>

#include <iostream>

#include "harness/cli/batch.h"
#include "harness/cli/bound_json.h"
#include "harness/cli/scheme_flags.h"
#include "reference/exact/parse_number.h"

namespace halflsb::cli {
namespace {

struct ChooseFlags : SchemeFlags {
  bool clamp_first = false, front = false;

  void add_to(CommandLine& app) {
    SchemeFlags::add_to(app);
    app.add_flag("--clamp-first", clamp_first,
                 "clamp accumulators to those that can change the output before the multiplication");
    app.add_flag("--front", front,
                 "also the best choices that are safe on wider ranges: worst error against safe range");
  }
};

struct ChooseCommand {
  ChooseFlags flags;
  std::string format = "text", batch;
};

// A parameter set and what the prover says of it.
struct Judged {
  Parameters parameters;
  std::optional<Interval> clamp;
  ErrorBound error;
  Overflow overflow;
};

struct Chosen {
  ChoiceQuestion question;
  std::optional<Judged> chosen, recipe;
  std::string no_recipe;  // why there is none
  std::vector<Judged> front;
};

Judged judged(const ChoiceQuestion& q, const Parameters& parameters, const std::optional<Interval>& clamp) {
  const Scheme scheme = find_recipe(parameters.scheme)->steps(parameters, q.zero_point, q.width);
  const Interval& range = clamp ? *clamp : q.accumulator;
  return {parameters, clamp, *error_bound({scheme, q.factor, q.zero_point, q.accumulator, q.output}),
          overflow_of(scheme, range)};
}

// From the widest range that the register has to the narrowest: each is kept that has a smaller error than those before it.
std::vector<Judged> front_of(ChoiceQuestion q) {
  std::vector<Judged> front;
  for (int bits = q.width; bits >= 1; --bits) {
    const Interval range = signed_range(bits);
    if (range.lo >= q.accumulator.lo && range.hi <= q.accumulator.hi) break;  // not wider than what is asked for
    q.safe = range;
    const auto choice = choose(q);
    if (!choice) continue;
    if (!front.empty() && choice->max_abs_error >= max_abs(front.back().error.extremes).value) continue;
    front.push_back(judged(q, choice->parameters, {}));
  }
  return front;
}

Result<ChoiceQuestion> question_of(const ChooseFlags& flags) {
  for (const std::string* given : {&flags.scale, &flags.multiplier, &flags.shift, &flags.rounding}) {
    if (!given->empty()) return Error{"--scale, --multiplier, --shift and --rounding are what choose looks for"};
  }
  SchemeFlags source = flags;
  if (source.scheme.empty()) source.scheme = "glow";
  const bool known = find_recipe(source.scheme) != nullptr;
  if (known && source.scheme != "glow" && !source.scheme.starts_with("tflite_")) {
    return Error{"--scheme: choose does not know how to choose for " + in_quotes(source.scheme) +
                 " (expected glow, tflite_double_rounding or tflite_single_rounding)"};
  }
  ChoiceQuestion question;
  question.scheme = source.scheme;
  for (const auto& [text, into, name] :
       {std::tuple(&source.pre, &question.pre, "--pre"), std::tuple(&source.post, &question.post, "--post")}) {
    if (text->empty()) continue;
    if (question.scheme != "glow") return Error{std::string(name) + " is not a parameter of " + question.scheme};
    const auto count = parse_integer(*text, Interval{0, 63});
    if (!count) return Error{std::string(name) + ": " + count.error().message};
    *into = static_cast<int>(*count);
    text->clear();
  }
  // The scheme's own recipe may refuse a factor that choose can serve.
  SchemeFlags ideal = source;
  if (source.scheme != "glow" && !source.width.empty())
    return Error{"--width: " + source.scheme + " has widths of its own"};
  ideal.scheme = "ideal";
  ideal.width.clear();
  const auto query = find_recipe(source.scheme) == nullptr ? resolve(source) : resolve(ideal);
  if (!query) return query.error();
  question.factor = query->factor;
  question.zero_point = query->zero_point;
  question.output = query->output;
  if (!source.width.empty()) {
    const auto width = parse_integer(source.width, Interval{8, 64});
    if (!width) return Error{"--width: " + width.error().message};
    question.width = static_cast<int>(*width);
  }
  for (const auto& [fixed, name] : {std::pair(question.pre, "--pre"), std::pair(question.post, "--post")}) {
    if (fixed && *fixed >= question.width) return Error{std::string(name) + " is not below the register's width"};
  }
  const auto range = accumulator_range(flags);
  if (!range) return range.error();
  question.accumulator = *range;
  question.clamp_first = flags.clamp_first;
  if (flags.clamp_first && (!question.output || question.factor <= 0)) {
    return Error{"--clamp-first needs an output range and a factor above 0"};
  }
  return question;
}

Result<Chosen> chosen(const ChooseFlags& flags) {
  const auto question = question_of(flags);
  if (!question) return question.error();
  Chosen result{*question, {}, {}, "", {}};
  if (const auto choice = choose(*question)) result.chosen = judged(*question, choice->parameters, choice->clamp);
  SchemeFlags recipe_flags = flags;
  recipe_flags.scheme = question->scheme;
  recipe_flags.pre.clear();
  recipe_flags.post.clear();
  if (const auto recipe = resolve(recipe_flags)) {
    result.recipe = judged(*question, recipe->parameters, {});
  } else {
    result.no_recipe = recipe.error().message;
  }
  if (flags.front) result.front = front_of(*question);
  return result;
}

Json json_of(const Judged& judged, const ChoiceQuestion& question) {
  Json json{{"scheme", judged.parameters.scheme},
            {"parameters", parameters_json(judged.parameters, question.zero_point)},
            {"max_abs_error", rational(max_abs(judged.error.extremes).value)},
            {"misrounded",
             {{"count", halflsb::to_text(*judged.error.misrounded)},
              {"of", halflsb::to_text(Integer(question.accumulator.hi - question.accumulator.lo + 1))}}},
            {"unsaturated", unsaturated_json(judged.error.unsaturated)},
            {"overflow", to_json(judged.overflow)}};
  if (judged.clamp) json["clamp"] = to_json(*judged.clamp);
  return json;
}

Json json_of(const Chosen& result, bool front) {
  const ChoiceQuestion& q = result.question;
  Json json{{"command", "choose"},
            {"factor", halflsb::to_text(q.factor)},
            {"accumulator", to_json(q.accumulator)},
            {"output", output_json(q.output)},
            {"width", q.width},
            {"chosen", result.chosen ? json_of(*result.chosen, q) : Json()},
            {"recipe", result.recipe ? json_of(*result.recipe, q) : Json()}};
  if (!front) return json;
  json["front"] = Json::array();
  for (const Judged& judged : result.front) json["front"].push_back(json_of(judged, q));
  return json;
}

std::string row(const char* name, const Judged& judged, const ChoiceQuestion& q) {
  const Integer of = judged.error.unsaturated ? Integer(judged.error.unsaturated->hi - judged.error.unsaturated->lo + 1)
                                              : Integer(q.accumulator.hi - q.accumulator.lo + 1);
  const Integer count = judged.error.unsaturated ? *judged.error.unsaturated->misrounded : *judged.error.misrounded;
  std::string text = fmt::format(
      "  {:<8} {:<34} worst |error| {:<28} misrounded {:.4g} %   overflow {}\n", name, to_text(judged.parameters),
      readable(max_abs(judged.error.extremes).value), 100 * to_decimal(Rational(count, of)),
      judged.overflow.possible
          ? "POSSIBLE at N = " + halflsb::to_text(*judged.overflow.witness) + " (" + judged.overflow.step + ")"
          : "impossible");
  if (judged.clamp) {
    text += fmt::format("           clamp N to [{}, {}] first: no output changes\n", halflsb::to_text(judged.clamp->lo),
                        halflsb::to_text(judged.clamp->hi));
  }
  return text;
}

std::string text_of(const Chosen& result) {
  const ChoiceQuestion& q = result.question;
  std::string text = fmt::format("{}  factor {}  accumulators {} to {}\n", q.scheme, readable(q.factor),
                                 halflsb::to_text(q.accumulator.lo), halflsb::to_text(q.accumulator.hi));
  text += result.chosen ? row("chosen", *result.chosen, q) : "  chosen   nothing: every choice can overflow\n";
  text += result.recipe ? row("recipe", *result.recipe, q) : "  recipe   none: " + result.no_recipe + "\n";
  for (const Judged& judged : result.front) {
    const Overflow& overflow = judged.overflow;
    const auto end = [](const std::optional<Integer>& value) {
      return value ? halflsb::to_text(*value) : std::string("unbounded");
    };
    text += row("front", judged, q) +
            fmt::format("           safe N: {} to {}\n", end(overflow.safe_lo), end(overflow.safe_hi));
  }
  return text;
}

int choose_command(const ChooseCommand& options) {
  const auto exit_code_of = [](const Chosen& result) { return result.chosen ? kHolds : kUndecided; };
  if (!options.batch.empty()) {
    return run_batch<ChooseFlags>("choose", options.batch, options.flags,
                                  [&](const ChooseFlags& flags) -> Result<BatchAnswer> {
                                    const auto result = chosen(flags);
                                    if (!result) return result.error();
                                    return BatchAnswer{json_of(*result, flags.front), exit_code_of(*result)};
                                  });
  }
  const auto result = chosen(options.flags);
  if (!result) return usage_error("choose", result.error().message);
  options.format == "json" ? print_line(json_of(*result, options.flags.front)) : void(std::cout << text_of(*result));
  return exit_code_of(*result);
}

}  // namespace

void add_choose(CommandLine& app, int* exit_code) {
  CommandLine command = app.add_subcommand(
      "choose",
      "the parameters with the smallest exact worst-case error that cannot overflow, beside the recipe's own");
  auto options = std::make_shared<ChooseCommand>();
  options->flags.add_to(command);
  command.add_option("--batch", options->batch, "FILE (- is stdin): one set of flags a line, one JSON object each");
  add_format(command, options->format);
  command.callback([options, exit_code] { *exit_code = choose_command(*options); });
}

}  // namespace halflsb::cli
