#include "harness/cli/batch.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace halflsb::cli {
namespace {

int run_stream(std::istream& in, const std::function<Result<BatchAnswer>(const std::string& line)>& answer) {
  int exit_code = kHolds;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#') || line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto result = answer(line);
    print_line(result ? result->json : Json{{"error", result.error().message}});
    exit_code = worst(exit_code, result ? result->exit_code : kUsage);
  }
  return exit_code;
}

}  // namespace

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

int run_batch_lines(const std::string& command, const std::string& path,
                    const std::function<Result<BatchAnswer>(const std::string& line)>& answer) {
  if (path == "-") return run_stream(std::cin, answer);
  std::ifstream file(path);
  if (!file || std::filesystem::is_directory(path)) return usage_error(command, "--batch: cannot read " + path);
  return run_stream(file, answer);
}

}  // namespace halflsb::cli
