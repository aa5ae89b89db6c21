#include "harness/scoreboard/trial.h"

#include "harness/campaign/fuzz_campaign.h"
#include "harness/isolate/scratch_folder.h"
#include "harness/problem/size.h"

namespace halflsb {
namespace {

TrialResult failed(std::string why) {
  TrialResult result;
  result.error = std::move(why);
  return result;
}

TrialResult fuzz(const Strategy& strategy, const RegisteredTarget& target, std::uint64_t seed,
                 const Allowance& allowance) {
  const ScratchFolder folder;  // nobody reads its corpus afterwards
  if (!folder.made()) return failed("no folder can be made for temporary files");
  const bool plain = strategy.kind == Strategy::Kind::libfuzzer_bytes;
  const FuzzResult fuzzed = run_fuzz_campaign(target, {.seconds = allowance.seconds,
                                                       .seed = seed,
                                                       .directory = folder.string(),
                                                       .seeds = "",
                                                       .limit = allowance.limit,
                                                       .stop_at_first = true,
                                                       .plain_bytes = plain,
                                                       .tidy = false});
  TrialResult result;
  result.problems = fuzzed.executions;
  result.seconds = fuzzed.seconds;
  result.error = fuzzed.error;
  if (fuzzed.findings.empty()) return result;
  const Finding& finding = fuzzed.findings.front();
  result.found = true;
  result.seconds = finding.found_by.seconds;
  result.elements = element_count(finding.problem);
  return result;
}

TrialResult draw(const Strategy& strategy, const halflsb_target& target, std::uint64_t seed,
                 const Allowance& allowance) {
  const CampaignResult drawn = run_campaign(target, {seed, allowance.problems, allowance.limit, allowance.seconds,
                                                     source_of(strategy, target, seed), allowance.minimize});
  TrialResult result;
  result.problems = drawn.problems + drawn.outside;
  result.seconds = drawn.seconds;
  if (!drawn.finding) return result;
  result.found = true;
  result.problems = drawn.finding->found_by.problems;
  if (allowance.minimize) result.elements = element_count(drawn.finding->problem);
  return result;
}

}  // namespace

TrialResult run_trial(const Strategy& strategy, const Fault& fault, std::uint64_t seed, const Allowance& allowance) {
  if (fault.activate) fault.activate();
  TrialResult whole;
  for (const RegisteredTarget& target : fault.targets) {
    const TrialResult part =
        strategy.fuzzes() ? fuzz(strategy, target, seed, allowance) : draw(strategy, *target.target, seed, allowance);
    whole.found = part.found;
    whole.problems += part.problems;
    whole.seconds += part.seconds;
    whole.elements = part.elements;
    whole.error = part.error;
    if (part.found || !part.error.empty()) break;
  }
  return whole;
}

Json to_json(const TrialResult& result) {
  return {{"found", result.found},
          {"problems", result.problems},
          {"seconds", result.seconds},
          {"elements", result.elements},
          {"error", result.error}};
}

TrialResult trial_result_from_json(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return failed("the process of a trial ended without a result");
  return {json["found"], json["problems"], json["seconds"], json["elements"], json["error"]};
}

}  // namespace halflsb
