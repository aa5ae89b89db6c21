// What a sweep is asked, from its flags, and as one canonical text of flags, by which states and shards know their question.
#pragma once

#include "harness/cli/scheme_flags.h"
#include "harness/cli/target_flags.h"
#include "harness/sweep/run.h"

namespace halflsb::cli {

struct SweepFlags : SchemeFlags {
  std::string max_error, target;
  PluginFlags plugins;
  void add_to(CommandLine& app);
};

struct SweepQuery {
  SchemeQuery scheme;
  Interval accumulator;
  std::optional<Rational> max_error;
  const halflsb_target* target = nullptr;  // null: the scheme itself is swept
  std::string text;                        // canonical

  [[nodiscard]] bool declares_a_scheme() const { return target != nullptr && target->scheme != nullptr; }
};

// Loads the plug-ins.
[[nodiscard]] Result<SweepQuery> resolve(const SweepFlags& flags);

// The target with these parameters; an error where it cannot be asked on the range.
[[nodiscard]] Result<KernelQuestion> kernel_question(const halflsb_target& target, const SchemeQuery& scheme,
                                                     const Interval& accumulator);

// What a scheme's outputs are compared with: clamped as the kernel's are.
[[nodiscard]] SchemeSide scheme_side(const SchemeQuery& scheme, bool for_kernel);

struct Shard {
  std::uint64_t index = 1, of = 1;  // 1 <= index <= of
};

// "i/n".
[[nodiscard]] Result<Shard> parse_shard(const std::string& text);

// Its part of the range; together they are the range. Error where there are more shards than accumulators.
[[nodiscard]] Result<Interval> part_of(const Shard& shard, const Interval& range);

}  // namespace halflsb::cli
