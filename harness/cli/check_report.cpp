#include "harness/cli/check_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "harness/finding/json.h"

namespace halflsb::cli {
namespace {

// The upper one of the two in the middle.
std::uint64_t median(std::vector<std::uint64_t> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::string spread(const std::vector<std::uint64_t>& values) {
  return fmt::format("median {}, most {}", median(values), *std::max_element(values.begin(), values.end()));
}

}  // namespace

std::string plural(std::size_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

Json reported_json(const Finding& finding, bool known) {
  Json json = to_json(finding);
  json["known"] = known;
  return json;
}

std::string table_head() {
  return fmt::format("{:<46} {:<16} {:>8} {:>8}   {}\n", "target", "verdict", "problems", "outside",
                     "outputs at a rail, on ties / what fails");
}

std::string table_row(const RegisteredTarget& target, const CampaignResult& result, bool known, bool details) {
  std::string what;
  if (result.finding) {
    const Finding& finding = *result.finding;
    what = fmt::format(
        "{} in {}{}", name_of(finding.mismatch.reason),
        plural(element_count(finding.problem), kind_of(finding.problem) == "conv2d" ? "tensor element" : "accumulator"),
        known ? ", known" : "");
  } else if (result.health.outputs > 0) {
    const auto share = [&](std::uint64_t part) {
      return 100.0 * static_cast<double>(part) / static_cast<double>(result.health.outputs);
    };
    what = fmt::format("{:.0f} % at a rail, {:.0f} % on ties", share(result.health.at_rail), share(result.health.ties));
  } else {
    what = result.detail;
  }
  std::string row = fmt::format("{:<46} {:<16} {:>8} {:>8}   {}\n", target.target->name, name_of(result.verdict),
                                result.problems, result.outside, what);
  if (details && result.finding) row += to_text(*result.finding);
  return row;
}

void CheckSummary::add(const RegisteredTarget& target, const CampaignResult& result, bool as_expected, bool known) {
  problems_ += result.problems;
  ++(target.expected_to_pass() ? expected_pass_ : expected_fail_);
  if (result.verdict == Verdict::pass) ++pass_;
  if (result.finding) {
    const Finding& finding = *result.finding;
    if (!target.expected_to_pass()) ++fail_;
    if (known) ++known_;
    found_after_.push_back(finding.found_by.problems);
    if (kind_of(finding.problem) == "conv2d") conv_elements_.push_back(element_count(finding.problem));
  }
  if (!as_expected) unexpected_.emplace_back(target.target->name);
}

std::string CheckSummary::text(std::uint64_t seed, double seconds) const {
  std::string text = "\n";
  if (expected_pass_ > 0) text += fmt::format("{} of {} pass\n", pass_, plural(expected_pass_, "target"));
  if (expected_fail_ > 0) text += fmt::format("{} of {} with a known defect fail\n", fail_, expected_fail_);
  if (!found_after_.empty()) {
    text += fmt::format("{}: {} known, {} new\n", plural(found_after_.size(), "finding"), known_,
                        found_after_.size() - known_);
    text += fmt::format("problems until a failure: {}\n", spread(found_after_));
  }
  if (!conv_elements_.empty()) {
    text += fmt::format("elements of a minimized convolution: {}\n", spread(conv_elements_));
  }
  return text + fmt::format("{} problems, {:.1f} s, seed {}: {}\n", problems_, seconds, seed,
                            unexpected_.empty() ? "all as expected"
                                                : fmt::format("NOT as expected: {}", fmt::join(unexpected_, ", ")));
}

}  // namespace halflsb::cli
