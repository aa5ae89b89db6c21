// What `halflsb fuzz` prints as text: a row per target, and a summary.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/campaign/fuzz_campaign.h"
#include "harness/check/registry.h"
#include "harness/finding/known.h"

namespace halflsb::cli {

[[nodiscard]] std::string fuzz_table_head();

// One line; the findings below it, each with its file, where `details`.
[[nodiscard]] std::string fuzz_table_row(const RegisteredTarget& target, const FuzzResult& result,
                                         const KnownFindings& known, bool details);

class FuzzSummary {
 public:
  void add(const RegisteredTarget& target, const FuzzResult& result, const KnownFindings& known, bool as_expected);
  // Ends with the seed and the time; says which targets were not as expected.
  [[nodiscard]] std::string text(std::uint64_t seed, double seconds) const;

 private:
  std::uint64_t executions_ = 0;
  std::size_t sound_ = 0, expected_sound_ = 0, fail_ = 0, expected_fail_ = 0, findings_ = 0, known_ = 0;
  std::vector<double> first_;  // seconds until a target's first finding
  std::vector<std::string> unexpected_;
};

}  // namespace halflsb::cli
