#include "harness/report/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace halflsb::report {
namespace {

struct Words {
  std::string_view name, label;
};

// By Verdict.
constexpr std::array<Words, 7> kWords{{{"fail", "FAIL"},
                                       {"not_found", "not found"},
                                       {"error", "error"},
                                       {"not_run", "not run"},
                                       {"known", "known"},
                                       {"fails_as_expected", "fails, as expected"},
                                       {"pass", "pass"}}};

template <class T>
void add(std::optional<T>& sum, const std::optional<T>& value) {
  if (value) sum = sum.value_or(T{}) + *value;
}

}  // namespace

Verdict TargetReport::verdict() const {
  if (!expected_to_pass && news + known > 0) return Verdict::found;
  if (news > 0) return Verdict::fail;
  if (!error.empty()) return Verdict::error;
  if (executions && *executions == 0 && known == 0) return Verdict::not_run;
  if (!expected_to_pass) return Verdict::not_found;
  return known > 0 ? Verdict::known : Verdict::pass;
}

std::string_view name_of(Verdict verdict) { return kWords[static_cast<std::size_t>(verdict)].name; }
std::string_view label_of(Verdict verdict) { return kWords[static_cast<std::size_t>(verdict)].label; }

bool as_expected(Verdict verdict) {
  return verdict == Verdict::known || verdict == Verdict::found || verdict == Verdict::pass;
}

Totals totals_of(const Report& report) {
  Totals totals;
  std::array<std::size_t, kWords.size()> counts{};
  for (const TargetReport& target : report.targets) {
    ++totals.targets;
    ++counts[static_cast<std::size_t>(target.verdict())];
    totals.unexpected += as_expected(target.verdict()) ? 0 : 1;
    totals.news += target.news;
    totals.known += target.known;
    add(totals.executions, target.executions);
    add(totals.seconds, target.seconds);
  }
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0) totals.verdicts.emplace_back(static_cast<Verdict>(i), counts[i]);
  }
  return totals;
}

std::string headline(const Totals& totals) {
  if (totals.unexpected > 0) {
    return fmt::format("{} of {} target{} {} not as expected", totals.unexpected, totals.targets,
                       totals.targets == 1 ? "" : "s", totals.unexpected == 1 ? "is" : "are");
  }
  return totals.targets == 1 ? "the target is as expected"
                             : fmt::format("all {} targets are as expected", totals.targets);
}

std::string verdict_counts(const Totals& totals) {
  std::string text;
  for (const auto& [verdict, count] : totals.verdicts) {
    const std::string_view separator = verdict == Verdict::found ? "; " : ", ";
    text += fmt::format("{}{} {}", text.empty() ? "" : separator, count, label_of(verdict));
  }
  return text;
}

}  // namespace halflsb::report
