#include "harness/finding/json.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>

#include "harness/check/registry.h"
#include "harness/finding/render.h"
#include "harness/problem/text.h"
#include "reference/exact/parse_number.h"

namespace halflsb {
namespace {

// Under these reasons the outputs may be right, or differ from run to run: they are no evidence.
constexpr bool is_verdict_only(Reason reason) { return reason != Reason::mismatch && reason != Reason::tolerance; }

// Under a tolerance the real value, as text; else the scheme's integer.
Json want_of(const Mismatch& mismatch) {
  if (mismatch.reason != Reason::tolerance) {
    if (const auto integer = parse_integer(mismatch.want, signed_range(64))) return number(*integer);
  }
  return mismatch.want;
}

// A detail may quote what a kernel printed: what is not ASCII text would not survive as JSON.
std::string printable(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e) c = '?';
  }
  return text;
}

// As it is where no shell could take it for more than a word; else in single quotes.
std::string shell_word(const std::string& text) {
  const auto plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("_./-+,:@%").find(c) != std::string_view::npos;
  };
  if (std::all_of(text.begin(), text.end(), plain)) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? "'\\''" : std::string(1, c);
  return word + "'";
}

// FNV-1a, 64 bits.
class Hash {
 public:
  void add(std::string_view text) {
    for (const char c : text) mix(static_cast<unsigned char>(c));
    mix('\n');
  }
  // The upper bits folded in: the low ones of FNV are its weakest.
  [[nodiscard]] std::uint64_t bits48() const { return (state_ ^ (state_ >> 48)) & 0xFFFFFFFFFFFFULL; }

 private:
  void mix(unsigned char byte) { state_ = (state_ ^ byte) * 0x100000001B3ULL; }
  std::uint64_t state_ = 0xCBF29CE484222325ULL;
};

}  // namespace

std::string_view name_of(Minimal minimal) {
  constexpr std::array<std::string_view, 3> kNames{"no", "local", "proved"};
  return kNames[static_cast<std::size_t>(minimal)];
}

bool shows_output(const Mismatch& mismatch) { return mismatch.has_output && !is_verdict_only(mismatch.reason); }

std::string replay_command(const Finding& finding) {
  if (ran_elsewhere(finding)) return "halflsb replay";
  const std::string plugin = finding.plugin.empty() ? "" : "--plugin " + shell_word(finding.plugin) + " ";
  return fmt::format("halflsb replay {}--target {}", plugin, finding.target);
}

std::string replay_line(const Finding& finding) {
  return fmt::format("{} '{}'", replay_command(finding), minimal_text(finding.problem));
}

namespace {

Json domain_of(const Finding& finding) {
  const RegisteredTarget* registered = finding.plugin.empty() ? find_target(finding.target) : nullptr;
  return registered == nullptr || registered->domain().empty() ? Json() : Json(registered->domain());
}

}  // namespace

Json to_json(const Finding& finding) {
  const Mismatch& mismatch = finding.mismatch;
  const FoundBy& by = finding.found_by;
  const bool output = shows_output(mismatch);
  return {{"target", finding.target},
          {"kind", kind_of(finding.problem)},
          {"domain", domain_of(finding)},
          {"problem", minimal_text(finding.problem)},
          {"want", output ? want_of(mismatch) : Json()},
          {"got", output ? number(mismatch.got) : Json()},
          {"where", output ? Json(mismatch.where) : Json()},
          {"error", output ? rational(mismatch.error) : Json()},
          {"differing", mismatch.count},
          {"reason", name_of(mismatch.reason)},
          {"detail", printable(mismatch.detail)},
          {"found_by",
           {{"engine", by.engine},
            {"seed", number(by.seed)},
            {"problems", number(by.problems)},
            {"seconds", std::isfinite(by.seconds) ? by.seconds : 0.0}}},
          {"minimized", finding.minimal != Minimal::no},
          {"minimal", finding.minimal == Minimal::no ? Json() : Json(name_of(finding.minimal))},
          {"replay", replay_line(finding)},
          {"plugin", finding.plugin.empty() ? Json() : Json(finding.plugin)}};
}

std::string to_text(const Mismatch& mismatch) {
  std::string text(name_of(mismatch.reason));
  if (!mismatch.detail.empty()) text += ": " + mismatch.detail;
  if (!shows_output(mismatch)) return text;
  return text + fmt::format(", want {} got {} at ({}), error {} LSB, {} output{} differ{}", mismatch.want, mismatch.got,
                            fmt::join(mismatch.where, ","), readable(mismatch.error), mismatch.count,
                            mismatch.count == 1 ? "" : "s", mismatch.count == 1 ? "s" : "");
}

std::string to_text(const Finding& finding) {
  const FoundBy& by = finding.found_by;
  const std::string engine = by.engine == "property" ? "" : "by " + by.engine + " ";
  return fmt::format("    {}\n    found {}after {} problem{}, {:.2f} s, seed {}\n    {}\n", to_text(finding.mismatch),
                     engine, by.problems, by.problems == 1 ? "" : "s", by.seconds, by.seed, replay_line(finding));
}

std::string signature(const Finding& finding) {
  Hash hash;
  hash.add(finding.target);
  hash.add(canonical_text(finding.problem));
  hash.add(name_of(finding.mismatch.reason));
  return fmt::format("{:012x}", hash.bits48());
}

}  // namespace halflsb
