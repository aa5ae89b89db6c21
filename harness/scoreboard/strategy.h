// The search strategies that a scoreboard holds side by side: ours, ours without one ingredient, and what people use today.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "harness/campaign/campaign.h"
#include "harness/generate/ingredients.h"

namespace halflsb {

struct Strategy {
  enum class Kind { ours, rapidcheck, uniform, small_ranges, libfuzzer, libfuzzer_bytes };
  std::string_view name;
  std::string_view what;  // one line for people
  Kind kind;
  Ingredients use{};   // of ours
  bool whole = false;  // ours with every ingredient: the one that has to find everything

  [[nodiscard]] bool fuzzes() const { return kind == Kind::libfuzzer || kind == Kind::libfuzzer_bytes; }
};

[[nodiscard]] const std::vector<Strategy>& strategies();
[[nodiscard]] const Strategy* find_strategy(std::string_view name);

// Of a strategy that draws problems. The target must live as long as the source.
[[nodiscard]] ProblemSource source_of(const Strategy& strategy, const halflsb_target& target, std::uint64_t seed);

}  // namespace halflsb
