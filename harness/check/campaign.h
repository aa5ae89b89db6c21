// A property run: many problems drawn for one target, each checked; the first failure is shrunk and kept.
#pragma once

#include <cstdint>
#include <optional>

#include "harness/check/check.h"
#include "harness/check/registry.h"
#include "harness/problem/problem.h"

namespace halflsb {

// How much of a run could have shown anything.
struct Health {
  std::uint64_t outputs = 0, at_rail = 0, equal_to_zero_point = 0;
  // Nearly all outputs at a rail or at the zero point: such a run proves little.
  [[nodiscard]] bool mistrusted() const;
};

struct Finding {
  Problem problem;    // shrunk
  Mismatch mismatch;  // on it
  std::uint64_t seed = 0;
  std::uint64_t problems = 0;  // drawn until it was found
  double seconds = 0;
};

struct CampaignResult {
  Verdict verdict = Verdict::unsupported;
  std::uint64_t problems = 0;  // in the domain, checked
  std::uint64_t outside = 0;   // drawn outside the domain, passed over
  Health health;
  std::optional<Finding> finding;
  std::string detail;  // why unsupported
};

[[nodiscard]] CampaignResult run_campaign(const halflsb_target& target, std::uint64_t seed, std::uint64_t problems);

}  // namespace halflsb
