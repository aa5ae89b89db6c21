// What a campaign's directory says of one target: totals over all runs with that directory, and how they grew. Written whole and renamed
// into place every second or two, so that a run that is killed loses no more than that.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/campaign/parameter_score.h"
#include "harness/check/registry.h"
#include "reference/exact/result.h"

namespace halflsb {

struct StatusSample {
  double seconds = 0;  // of fuzzing, since the first run began
  std::uint64_t executions = 0, corpus = 0;
  double worst = -1;  // the largest |e| in LSB that requantize inputs have shown; below 0: none
};

struct CampaignStatus {
  std::uint64_t runs = 0, rounds = 0, executions = 0, repeated = 0, unconfirmed = 0;
  double seconds = 0;
  std::string error;                  // of the last run; empty: none
  std::vector<StatusSample> history;  // at most kMostSamples, evenly thinned
  std::set<std::string> triaged;      // names of artifacts that have been looked at
  std::vector<std::string> findings;  // file names below findings/
  Json worst = Json::array();         // the last run's scores, see to_json(ParameterScore)

  static constexpr std::size_t kMostSamples = 400;
  void add(const StatusSample& sample);
};

[[nodiscard]] std::string status_path(const std::string& directory, const std::string& target);

// A fresh one where there is none yet; an error where what is there cannot be read.
[[nodiscard]] Result<CampaignStatus> load_status(const std::string& directory, const std::string& target);

[[nodiscard]] std::optional<Error> save_status(const std::string& directory, const RegisteredTarget& target,
                                               const CampaignStatus& status);

}  // namespace halflsb
