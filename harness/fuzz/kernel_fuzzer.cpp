#include "harness/fuzz/kernel_fuzzer.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "harness/campaign/isolated_check.h"
#include "harness/check/domain.h"
#include "harness/check/registry.h"
#include "harness/finding/json.h"
#include "harness/fuzz/features.h"
#include "harness/fuzz/require.h"
#include "harness/generate/mutate.h"
#include "harness/generate/problems.h"
#include "harness/problem/bytes.h"
#include "harness/problem/text.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace halflsb {
namespace {

// Not exit(): libFuzzer takes that for a finding.
[[noreturn]] void refuse(const std::string& line) {
  static_cast<void>(std::fprintf(stderr, "fuzz: %s\n", line.c_str()));
  std::_Exit(2);
}

std::vector<const halflsb_target*> choose(std::string_view kind) {
  if (const char* path = std::getenv("HALFLSB_FUZZ_PLUGIN")) {
    if (const auto error = add_plugin(path)) refuse(error->message);
  }
  if (const char* name = std::getenv("HALFLSB_FUZZ_TARGET")) {
    const RegisteredTarget* found = find_target(name);
    if (found == nullptr) refuse("HALFLSB_FUZZ_TARGET: there is no target '" + std::string(name) + "'");
    if (kind != found->target->kind)
      refuse("HALFLSB_FUZZ_TARGET: '" + std::string(name) + "' is not of kind " + std::string(kind));
    if (!machine_supports(*found->target))
      refuse("HALFLSB_FUZZ_TARGET: this machine cannot run '" + std::string(name) + "'");
    return {found->target};
  }
  std::vector<const halflsb_target*> targets;
  for (const RegisteredTarget& candidate : registered_targets()) {
    const bool wanted = candidate.origin == "portable" || candidate.origin == "plugin";
    if (wanted && candidate.expected_to_pass() && kind == candidate.target->kind &&
        machine_supports(*candidate.target)) {
      targets.push_back(candidate.target);
    }
  }
  if (targets.empty()) refuse("there is no target of kind " + std::string(kind));
  return targets;
}

std::optional<Requantization> parameters_of(std::string_view kind) {
  const char* text = std::getenv("HALFLSB_FUZZ_PARAMETERS");
  if (text == nullptr || kind != "requantize") return std::nullopt;
  const auto problem = parse_problem(text);
  if (!problem) refuse("HALFLSB_FUZZ_PARAMETERS: " + problem.error().message);
  return requantization_of(*problem);
}

const halflsb_target& any_of(const std::vector<const halflsb_target*>& targets, Random& random) {
  return *targets[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(targets.size()) - 1))];
}

// 0 where the encoding does not hold the problem or the room not the bytes.
std::size_t store(const Problem& problem, std::span<std::uint8_t> out) {
  const auto bytes = encode(problem);
  if (!bytes || bytes->size() > out.size()) return 0;
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return bytes->size();
}

}  // namespace

void add_kernel_flags(int* argc, char*** argv) {
  static char max_len[] = "-max_len=200000";
  static std::vector<char*> all(*argv, *argv + *argc);
  all.insert(all.begin() + 1, max_len);
  all.push_back(nullptr);
  *argc += 1;
  *argv = all.data();
}

KernelFuzzer::KernelFuzzer(std::string_view kind)
    : targets_(choose(kind)),
      parameters_(parameters_of(kind)),
      closest_(parameters_.has_value(), std::getenv("HALFLSB_FUZZ_SAFE")),
      plain_bytes_(std::getenv("HALFLSB_FUZZ_PLAIN_BYTES") != nullptr),
      counters_(std::getenv("HALFLSB_FUZZ_NO_COUNTERS") == nullptr) {
  const char* flight = std::getenv("HALFLSB_FUZZ_FLIGHT");
  if (flight != nullptr && !recorder_.open(flight))
    refuse("HALFLSB_FUZZ_FLIGHT: '" + std::string(flight) + "' is no record");
}

Problem KernelFuzzer::decoded(std::span<const std::uint8_t> bytes) const {
  Problem problem = decode(bytes);
  auto* requantize = std::get_if<RequantizeProblem>(&problem);
  if (parameters_ && requantize != nullptr) requantize->requantization = *parameters_;
  return problem;
}

std::vector<const halflsb_target*> KernelFuzzer::takers(const Problem& problem) const {
  std::vector<const halflsb_target*> takers;
  std::copy_if(targets_.begin(), targets_.end(), std::back_inserter(takers),
               [&](const halflsb_target* target) { return outside_domain(*target, problem).empty(); });
  return takers;
}

void KernelFuzzer::run(std::span<const std::uint8_t> bytes) {
  recorder_.begin(bytes);
  const Problem problem = decoded(bytes);
  const auto takers = this->takers(problem);
  // One such input is kept: libFuzzer gives up on an empty corpus, and seeds may all be outside the domain of a target.
  if (takers.empty()) return mark_message("no target takes this");
  const Expected expected = expect(problem);
  // Without counters one input is kept all the same, as above.
  counters_ ? mark_features(problem, expected) : mark_message("counters are off");
  if (closest_.look(problem, expected)) recorder_.closest(closest_.closest());
  for (const halflsb_target* target : takers) {
    const Outcome outcome = [&] {
      const auto scope = signals_.guard();
      const auto call = recorder_.call();
      return checker_.check(*target, problem, expected);
    }();
    if (outcome.verdict == Verdict::pass || outcome.verdict == Verdict::unsupported) continue;
    recorder_.failed(pack(*target, problem, outcome.mismatch));
    report(std::string(target->name) + ": " + to_text(*outcome.mismatch) + ": " + minimal_text(problem));
  }
}

std::size_t KernelFuzzer::mutate(std::uint8_t* data, std::size_t size, std::size_t max_size, std::uint64_t seed) const {
  Random random(seed);
  if (plain_bytes_ || random.one_in(10)) return LLVMFuzzerMutate(data, size, max_size);
  const Problem before = decoded({data, size});
  const auto takers = this->takers(before);
  // What no target takes is not worth changing a little.
  const Problem after = takers.empty() ? some_problem(any_of(targets_, random), random.bits(), 1 << 10)
                                       : halflsb::mutate(before, any_of(takers, random), random);
  const std::size_t stored = store(after, {data, max_size});
  return stored != 0 ? stored : LLVMFuzzerMutate(data, size, max_size);
}

std::size_t KernelFuzzer::cross(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b,
                                std::span<std::uint8_t> out, std::uint64_t seed) const {
  if (plain_bytes_) return 0;  // libFuzzer's own crossover is among its mutations
  Random random(seed);
  const Problem one = decoded(a);
  const Problem other = decoded(b);
  if (one.index() == other.index()) {
    if (const std::size_t stored = store(halflsb::cross(one, other, random), out)) return stored;
  }
  const std::size_t kept = std::min(a.size(), out.size());
  if (kept != 0) std::memcpy(out.data(), a.data(), kept);
  return kept;
}

}  // namespace halflsb
