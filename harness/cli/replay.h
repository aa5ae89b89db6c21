// The two forms of `halflsb replay`: a problem line, and the dumps of a layer.
#pragma once

#include <vector>

#include "harness/check/registry.h"
#include "harness/cli/command.h"

namespace halflsb::cli {

struct DumpOptions {
  bool glow_dump = false;
  std::string src, filter, bias, dest;                  // files
  std::string raw_src, raw_filter, raw_bias, raw_dest;  // types of headerless files
  std::string kernel, stride, pad, dilation, group;     // geometry
  std::string out_pre, out_scale, out_post, bias_pre, bias_scale, bias_post;
  std::string target, explain, format = "text";

  void add_to(CommandLine& app);
};

// The named target, or every portable one that takes the problem.
[[nodiscard]] Result<std::vector<RegisteredTarget>> targets_for(const Problem& problem, const std::string& name);

int replay_dump(const DumpOptions& options);

}  // namespace halflsb::cli
