#include "harness/report/parameter_sets.h"

#include <algorithm>
#include <map>

#include "harness/check/expect.h"
#include "harness/finding/json.h"
#include "harness/problem/text.h"
#include "reference/exact/parse_number.h"

namespace halflsb::report {
namespace {

// That of one output channel.
Requantization one_channel(const Requantization& all, std::int64_t channel) {
  Requantization one = all;
  one.parameters = {all.of(channel)};
  if (!all.factor.empty()) one.factor = {all.real_factor(channel)};
  return one;
}

class Sets {
 public:
  ParameterSet* at(const Requantization& requantization) {
    const std::string key = minimal_text(RequantizeProblem{requantization, {0}});
    const auto [place, is_new] = index_.try_emplace(key, sets_.kept.size());
    if (is_new && sets_.kept.size() == kMostParameterSets) {
      place->second = kMostParameterSets;
      ++sets_.left_out;
    }
    if (place->second == kMostParameterSets) return nullptr;
    if (is_new) sets_.kept.push_back({requantization, {}, {}, {}, {}});
    return &sets_.kept[place->second];
  }

  ParameterSets sets_;

 private:
  std::map<std::string, std::size_t> index_;
};

}  // namespace

ParameterSets parameter_sets_of(const Report& report) {
  Sets sets;
  sets.sets_.of_finding.resize(report.findings.size());
  for (const TargetReport& target : report.targets) {
    for (const std::size_t i : target.findings) {
      const Finding& finding = report.findings[i].finding;
      const bool shown = shows_output(finding.mismatch);
      const std::int64_t channel = shown && kind_of(finding.problem) == "conv2d" ? finding.mismatch.where[3] : 0;
      ParameterSet* set = sets.at(one_channel(requantization_of(finding.problem), channel));
      if (set == nullptr) continue;
      set->findings.push_back(i);
      sets.sets_.of_finding[i] = static_cast<std::size_t>(set - sets.sets_.kept.data());
      if (!shown) continue;
      const std::size_t index = flat_index(finding.problem, finding.mismatch.where);
      const Int128 accumulator = accumulator_of(finding.problem, expect(finding.problem), index);
      set->met.push_back({to_integer(accumulator), target.name, true});
    }
  }
  for (const TargetReport& target : report.targets) {
    for (const Worst& worst : target.worst) {
      ParameterSet* set = sets.at(worst.requantization);
      if (set == nullptr) continue;
      set->targets.push_back(target.name);
      if (worst.error) set->worst_found = std::max(set->worst_found.value_or(0), *worst.error);
      if (const auto n = parse_integer(worst.accumulator)) set->met.push_back({*n, target.name, false});
    }
  }
  return std::move(sets.sets_);
}

}  // namespace halflsb::report
