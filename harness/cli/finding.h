// A finding as JSON, in the shape that the design fixes, and as text.
#pragma once

#include "harness/check/campaign.h"
#include "harness/problem/json.h"

namespace halflsb::cli {

[[nodiscard]] Json to_json(const halflsb_target& target, const Finding& finding);
[[nodiscard]] std::string to_text(const halflsb_target& target, const Finding& finding);

// want, got, where and error of a mismatch; nothing where there is no output to show.
[[nodiscard]] std::string to_text(const Mismatch& mismatch);

}  // namespace halflsb::cli
