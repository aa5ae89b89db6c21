// What the commands need of CLI11, compiled in one file: its header and the classes that it emits take longer to compile than the
// rest of any command.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "reference/exact/result.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace halflsb::cli {

class Flag {
 public:
  explicit Flag(CLI::Option* option) : option_(option) {}
  Flag& show_default();                           // in --help: the value that the variable has now
  Flag& one_of(std::vector<std::string> values);  // anything else is a usage error
  Flag& one_value_each();                         // of a list: what follows the first value is not part of it

 private:
  CLI::Option* option_;
};

// A program's flags and commands, or those of one command. Variables must outlive the parse.
class CommandLine {
 public:
  explicit CommandLine(const std::string& description);  // a whole one, without --help

  // A name without dashes is a positional argument.
  Flag add_option(const std::string& name, std::string& value, const std::string& help);
  Flag add_option(const std::string& name, std::vector<std::string>& values, const std::string& help);
  void add_flag(const std::string& name, bool& value, const std::string& help);
  void footer(const std::string& text);

  CommandLine add_subcommand(const std::string& name, const std::string& help);
  void callback(std::function<void()> run);  // once its command has been parsed

  // Makes it the program's: with its name, --help, --version and one command that must be given.
  void make_program(const std::string& name, const std::string& version);

  // The words behind the program's name. Prints what --help and --version ask for; then, or where all is well, the result is empty.
  // The error is one line.
  [[nodiscard]] std::optional<Error> parse(std::vector<std::string> words);

 private:
  explicit CommandLine(CLI::App* command) : app_(command) {}

  std::shared_ptr<CLI::App> owned_;
  CLI::App* app_;
};

}  // namespace halflsb::cli
