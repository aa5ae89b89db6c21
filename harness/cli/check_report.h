// What `halflsb check` prints as text: a row per target, and a summary that a person takes in at a glance. Some of it serves other
// commands.
#pragma once

#include <string>
#include <vector>

#include "harness/campaign/campaign.h"
#include "harness/check/registry.h"
#include "harness/problem/json.h"
#include "harness/problem/size.h"

namespace halflsb::cli {

[[nodiscard]] std::string table_head();

// One line; the whole finding below it where `details`. `known`: the finding is.
[[nodiscard]] std::string table_row(const RegisteredTarget& target, const CampaignResult& result, bool known,
                                    bool details);

// A finding's JSON beside the others of a run, with the key "known".
[[nodiscard]] Json reported_json(const Finding& finding, bool known);

// "1 target", "2 targets"
[[nodiscard]] std::string plural(std::size_t count, const char* what);

class CheckSummary {
 public:
  void add(const RegisteredTarget& target, const CampaignResult& result, bool as_expected, bool known);
  // Ends with the seed and the time; says which targets were not as expected.
  [[nodiscard]] std::string text(std::uint64_t seed, double seconds) const;

 private:
  std::uint64_t problems_ = 0;
  std::size_t pass_ = 0, expected_pass_ = 0, fail_ = 0, expected_fail_ = 0, known_ = 0;
  std::vector<std::uint64_t> found_after_;
  std::vector<std::uint64_t> conv_elements_;  // of minimized convolutions
  std::vector<std::string> unexpected_;
};

}  // namespace halflsb::cli
