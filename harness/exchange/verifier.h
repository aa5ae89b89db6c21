// Judges the answers of a program elsewhere by the exact reference, as check() judges a kernel that it calls: bit for bit by the
// scheme that each problem names, or within a tolerance of the real value.
//
// Of the findings the smallest are kept, for nothing can be minimized without the program.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/campaign/campaign.h"
#include "harness/check/expect.h"

namespace halflsb {

struct VerifyOptions {
  std::string name = "stdin";  // of the program, in findings
  std::string tolerance;       // "p/q" LSB; empty: the scheme
  std::uint64_t errors = 20;   // findings after which to stop; 0: never
};

struct VerifyResult {
  CampaignResult summary;  // its finding is the first of these; `outside` counts what was answered `unsupported`
  std::vector<Finding> findings;
  std::uint64_t wrong =
      0;  // problems with a wrong answer; one without any, where the answers ended early, is a finding beside
};

class Verifier {
 public:
  explicit Verifier(VerifyOptions options);

  // The answer to the next problem. The error, one that is no answer at all, leaves everything as it is.
  [[nodiscard]] std::optional<Error> take(const Problem& problem, std::string_view answer);
  // The answers ended although more were to come, at `problem` where that is known: whatever ran there has died.
  void ended_early(const Problem* problem, std::string detail);

  [[nodiscard]] std::uint64_t answered() const { return answered_; }
  [[nodiscard]] std::uint64_t wrong() const { return result_.wrong; }
  [[nodiscard]] bool enough() const { return options_.errors != 0 && wrong() >= options_.errors; }
  [[nodiscard]] VerifyResult result() const;

 private:
  [[nodiscard]] Finding finding_of(const Problem& problem, Mismatch mismatch) const;
  void keep(Finding finding);

  VerifyOptions options_;
  halflsb_target contract_{};
  Reference reference_;
  std::uint64_t answered_ = 0;
  VerifyResult result_;
  std::optional<Finding> last_;  // where the answers ended early
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace halflsb
