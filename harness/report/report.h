// What a report shows, whatever its format: the targets of a campaign, their findings, and the sets of parameters met.
#pragma once

#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/finding/finding.h"

namespace halflsb::report {

struct Sample {
  double seconds = 0;
  std::optional<std::uint64_t> executions, corpus;
  std::optional<double> worst;  // the largest |e| so far, LSB
};

// For one set of parameters, the worst that a search met beside what the prover knows.
struct Worst {
  Requantization requantization;
  std::optional<Rational> error, proved;
  std::string accumulator;
  bool overflow_possible = false, frontier_reached = false;
};

// found: what was to be found. not_run: a campaign that has not executed anything yet.
enum class Verdict { fail, not_found, error, not_run, known, found, pass };

struct TargetReport {
  std::string name, kind, scheme, tolerance, plugin, error;
  bool expected_to_pass = true;
  bool has_status = false;  // false: known by its findings alone
  std::optional<std::uint64_t> runs, rounds, executions, repeated, unconfirmed;
  std::optional<double> seconds;
  std::vector<Sample> history;
  std::vector<Worst> worst;
  std::vector<std::size_t> findings;  // indices, the new ones first
  std::size_t news = 0, known = 0;

  [[nodiscard]] Verdict verdict() const;
};

[[nodiscard]] std::string_view name_of(Verdict verdict);   // for programs: fail, not_found, ...
[[nodiscard]] std::string_view label_of(Verdict verdict);  // for people: "FAIL", "fails, as expected", ...
[[nodiscard]] bool as_expected(Verdict verdict);

struct ReportedFinding {
  Finding finding;
  std::string file;  // below the directory
  bool known = false;
  std::string kept_case;  // the GoogleTest case that lies beside it; empty: none
};

struct Unreadable {
  std::string file;  // below the directory
  std::string why;
};

struct Strategy {
  std::string name, what;
  std::uint64_t trials = 0;
  std::vector<double> found_after;  // problems, ascending
};

struct Scoreboard {
  std::uint64_t faults = 0;
  double most_problems = 1;  // of any trial
  std::vector<Strategy> strategies;
};

struct Report {
  std::string directory;
  std::time_t newest = 0;             // when the youngest of its files was written
  std::vector<TargetReport> targets;  // the worst verdict first, then by name
  std::vector<ReportedFinding> findings;
  std::vector<Unreadable> unreadable;
  std::optional<Scoreboard> scoreboard;
};

// What a person wants to know first.
struct Totals {
  std::size_t targets = 0, unexpected = 0, news = 0, known = 0;
  std::vector<std::pair<Verdict, std::size_t>> verdicts;  // those met, in the order of the enum
  std::optional<std::uint64_t> executions;
  std::optional<double> seconds;
};

[[nodiscard]] Totals totals_of(const Report& report);

// "2 of 62 targets are not as expected", "all 62 targets are as expected"
[[nodiscard]] std::string headline(const Totals& totals);

// "1 FAIL, 3 known, 58 pass"
[[nodiscard]] std::string verdict_counts(const Totals& totals);

}  // namespace halflsb::report
