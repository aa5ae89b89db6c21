#include "harness/exchange/verifier.h"

#include <algorithm>
#include <utility>

#include "harness/exchange/answer.h"
#include "harness/problem/size.h"

namespace halflsb {
namespace {

constexpr std::uint64_t kKeptOfAll = 20;  // findings, where nothing ends the run: a program may be wrong everywhere
constexpr std::uint64_t kFewestToMistrust = 1000;  // outputs: a few lines written by hand may well all saturate

}  // namespace

Verifier::Verifier(VerifyOptions options) : options_(std::move(options)) {
  contract_.name = options_.name.c_str();
  if (!options_.tolerance.empty()) contract_.tolerance = options_.tolerance.c_str();
}

Finding Verifier::finding_of(const Problem& problem, Mismatch mismatch) const {
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start_;
  return {options_.name, problem, std::move(mismatch), {"verify", 0, answered_, seconds.count()}, Minimal::no};
}

// The smallest first; of equal size the one that came first.
void Verifier::keep(Finding finding) {
  auto& kept = result_.findings;
  const auto smaller = [](const Finding& a, const Finding& b) {
    return element_count(a.problem) < element_count(b.problem);
  };
  const auto at = std::upper_bound(kept.begin(), kept.end(), finding, smaller);
  kept.insert(at, std::move(finding));
  if (kept.size() > (options_.errors == 0 ? kKeptOfAll : options_.errors)) kept.pop_back();
}

std::optional<Error> Verifier::take(const Problem& problem, std::string_view text) {
  const Expected& expected = reference_.expect(problem);
  const auto answer = parse_answer(text, expected.output.size());
  if (!answer) return answer.error();
  ++answered_;
  if (answer->unsupported || !expected.accumulators_fit) {
    ++result_.summary.outside;
    return std::nullopt;
  }
  ++result_.summary.problems;
  result_.summary.health.count(problem, expected);
  auto mismatch = compare(contract_, problem, expected, answer->outputs);
  if (!mismatch) return std::nullopt;
  ++result_.wrong;
  keep(finding_of(problem, *std::move(mismatch)));
  return std::nullopt;
}

void Verifier::ended_early(const Problem* problem, std::string detail) {
  result_.summary.detail = std::move(detail);
  result_.summary.verdict = Verdict::crash;
  if (problem == nullptr) return;
  ++answered_;
  Mismatch mismatch;
  mismatch.reason = Reason::crash;
  mismatch.detail = result_.summary.detail;
  last_ = finding_of(*problem, std::move(mismatch));
}

VerifyResult Verifier::result() const {
  VerifyResult result = result_;
  if (last_) result.findings.insert(result.findings.begin(), *last_);
  CampaignResult& summary = result.summary;
  if (!result.findings.empty()) summary.finding = result.findings.front();
  if (summary.verdict == Verdict::crash) return result;
  if (result.wrong > 0) {
    summary.verdict = Verdict::fail;
  } else if (summary.problems > 0) {
    const bool many = summary.health.outputs >= kFewestToMistrust;
    summary.verdict = many && summary.health.mistrusted() ? Verdict::mistrusted : Verdict::pass;
  } else {
    summary.detail = answered_ == 0 ? "no answer came" : "no problem was in its domain";
  }
  return result;
}

}  // namespace halflsb
