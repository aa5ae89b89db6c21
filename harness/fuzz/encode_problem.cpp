// Problem lines from standard input become inputs for the fuzz targets, one file each, named by a hash of its content:
//   encode_problem bytes|text|json FOLDER < lines
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>

#include "harness/problem/bytes.h"
#include "harness/problem/json.h"
#include "harness/problem/text.h"

namespace halflsb {
namespace {

int refuse(const std::string& line) {
  static_cast<void>(std::fprintf(stderr, "encode_problem: %s\n", line.c_str()));
  return 2;
}

std::optional<std::string> content_of(const std::string& form, const Problem& problem) {
  if (form == "text") return minimal_text(problem) + "\n";
  if (form == "json") return to_json(problem).dump() + "\n";
  const auto bytes = encode(problem);
  if (!bytes) return std::nullopt;
  return std::string(bytes->begin(), bytes->end());
}

std::string name_for(const std::string& content) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;  // FNV-1a
  for (const char c : content) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  std::string name;
  for (int shift = 60; shift >= 0; shift -= 4) name += "0123456789abcdef"[(hash >> shift) & 15];
  return name;
}

int encode_lines(const std::string& form, const std::string& folder) {
  std::string line;
  for (std::size_t number = 1; std::getline(std::cin, line); ++number) {
    if (line.empty()) continue;
    const auto problem = parse_problem(line);
    if (!problem) return refuse("line " + std::to_string(number) + ": " + problem.error().message);
    const auto content = content_of(form, *problem);
    if (!content) return refuse("line " + std::to_string(number) + ": the byte encoding does not hold this problem");
    const std::string path = folder + "/" + name_for(*content);
    if (!(std::ofstream(path, std::ios::binary) << *content)) return refuse("cannot write '" + path + "'");
  }
  return 0;
}

}  // namespace
}  // namespace halflsb

int main(int argc, char** argv) {
  const std::string form = argc == 3 ? argv[1] : "";
  if (form != "bytes" && form != "text" && form != "json") {
    return halflsb::refuse("expected bytes|text|json FOLDER, and problem lines on standard input");
  }
  return halflsb::encode_lines(form, argv[2]);
}
