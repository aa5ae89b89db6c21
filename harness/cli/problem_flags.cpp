#include "harness/cli/problem_flags.h"

#include "harness/finding/json.h"
#include "harness/problem/bytes.h"
#include "harness/problem/text.h"
#include "harness/readers/read_file.h"

namespace halflsb::cli {
namespace {

Result<Problem> read_fuzz_file(const std::string& path, const std::string& kind) {
  constexpr std::size_t kMostBytes = std::size_t{1} << 24;
  const auto bytes = read_file(path, kMostBytes);
  if (!bytes) return bytes.error();
  Problem problem = decode({reinterpret_cast<const std::uint8_t*>(bytes->data()), bytes->size()});
  if (!kind.empty() && kind_of(problem) != kind) {
    return Error{path + ": holds a " + std::string(kind_of(problem)) + " problem (expected " + kind + ")"};
  }
  return problem;
}

}  // namespace

void ProblemFlags::add_to(CommandLine& app) {
  app.add_option("problem", line, "a problem line, e.g. from a finding");
  app.add_option("--finding", finding, "a finding's JSON file; the plug-in that it names is loaded");
  app.add_option("--fuzz-file", fuzz_file, "an input that a fuzz target wrote, or one of a corpus");
  app.add_option("--kind", kind, "requantize or conv2d: what the fuzz file is expected to hold")
      .one_of({"requantize", "conv2d"});
  app.add_option("--target", target, "the target to run");
  plugins.add_to(app);
}

Result<NamedProblem> ProblemFlags::get() const {
  const int sources = !line.empty() + static_cast<int>(!finding.empty()) + static_cast<int>(!fuzz_file.empty());
  if (sources != 1) return Error{"expected one of a problem line, --finding and --fuzz-file"};
  if (!kind.empty() && fuzz_file.empty()) return Error{"--kind goes with --fuzz-file"};
  NamedProblem named;
  named.target = target;
  if (!finding.empty()) {
    const auto loaded = load_finding(finding);
    if (!loaded) return loaded.error();
    named.finding = *loaded;
    named.problem = loaded->problem;
    if (target.empty() && !ran_elsewhere(*loaded)) named.target = loaded->target;
  } else {
    const auto problem = line.empty() ? read_fuzz_file(fuzz_file, kind) : parse_problem(line);
    if (!problem) return problem.error();
    named.problem = *problem;
  }
  if (auto error = plugins.load()) return *std::move(error);
  // The finding says which library has its target, unless one that was given has it too.
  if (named.finding && !named.finding->plugin.empty() && find_target(named.target) == nullptr) {
    if (const auto error = add_plugin(named.finding->plugin)) {
      return Error{finding + ": \"plugin\": " + error->message + "; --plugin names another one"};
    }
  }
  if (!named.target.empty()) {
    if (const auto found = target_named(named.target); !found) return found.error();
  }
  return named;
}

}  // namespace halflsb::cli
