// The two forms of `halflsb replay`: a problem line, and the dumps of a layer.
#pragma once

#include <memory>

#include "harness/cli/command.h"

namespace halflsb::cli {

struct DumpOptions {
  bool glow_dump = false;
  std::string src, filter, bias, dest;                  // files
  std::string raw_src, raw_filter, raw_bias, raw_dest;  // types of headerless files
  std::string kernel, stride, pad, dilation, group;     // geometry
  std::string out_pre, out_scale, out_post, bias_pre, bias_scale, bias_post;
  std::string target, explain, format = "text";

  void add_to(CLI::App& app);
};

int replay_dump(const DumpOptions& options);

}  // namespace halflsb::cli
