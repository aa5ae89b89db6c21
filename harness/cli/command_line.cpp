#include "harness/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace halflsb::cli {

Flag& Flag::show_default() {
  option_->capture_default_str();
  return *this;
}

Flag& Flag::one_of(std::vector<std::string> values) {
  option_->check(CLI::IsMember(std::move(values)));
  return *this;
}

Flag& Flag::one_value_each() {
  option_->allow_extra_args(false);
  return *this;
}

CommandLine::CommandLine(const std::string& description)
    : owned_(std::make_shared<CLI::App>(description)), app_(owned_.get()) {
  app_->set_help_flag();
}

Flag CommandLine::add_option(const std::string& name, std::string& value, const std::string& help) {
  return Flag(app_->add_option(name, value, help));
}

Flag CommandLine::add_option(const std::string& name, std::vector<std::string>& values, const std::string& help) {
  return Flag(app_->add_option(name, values, help));
}

void CommandLine::add_flag(const std::string& name, bool& value, const std::string& help) {
  app_->add_flag(name, value, help);
}

void CommandLine::footer(const std::string& text) { app_->footer(text); }

CommandLine CommandLine::add_subcommand(const std::string& name, const std::string& help) {
  return CommandLine(app_->add_subcommand(name, help));
}

void CommandLine::callback(std::function<void()> run) { app_->callback(std::move(run)); }

void CommandLine::make_program(const std::string& name, const std::string& version) {
  app_->name(name);
  app_->set_help_flag("-h,--help", "Print this help message and exit");
  app_->set_version_flag("--version", version);
  app_->require_subcommand(1);
}

std::optional<Error> CommandLine::parse(std::vector<std::string> words) {
  std::reverse(words.begin(), words.end());  // CLI11 takes them last first
  try {
    app_->parse(std::move(words));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != 0) return Error{error.what()};
    app_->exit(error);  // --help, --version
  }
  return std::nullopt;
}

}  // namespace halflsb::cli
