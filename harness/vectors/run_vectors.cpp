#include "harness/vectors/run_vectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "harness/check/domain.h"
#include "harness/check/registry.h"
#include "harness/readers/excerpt.h"
#include "reference/conv/conv.h"

namespace halflsb {
namespace {

// Empty where the two are equal.
template <class Got, class Want>
std::string difference(const Got& got, const Want& want) {
  std::size_t count = 0, first = 0;
  for (std::size_t i = want.size(); i-- > 0;) {
    if (got[i] == want[i]) continue;
    ++count;
    first = i;
  }
  if (count == 0) return "";
  return fmt::format("{} of {} differ, first [{}]: want {}, got {}", count, want.size(), first, want[first],
                     got[first]);
}

std::string scheme_of(const Requantization& rq) {
  const Parameters& first = rq.parameters.front();
  return first.scheme == "ideal" ? fmt::format("ideal {}", name_of(first.rounding())) : first.scheme;
}

std::string text_of(const Parameters& parameters) {
  std::string text = parameters.scheme;
  for (const auto& [name, value] : parameters.values) text += fmt::format(" {}={}", name, to_text(value));
  return text;
}

std::string explain(const Outcome& outcome) {
  if (!outcome.mismatch) return outcome.detail;
  const Mismatch& m = *outcome.mismatch;
  if (!m.has_output) return m.detail;
  return fmt::format("{} differ, first [{},{},{},{}]: want {}, got {} {}", m.count, m.where[0], m.where[1], m.where[2],
                     m.where[3], m.want, m.got, m.detail);
}

}  // namespace

std::string VectorTally::summary(const std::string& name) const {
  std::size_t not_run = 0;
  for (const auto& [reason, count] : skipped) not_run += count;
  std::string text =
      fmt::format("{}: {} files, {} exact, {} failed, {} skipped\n", name, files, cases, failures.size(), not_run);
  for (const auto& [label, count] : exact) text += fmt::format("  exact    {:6} {}\n", count, label);
  for (const auto& [target, count] : targets) text += fmt::format("  target   {:6} {}\n", count, target);
  for (const auto& [reason, count] : skipped) text += fmt::format("  skipped  {:6} {}\n", count, reason);
  return text;
}

void VectorRunner::run_folder(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path().string());
  }
  if (error) tally_.failures.push_back(one_line(folder) + ": cannot be listed: " + error.message());
  std::sort(paths.begin(), paths.end());
  for (const std::string& path : paths) run_file(path);
}

void VectorRunner::run_file(const std::string& path) {
  ++tally_.files;
  file_ = one_line(path);
  const auto file = read_vector_file(path);
  if (!file) return tally_.failures.push_back(file.error().message);
  for (const auto& [reason, count] : file->skipped) tally_.skipped[reason] += count;
  for (const ConvVector& vector : file->convolutions) run(vector);
  for (const RequantizeVector& vector : file->requantizations) run(vector);
  for (const DerivationVector& vector : file->derivations) run(vector);
  for (const StepVector& vector : file->steps) run(vector);
}

void VectorRunner::fail(const std::string& name, const std::string& what) {
  tally_.failures.push_back(fmt::format("{}: {}: {}", file_, one_line(name), what));
}

void VectorRunner::count(const std::string& label, std::size_t values) {
  ++tally_.cases;
  tally_.exact[label] += values;
}

bool VectorRunner::exact(const std::string& name, const Problem& problem, const std::vector<std::int32_t>& expected) {
  Expected reference = expect(problem);
  if (const std::string what = difference(reference.output, expected); !what.empty()) {
    fail(name, "reference: " + what);
    return false;
  }
  const std::size_t failures = tally_.failures.size();
  for (const RegisteredTarget& registered : registered_targets()) {
    const halflsb_target& target = *registered.target;
    if (registered.origin != "portable" || !outside_domain(target, problem).empty()) continue;
    if (!machine_supports(target)) {
      ++tally_.skipped[fmt::format("target {}: not on this machine", target.name)];
    } else if (!reference.accumulators_fit) {
      ++tally_.skipped[fmt::format("target {}: accumulators beyond 32 bits", target.name)];
    } else if (const Outcome outcome = checker_.check(target, problem, reference); outcome.verdict != Verdict::pass) {
      fail(name, fmt::format("target {}: {}: {}", target.name, name_of(outcome.verdict), explain(outcome)));
    } else {
      ++tally_.targets[target.name];
    }
  }
  return tally_.failures.size() == failures;
}

void VectorRunner::run(const ConvVector& vector) {
  const auto as = [&](const Requantization& requantization) {
    ConvLayer layer = vector.layer;
    layer.requantization = requantization;
    return layer;
  };
  const auto label = [](const Requantization& rq) { return "convolutions as " + scheme_of(rq); };
  const Requantization& own = vector.layer.requantization;
  if (vector.otherwise && convolve(vector.layer).output != vector.expected) {
    const std::string name =
        vector.name + " as " + scheme_of(*vector.otherwise) + " (not reproduced as " + scheme_of(own) + ")";
    if (exact(name, as(*vector.otherwise), vector.expected))
      count(label(*vector.otherwise) + ", not " + scheme_of(own), 1);
    return;
  }
  if (!exact(vector.name + " as " + scheme_of(own), vector.layer, vector.expected)) return;
  count(label(own), 1);
  for (const Requantization& rq : vector.also) {
    if (exact(vector.name + " as " + scheme_of(rq), as(rq), vector.expected)) ++tally_.exact[label(rq) + ", too"];
  }
}

void VectorRunner::run(const RequantizeVector& vector) {
  const std::string name = vector.name + " as " + scheme_of(vector.requantization);
  if (!exact(name, RequantizeProblem{vector.requantization, vector.accumulators}, vector.expected)) return;
  count("values of " + name, vector.expected.size());
}

void VectorRunner::run(const DerivationVector& vector) {
  const auto got = find_recipe(vector.expected.scheme)->derive(vector.source);
  if (!got) return fail(vector.name, got.error().message);
  if (*got != vector.expected) {
    return fail(vector.name, fmt::format("recipe: want {}, got {}", text_of(vector.expected), text_of(*got)));
  }
  count("factors derived as " + vector.expected.scheme, 1);
}

void VectorRunner::run(const StepVector& vector) {
  const Scheme scheme{vector.name, {vector.step}};
  std::vector<std::int64_t> got;
  for (const std::int32_t value : vector.values) got.push_back(evaluate(scheme, value).convert_to<std::int64_t>());
  if (const std::string what = difference(got, vector.expected); !what.empty()) return fail(vector.name, what);
  count("values of " + vector.name + " as a " + vector.step.name, vector.values.size());
}

}  // namespace halflsb
