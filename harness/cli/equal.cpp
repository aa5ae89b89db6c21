// halflsb equal: are two parameter sets or schemes identical on every accumulator of a range?
#include <fmt/format.h>

#include <iostream>
#include <sstream>

#include "harness/cli/batch.h"
#include "harness/cli/bound_json.h"
#include "harness/cli/scheme_flags.h"
#include "reference/bound/equal.h"
#include "reference/scheme/evaluate.h"

namespace halflsb::cli {
namespace {

struct EqualFlags {
  std::string a, b, acc;

  void add_to(CLI::App& app) {
    app.add_option("--a", a, "'FLAGS' of one side: a scheme with its parameters, as prove takes them");
    app.add_option("--b", b, "'FLAGS' of the other");
    app.add_option("--acc", acc, kAccumulatorRange);
  }
};

struct Options {
  EqualFlags flags;
  std::string format = "text", batch;
};

struct Compared {
  SchemeQuery a, b;
  Interval accumulator;
  Difference difference;
};

Result<SchemeQuery> side(const char* name, const std::string& text) {
  if (text.empty()) return Error{fmt::format("{} is missing (expected '--scheme NAME ...')", name)};
  const auto flags = parse_flags<SchemeFlags>(text);
  const auto query = flags ? resolve(*flags) : Result<SchemeQuery>(flags.error());
  if (!query) return Error{fmt::format("{}: {}", name, query.error().message)};
  if (!flags->acc.empty()) return Error{fmt::format("{}: --acc belongs beside --a and --b", name)};
  return query;
}

Result<Compared> compared(const EqualFlags& flags) {
  const auto a = side("--a", flags.a);
  if (!a) return a.error();
  const auto b = side("--b", flags.b);
  if (!b) return b.error();
  SchemeFlags range;
  range.acc = flags.acc;
  const auto accumulator = accumulator_range(range);
  if (!accumulator) return accumulator.error();
  const auto found = difference({a->scheme(), a->output}, {b->scheme(), b->output}, *accumulator);
  if (!found) return Error{"too many outputs on the range to compare (give an --output range on each side, or a narrower --acc)"};
  return Compared{*a, *b, *accumulator, *found};
}

Json json_of(const SchemeQuery& query) {
  return {{"scheme", query.recipe->name},
          {"parameters", parameters_json(query.parameters, query.zero_point)},
          {"output", output_json(query.output)}};
}

Json json_of(const Compared& compared) {
  const Difference& d = compared.difference;
  return {{"command", "equal"},
          {"identical", d.differing == 0},
          {"differing", halflsb::to_text(d.differing)},
          {"of", halflsb::to_text(Integer(compared.accumulator.hi - compared.accumulator.lo + 1))},
          {"max_difference", number(d.max_difference)},
          {"witness", d.witness ? Json(halflsb::to_text(*d.witness)) : Json()},
          {"max_difference_witness", d.at_most ? Json(halflsb::to_text(*d.at_most)) : Json()},
          {"accumulator", to_json(compared.accumulator)},
          {"a", json_of(compared.a)},
          {"b", json_of(compared.b)},
          {"method", "levels"}};
}

std::string text_of(const Compared& compared) {
  const Difference& d = compared.difference;
  const Integer of = compared.accumulator.hi - compared.accumulator.lo + 1;
  if (d.differing == 0) return fmt::format("identical on all {} accumulators\n", halflsb::to_text(of));
  const auto at = [&](const Integer& n) {
    const auto out = [&](const SchemeQuery& query) {
      const Integer value = evaluate(query.scheme(), n);
      return halflsb::to_text(query.output ? saturate(value, *query.output).value : value);
    };
    return fmt::format("N = {}: {} against {}", halflsb::to_text(n), out(compared.a), out(compared.b));
  };
  return fmt::format("differ on {} of {} accumulators, first at {}\n  largest difference {}, at {}\n", halflsb::to_text(d.differing),
                     halflsb::to_text(of), at(*d.witness), halflsb::to_text(d.max_difference), at(*d.at_most));
}

// A batch line has no quotes: what follows --a belongs to that side, up to --b, and the other way round. --acc may stand anywhere.
Result<EqualFlags> parse_line(const std::string& line, EqualFlags flags) {
  std::istringstream words(line);
  std::string* into = nullptr;
  for (std::string word; words >> word;) {
    if (word == "--a" || word == "--b") {
      into = word == "--a" ? &flags.a : &flags.b;
      into->clear();
    } else if (word == "--acc" && words >> word) {
      flags.acc = word;
    } else if (into == nullptr) {
      return Error{"a line starts with --a or --b (or --acc LO:HI)"};
    } else {
      *into += (into->empty() ? "" : " ") + word;
    }
  }
  return flags;
}

int exit_code_of(const Compared& compared) { return compared.difference.differing == 0 ? kHolds : kFinding; }

int run(const Options& options) {
  if (!options.batch.empty()) {
    return run_batch_lines("equal", options.batch, [&](const std::string& line) -> Result<BatchAnswer> {
      const auto flags = parse_line(line, options.flags);
      if (!flags) return flags.error();
      const auto result = compared(*flags);
      if (!result) return result.error();
      return BatchAnswer{json_of(*result), exit_code_of(*result)};
    });
  }
  const auto result = compared(options.flags);
  if (!result) return usage_error("equal", result.error().message);
  options.format == "json" ? print_line(json_of(*result)) : void(std::cout << text_of(*result));
  return exit_code_of(*result);
}

}  // namespace

void add_equal(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("equal", "are two parameter sets or schemes identical on every accumulator of a range?");
  auto options = std::make_shared<Options>();
  options->flags.add_to(*command);
  command->add_option("--batch", options->batch, "FILE (- is stdin): --a FLAGS --b FLAGS [--acc LO:HI] a line, without quotes");
  add_format(*command, options->format);
  command->callback([options, exit_code] { *exit_code = run(*options); });
}

}  // namespace halflsb::cli
