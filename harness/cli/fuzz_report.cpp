#include "harness/cli/fuzz_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "harness/check/domain.h"
#include "harness/cli/check_report.h"
#include "harness/finding/json.h"

namespace halflsb::cli {
namespace {

std::size_t count_known(const FuzzResult& result, const KnownFindings& known) {
  const auto is_known = [&](const Finding& finding) { return known.contains(finding); };
  return static_cast<std::size_t>(std::count_if(result.findings.begin(), result.findings.end(), is_known));
}

std::string what_came_of_it(const halflsb_target& target, const FuzzResult& result, const KnownFindings& known) {
  if (!machine_supports(target)) return "this machine lacks the instruction set";
  if (!result.error.empty()) return "error";
  std::string text = "nothing found";
  if (!result.findings.empty()) {
    text = plural(result.findings.size(), "finding");
    if (const std::size_t count = count_known(result, known); count > 0) text += fmt::format(", {} known", count);
  }
  if (result.repeated > 0) text += fmt::format(", met {} times more", result.repeated);
  if (result.unconfirmed > 0) text += fmt::format(", {} not confirmed", plural(result.unconfirmed, "input"));
  return text;
}

// The worst error that was met beside the proven one for the same parameters.
std::string score_line(const Json& score) {
  std::string text = fmt::format("    worst error {:.6f} at {}", score["error_decimal"].get<double>(),
                                 score["accumulator"].get<std::string>());
  if (score["proved_decimal"].is_number())
    text += fmt::format(", proved {:.6f}", score["proved_decimal"].get<double>());
  if (score["overflow"].is_object()) {
    const Json& found = score["overflow"]["found"];
    text += fmt::format("; overflow from {}, {}", score["overflow"]["witness"].get<std::string>(),
                        score["overflow"]["reached"].get<bool>() ? "reached"
                        : found.is_null()                        ? "not met"
                                                                 : "nearest met " + found.get<std::string>());
  }
  return text + fmt::format(" ({} {})\n", score["scheme"].get<std::string>(), score["parameters"].dump());
}

}  // namespace

std::string fuzz_table_head() {
  return fmt::format("{:<46} {:>11} {:>11} {:>9}   {}\n", "target", "first after", "executions", "seconds",
                     "what came of it");
}

std::string fuzz_table_row(const RegisteredTarget& target, const FuzzResult& result, const KnownFindings& known,
                           bool details) {
  const std::string first =
      result.findings.empty() ? "-" : fmt::format("{:.2f} s", result.findings.front().found_by.seconds);
  std::string text = fmt::format("{:<46} {:>11} {:>11} {:>9.1f}   {}\n", target.target->name, first, result.executions,
                                 result.seconds, what_came_of_it(*target.target, result, known));
  if (!result.scores.empty()) text += score_line(result.scores.front());
  for (std::size_t i = 0; details && i < result.findings.size(); ++i) {
    text += to_text(result.findings[i]);
    text += fmt::format("    {}{}\n", result.files[i], known.contains(result.findings[i]) ? "  (known)" : "");
  }
  return text;
}

void FuzzSummary::add(const RegisteredTarget& target, const FuzzResult& result, const KnownFindings& known,
                      bool as_expected) {
  executions_ += result.executions;
  const bool sound = result.findings.empty();
  if (target.expected_to_pass()) {
    ++expected_sound_;
    if (sound) ++sound_;
  } else {
    ++expected_fail_;
    if (!sound) ++fail_;
  }
  if (!sound) first_.push_back(result.findings.front().found_by.seconds);
  findings_ += result.findings.size();
  known_ += count_known(result, known);
  if (!as_expected) unexpected_.emplace_back(target.target->name);
}

std::string FuzzSummary::text(std::uint64_t seed, double seconds) const {
  std::string text = "\n";
  if (expected_sound_ > 0)
    text += fmt::format("nothing found in {} of {}\n", sound_, plural(expected_sound_, "target"));
  if (expected_fail_ > 0) text += fmt::format("{} of {} with a known defect found\n", fail_, expected_fail_);
  if (findings_ > 0)
    text += fmt::format("{}: {} known, {} new\n", plural(findings_, "finding"), known_, findings_ - known_);
  if (!first_.empty()) {
    std::vector<double> sorted = first_;
    std::sort(sorted.begin(), sorted.end());
    text += fmt::format("seconds until a target's first: median {:.2f}, most {:.2f}\n", sorted[sorted.size() / 2],
                        sorted.back());
  }
  return text + fmt::format("{} executions, {:.1f} s, seed {}: {}\n", executions_, seconds, seed,
                            unexpected_.empty() ? "all as expected"
                                                : fmt::format("NOT as expected: {}", fmt::join(unexpected_, ", ")));
}

}  // namespace halflsb::cli
