#include "harness/sweep/run.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "harness/finding/write_file.h"
#include "harness/isolate/parallel.h"
#include "harness/readers/read_file.h"
#include "reference/exact/parse_number.h"

namespace halflsb {
namespace {

using Clock = std::chrono::steady_clock;

struct State {
  Integer next;  // the first accumulator that is not in the tally
  Tally tally;
};

Result<State> load(const SweepRun& run) {
  const State fresh{run.range.lo, {}};
  if (run.state_file.empty() || !std::filesystem::exists(run.state_file)) return fresh;
  const auto fail = [&](const std::string& what) { return Error{"--state: " + run.state_file + " " + what}; };
  const auto text = read_file(run.state_file, 1 << 20);
  if (!text) return fail("cannot be read");
  const Json json = Json::parse(*text, nullptr, false);
  if (!json.is_object() || !json.contains("question") || !json.contains("next") || !json.contains("tally")) {
    return fail("is not the state of a sweep");
  }
  if (json["question"] != run.question) {
    return fail("is the state of another question: " +
                in_quotes(json["question"].is_string() ? json["question"].get<std::string>() : ""));
  }
  const auto next =
      json["next"].is_string() ? parse_integer(json["next"].get<std::string>()) : Result<Integer>(Error{});
  const auto tally = tally_from_json(json["tally"]);
  if (!next || !tally || *next < run.range.lo || *next > run.range.hi + 1) return fail("is not the state of a sweep");
  return State{*next, *tally};
}

std::optional<Error> save(const SweepRun& run, const State& state) {
  if (run.state_file.empty()) return std::nullopt;
  const Json json{{"question", run.question}, {"next", to_text(state.next)}, {"tally", to_json(state.tally)}};
  const auto error = write_file(run.state_file, json.dump(-1, ' ', true) + "\n");
  return error ? std::optional(Error{"--state: " + error->message}) : std::nullopt;
}

}  // namespace

Result<Measured> run_sweep(const SweepRun& run, const std::function<Measured(const Interval& part)>& work) {
  auto loaded = load(run);
  if (!loaded) return loaded.error();
  State state = *loaded;
  if (auto error = save(run, state)) return *std::move(error);
  std::optional<Measured> stopped;
  auto saved = Clock::now();
  while (state.next <= run.range.hi && !stopped) {
    // So many at a time that a failure ends the sweep soon.
    const Integer start = state.next, part = run.part;
    const Integer parts = (run.range.hi - start) / part + 1;
    const std::size_t count = std::min<Integer>(parts, Integer(64 * run.jobs)).convert_to<std::size_t>();
    const auto interval = [&](std::size_t i) {
      const Integer lo = start + part * i;
      return Interval{lo, std::min<Integer>(run.range.hi, Integer(lo + part - 1))};
    };
    run_parallel(
        run.jobs, count, [&](std::size_t i) { return to_json(work(interval(i))).dump(-1, ' ', true); },
        [&](std::size_t i, const std::string& text) {
          if (stopped) return;
          const auto measured = measured_from_json(Json::parse(text, nullptr, false));
          if (!measured) {
            stopped = Measured{{}, KernelFailure{Reason::crash, "the process that swept it ended", interval(i)}, ""};
            return;
          }
          if (measured->failure || !measured->unsupported.empty()) {
            stopped = *measured;
            return;
          }
          state.tally.add(measured->tally);
          state.next = interval(i).hi + 1;
          run.progress(Integer(state.next - run.range.lo));
          if (Clock::now() - saved < std::chrono::seconds(1)) return;
          // A disk that is full now may not be at the end: the sweep goes on, and says so then.
          static_cast<void>(save(run, state));
          saved = Clock::now();
        });
  }
  if (auto error = save(run, state)) return *std::move(error);
  if (!stopped) return Measured{state.tally, {}, ""};
  stopped->tally = state.tally;
  return *stopped;
}

std::uint64_t part_of(SweepPath path) {
  switch (path) {
    case SweepPath::automatic:
    case SweepPath::lanes64: return std::uint64_t{1} << 26;
    case SweepPath::scalar: return std::uint64_t{1} << 21;
    case SweepPath::unbounded: return std::uint64_t{1} << 16;
  }
  return 1;
}

std::optional<Proof> prove_or_sweep(const Question& question) {
  if (auto proof = prove(question)) return proof;
  if (question.accumulator.hi - question.accumulator.lo >= kMostSwept) return std::nullopt;
  const Sweep sweep(question);
  return sweep.proof(sweep.scan(question.accumulator));
}

}  // namespace halflsb
