// halflsb replay: runs a problem again, on the reference and on targets.
#include "harness/cli/replay.h"

#include <fmt/format.h>

#include <iostream>

#include "harness/campaign/isolated_check.h"
#include "harness/check/domain.h"
#include "harness/check/registry.h"
#include "harness/cli/explain.h"
#include "harness/cli/problem_flags.h"
#include "harness/finding/json.h"
#include "harness/problem/text.h"
#include "reference/exact/parse_number.h"

namespace halflsb::cli {
namespace {

struct ReplayCommand {
  ProblemFlags problem;
  TimeLimitFlag limit;
  DumpOptions dump;
};

// of one target's verdict
int exit_code_of(Verdict verdict) {
  if (verdict == Verdict::pass) return kHolds;
  return verdict == Verdict::unsupported || verdict == Verdict::mistrusted ? kUndecided : kFinding;
}

int replay_problem(const ReplayCommand& options) {
  const auto named = options.problem.get();
  if (!named) return usage_error("replay", named.error().message);
  const Problem* problem = &named->problem;
  const auto limit = options.limit.get();
  if (!limit) return usage_error("replay", limit.error().message);
  const auto targets = targets_for(*problem, named->target);
  if (!targets) return usage_error("replay", targets.error().message);
  std::array<std::int64_t, 4> position{};
  if (!options.dump.explain.empty()) {
    const auto where = parse_position(*problem, options.dump.explain);
    if (!where) return usage_error("replay", "--explain: " + where.error().message);
    position = *where;
  }
  const bool text = options.dump.format == "text";
  const Expected expected = expect(*problem);
  Json results = Json::array();
  int exit_code = targets->empty() ? kUndecided : kHolds;
  if (text) {
    std::string want;
    for (std::size_t i = 0; i < expected.output.size() && i < 16; ++i) want += fmt::format(" {}", expected.output[i]);
    std::cout << fmt::format("want {}{}\n", want, expected.output.size() > 16 ? " ..." : "");
    if (!expected.accumulators_fit) std::cout << "an accumulator or a bias term does not fit 32 bits\n";
    if (targets->empty()) std::cout << "no portable target takes this problem\n";
  }
  for (const RegisteredTarget& target : *targets) {
    const Outcome outcome = isolated_check(*target.target, *problem, *limit);
    exit_code = worst(exit_code, exit_code_of(outcome.verdict));
    const std::string detail = outcome.mismatch ? to_text(*outcome.mismatch) : outcome.detail;
    if (text) std::cout << fmt::format("{:<34} {:<12} {}\n", target.target->name, name_of(outcome.verdict), detail);
    Json result{{"target", target.target->name}, {"verdict", name_of(outcome.verdict)}, {"detail", detail}};
    if (outcome.mismatch && outcome.mismatch->has_output) {
      result["where"] = outcome.mismatch->where;
      result["got"] = outcome.mismatch->got;
      result["error"] = rational(outcome.mismatch->error);
    }
    results.push_back(std::move(result));
  }
  Json json{{"command", "replay"},
            {"problem", canonical_text(*problem)},
            {"want", expected.output},
            {"results", std::move(results)}};
  if (!options.dump.explain.empty()) {
    const OutputExplanation explanation = explain_output(*problem, position);
    if (text) std::cout << to_text(explanation);
    json["explanation"] = to_json(explanation);
  }
  if (!text) print_line(json);
  return exit_code;
}

int replay_command(const ReplayCommand& options) {
  if (options.dump.glow_dump == options.problem.given()) {
    return usage_error("replay", "expected one of a problem line, --finding, --fuzz-file and --glow-dump");
  }
  if (!options.dump.glow_dump) return replay_problem(options);
  if (const auto error = options.problem.plugins.load()) return usage_error("replay", error->message);
  DumpOptions dump = options.dump;
  dump.target = options.problem.target;
  return replay_dump(dump);
}

}  // namespace

Result<std::vector<RegisteredTarget>> targets_for(const Problem& problem, const std::string& name) {
  if (!name.empty()) {
    const RegisteredTarget* target = find_target(name);
    if (target == nullptr) return Error{"--target: " + in_quotes(name) + " is not a target (see halflsb targets)"};
    return std::vector{*target};
  }
  std::vector<RegisteredTarget> targets;
  for (const RegisteredTarget& candidate : registered_targets()) {
    if (candidate.origin == "portable" && outside_domain(*candidate.target, problem).empty())
      targets.push_back(candidate);
  }
  return targets;
}

void DumpOptions::add_to(CommandLine& app) {
  app.add_flag("--glow-dump", glow_dump, "replay a layer from Glow's dumps");
  app.add_option("--src", src, "dump of the input, NHWC");
  app.add_option("--filter", filter, "dump of the filter, OHWI");
  app.add_option("--bias", bias, "dump of the bias");
  app.add_option("--dest", dest, "dump of the output, NHWC");
  app.add_option("--raw-src", raw_src,
                 "TYPE,SCALE,ZERO_POINT,SHAPE of a raw little-endian file: i8,0.0341,-128,1x56x56x64");
  app.add_option("--raw-filter", raw_filter, "likewise");
  app.add_option("--raw-bias", raw_bias, "likewise");
  app.add_option("--raw-dest", raw_dest, "likewise");
  app.add_option("--kernel", kernel, "H,W (the filter's)");
  app.add_option("--stride", stride, "H,W (1,1)");
  app.add_option("--pad", pad, "T,L,B,R (0,0,0,0)");
  app.add_option("--dilation", dilation, "H,W (1,1)");
  app.add_option("--group", group, "groups (1)");
  app.add_option("--out-pre", out_pre, "parameters of the output; derived from the scales where none is given");
  app.add_option("--out-scale", out_scale, "");
  app.add_option("--out-post", out_post, "");
  app.add_option("--bias-pre", bias_pre, "parameters of the bias (0, 1, 0 for an i32 bias; else derived)");
  app.add_option("--bias-scale", bias_scale, "");
  app.add_option("--bias-post", bias_post, "");
  app.add_option("--explain", explain, "n,h,w,c of an output to show step by step");
  add_format(app, format);
}

void add_replay(CommandLine& app, int* exit_code) {
  CommandLine command = app.add_subcommand("replay", "runs a problem, a finding, or a layer from dumps again");
  auto options = std::make_shared<ReplayCommand>();
  options->problem.add_to(command);
  options->limit.add_to(command);
  options->dump.add_to(command);
  command.callback([options, exit_code] { *exit_code = replay_command(*options); });
}

}  // namespace halflsb::cli
