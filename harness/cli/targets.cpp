// halflsb targets: what this build can check.
#include <fmt/format.h>

#include <iostream>

#include "harness/check/domain.h"
#include "harness/check/registry.h"
#include "harness/cli/target_flags.h"
#include "targets/external/registry.h"

namespace halflsb::cli {
namespace {

Json text_or_null(const char* text) { return text == nullptr ? Json() : Json(text); }

struct TargetsCommand {
  std::string format = "text";
  PluginFlags plugins;
};

int targets_command(const TargetsCommand& options) {
  if (const auto error = options.plugins.load()) return usage_error("targets", error->message);
  const std::string& format = options.format;
  Json list = Json::array();
  for (const RegisteredTarget& registered : registered_targets()) {
    const halflsb_target& target = *registered.target;
    list.push_back(
        {{"name", target.name},
         {"kind", target.kind},
         {"contract", {{"scheme", text_or_null(target.scheme)}, {"tolerance", text_or_null(target.tolerance)}}},
         {"origin", registered.origin},
         {"expected", registered.expected_to_pass() ? "pass" : "fail"},
         {"defect", text_or_null(target.defect)},
         {"available", machine_supports(target)}});
    if (format == "json") continue;
    const std::string contract =
        target.scheme != nullptr ? target.scheme : fmt::format("within {} LSB", target.tolerance);
    std::cout << fmt::format("{:<46} {:<11} {:<23} {:<9} {}{}\n", target.name, target.kind, contract, registered.origin,
                             target.defect == nullptr ? "" : target.defect,
                             machine_supports(target) ? "" : "(unsupported on this machine)");
  }
  if (format == "json") print_line(list);
  std::size_t absent = 0;
  const char* const* names = external::absent_libraries(&absent);
  for (std::size_t i = 0; i < absent; ++i)
    std::cerr << "absent: " << names[i] << " was not found when this was built\n";
  return kHolds;
}

}  // namespace

void add_targets(CommandLine& app, int* exit_code) {
  CommandLine command = app.add_subcommand("targets", "lists the kernels under test");
  auto options = std::make_shared<TargetsCommand>();
  options->plugins.add_to(command);
  add_format(command, options->format);
  command.callback([options, exit_code] { *exit_code = targets_command(*options); });
}

}  // namespace halflsb::cli
