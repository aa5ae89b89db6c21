// What check() costs beside the bare kernel, on a fixed list of problems; and how many of the smallest problems fit into a second.
// The ratio check/... : bare/... is what counts; both are built with the same flags and sanitizers.
#include <benchmark/benchmark.h>

#include "harness/check/check.h"
#include "harness/check/domain.h"
#include "harness/check/registry.h"
#include "harness/generate/problems.h"

namespace halflsb {
namespace {

// Convolutions of at least 20,000 multiplications, requantizations of at least 1024 accumulators: on less, the kernel is not what
// the time goes to.
std::vector<Problem> fixed_list(const halflsb_target& target) {
  std::vector<Problem> list;
  for (std::uint64_t index = 16; list.size() < 64 && index < 100000; ++index) {
    Problem problem = some_problem(target, 1, index);
    if (!outside_domain(target, problem).empty() || !expect(problem).accumulators_fit) continue;
    const auto* layer = std::get_if<ConvLayer>(&problem);
    if (layer != nullptr && layer->shape.multiplications() < 20000) continue;
    if (auto* sums = std::get_if<RequantizeProblem>(&problem)) {
      while (sums->accumulators.size() < 1024) {
        const auto half = sums->accumulators;
        sums->accumulators.insert(sums->accumulators.end(), half.begin(), half.end());
      }
    }
    list.push_back(std::move(problem));
  }
  return list;
}

void bare(benchmark::State& state, const halflsb_target* target) {
  const std::vector<Problem> list = fixed_list(*target);
  std::vector<Caller> callers(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    callers[i].prepare(*target, list[i]);
    if (callers[i].run(Placement::against_end, 0).status != CallStatus::ok) state.SkipWithError("not ok");
  }
  for (auto _ : state) {
    for (Caller& caller : callers) benchmark::DoNotOptimize(caller.call_kernel());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(list.size()));
}

void checked(benchmark::State& state, const halflsb_target* target) {
  const std::vector<Problem> list = fixed_list(*target);
  Checker checker;
  for (auto _ : state) {
    for (const Problem& problem : list) benchmark::DoNotOptimize(checker.check(*target, problem));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(list.size()));
}

// Drawing included: what a campaign does with its first problems.
void smallest(benchmark::State& state, const halflsb_target* target, bool drawn) {
  Checker checker;
  std::uint64_t seed = 0;
  const Problem first = some_problem(*target, 1, 0);
  for (auto _ : state) {
    benchmark::DoNotOptimize(checker.check(*target, drawn ? some_problem(*target, ++seed, 0) : first));
  }
  state.SetItemsProcessed(state.iterations());
}

const int kRegistered = [] {
  for (const RegisteredTarget& registered : registered_targets()) {
    const halflsb_target* target = registered.target;
    if (registered.origin != "portable" || !machine_supports(*target)) continue;
    const std::string name = target->name;
    benchmark::RegisterBenchmark(("bare/" + name).c_str(), [=](auto& state) { bare(state, target); });
    benchmark::RegisterBenchmark(("check/" + name).c_str(), [=](auto& state) { checked(state, target); });
    benchmark::RegisterBenchmark(("smallest/" + name).c_str(), [=](auto& state) { smallest(state, target, false); });
    benchmark::RegisterBenchmark(("smallest_drawn/" + name).c_str(),
                                 [=](auto& state) { smallest(state, target, true); });
  }
  return 0;
}();

}  // namespace
}  // namespace halflsb
