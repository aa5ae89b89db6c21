// A campaign's result as JSON, from the process that ran it to the one that reports it.
#pragma once

#include "harness/campaign/campaign.h"
#include "harness/campaign/fuzz_campaign.h"
#include "harness/problem/json.h"

namespace halflsb {

[[nodiscard]] Json to_json(const CampaignResult& result);

// Reads what to_json() wrote; anything else is the result of a process that failed: verdict crash, with that as the detail.
[[nodiscard]] CampaignResult campaign_result_from_json(const std::string& text);

// The same for a fuzz campaign; what went wrong is its error.
[[nodiscard]] Json to_json(const FuzzResult& result);
[[nodiscard]] FuzzResult fuzz_result_from_json(const std::string& text);

}  // namespace halflsb
