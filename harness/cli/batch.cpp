#include "harness/cli/batch.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace halflsb::cli {
namespace {

Result<SchemeFlags> parse_line(const std::string& line, const SchemeFlags& defaults) {
  std::istringstream words(line);
  std::vector<std::string> arguments;
  for (std::string word; words >> word;) arguments.push_back(word);
  std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them last first
  SchemeFlags flags = defaults;
  CLI::App app;
  app.set_help_flag();
  flags.add_to(app, "");
  try {
    app.parse(arguments);
  } catch (const CLI::ParseError& error) {
    return Error{error.what()};
  }
  return flags;
}

int run_stream(std::istream& in, const SchemeFlags& defaults, const Answer& answer) {
  int exit_code = kHolds;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#') || line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto flags = parse_line(line, defaults);
    const auto result = flags ? answer(*flags) : Result<BatchAnswer>(flags.error());
    print_line(result ? result->json : Json{{"error", result.error().message}});
    exit_code = worst(exit_code, result ? result->exit_code : kUsage);
  }
  return exit_code;
}

}  // namespace

int run_batch(const std::string& command, const std::string& path, const SchemeFlags& defaults, const Answer& answer) {
  if (path == "-") return run_stream(std::cin, defaults, answer);
  std::ifstream file(path);
  if (!file || std::filesystem::is_directory(path)) return usage_error(command, "--batch: cannot read " + path);
  return run_stream(file, defaults, answer);
}

}  // namespace halflsb::cli
