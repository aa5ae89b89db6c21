#include "harness/scoreboard/mutant_faults.h"

#include <fmt/format.h>

#include <set>
#include <sstream>

#include "harness/check/domain.h"
#include "harness/generate/problems.h"
#include "harness/isolate/isolate.h"
#include "targets/mutants/registry.h"

namespace halflsb {
namespace {

constexpr std::uint64_t kLooks = 500;  // problems for each kernel

// The mutants that one kernel comes by: worked out in a process of its own, since the first kernels to be run are not yet known to be sound.
std::set<int> reached_by(const halflsb_target& target, std::size_t count) {
  const Ending ending = run_isolated(
      [&](Heartbeat& heartbeat) {
        mutants::forget_reached();
        Checker checker;
        for (std::uint64_t index = 0; index < kLooks; ++index) {
          heartbeat.beat(index);
          static_cast<void>(checker.check(target, some_problem(target, 1, index)));
        }
        std::string ids;
        for (int id = 1; id <= static_cast<int>(count); ++id) {
          if (mutants::mutant_reached(id)) ids += std::to_string(id) + " ";
        }
        return ids;
      },
      {});
  std::istringstream ids(ending.result);
  std::set<int> reached;
  for (int id = 0; ids >> id;) reached.insert(id);
  return reached;
}

}  // namespace

std::vector<Fault> mutant_faults() {
  std::size_t count = 0, targets = 0;
  const mutants::Mutant* all = mutants::mutants(&count);
  const halflsb_target* const* mutated = mutants::mutated_targets(&targets);
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < count; ++i) {
    const mutants::Mutant& m = all[i];
    Fault fault{fmt::format("mutant_{}", m.id), {}, [id = m.id] { mutants::switch_mutant(id); }};
    fault.what = fmt::format("{}: {} => {}", m.file, m.before, m.after);
    fault.line = m.line;
    faults.push_back(std::move(fault));
  }
  for (std::size_t t = 0; t < targets; ++t) {
    if (!machine_supports(*mutated[t])) continue;
    for (const int id : reached_by(*mutated[t], count)) {
      faults[static_cast<std::size_t>(id - 1)].targets.push_back({mutated[t], "mutant", ""});
    }
  }
  return faults;
}

}  // namespace halflsb
