// halflsb derive: the parameters that a scheme's own recipe picks for a factor.
#include <fmt/format.h>

#include <iostream>

#include "harness/cli/batch.h"
#include "harness/cli/scheme_flags.h"
#include "harness/finding/render.h"

namespace halflsb::cli {
namespace {

struct DeriveCommand {
  SchemeFlags flags;
  std::string format = "text", batch;
};

// derive always asks the recipe: parameters beside the factor would leave nothing to derive.
Result<SchemeQuery> derived(const SchemeFlags& flags) {
  for (const std::string* given : {&flags.pre, &flags.scale, &flags.post, &flags.multiplier, &flags.shift}) {
    if (!given->empty()) return Error{"parameters are given already; derive takes --factor or --scales"};
  }
  return resolve(flags);
}

Result<BatchAnswer> answer(const SchemeFlags& flags) {
  const auto query = derived(flags);
  if (!query) return query.error();
  return BatchAnswer{{{"command", "derive"},
                      {"scheme", query->recipe->name},
                      {"factor", halflsb::to_text(query->factor)},
                      {"parameters", to_json(query->parameters)},
                      {"invalid_parameters", to_json(invalid_parameters(query->scheme()))}},
                     kHolds};
}

int derive_command(const DeriveCommand& options) {
  if (!options.batch.empty()) return run_batch<SchemeFlags>("derive", options.batch, options.flags, answer);
  const auto query = derived(options.flags);
  if (!query) return usage_error("derive", query.error().message);
  if (options.format == "json") {
    print_line(answer(options.flags)->json);
    return kHolds;
  }
  std::cout << fmt::format("{}  factor {}\n  {}\n  slope {}\n  {}\n", query->recipe->name, readable(query->factor),
                           to_text(query->parameters), readable(query->recipe->slope(query->parameters)),
                           query->recipe->formula);
  for (const InvalidParameter& item : invalid_parameters(query->scheme())) {
    std::cout << fmt::format("  invalid: {} {} {} in a register of {} bits\n", item.step, item.what,
                             halflsb::to_text(item.value), item.width);
  }
  return kHolds;
}

}  // namespace

void add_derive(CommandLine& app, int* exit_code) {
  CommandLine command = app.add_subcommand("derive", "the parameters that a scheme's own recipe picks for a factor");
  auto options = std::make_shared<DeriveCommand>();
  options->flags.add_to(command, "not used here");
  command.add_option("--batch", options->batch, "FILE (- is stdin): one set of flags a line, one JSON object each");
  add_format(command, options->format);
  command.callback([options, exit_code] { *exit_code = derive_command(*options); });
}

}  // namespace halflsb::cli
