// halflsb gen: problems for a kernel in another process, one a line.
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "harness/check/expect.h"
#include "harness/cli/target_flags.h"
#include "harness/exchange/described.h"
#include "harness/exchange/problem_line.h"
#include "harness/generate/problems.h"
#include "harness/isolate/pipe.h"
#include "reference/exact/parse_number.h"

namespace halflsb::cli {
namespace {

struct GenCommand {
  std::string kind, scheme, level = "1", seed = "1", problems, format = "text";
};

// By level. A program that takes a millisecond for each runs a second, half a minute, a quarter of an hour.
constexpr std::array<std::uint64_t, 3> kRequantizations{1'000, 30'000, 1'000'000};
constexpr std::array<std::uint64_t, 3> kConvolutions{1'000, 10'000, 100'000};

struct Request {
  halflsb_target target;
  std::uint64_t seed, problems;
  LineFormat format;
};

Result<Request> request_of(const GenCommand& options) {
  if (options.kind.empty()) return Error{"--kind is missing (expected requantize or conv2d)"};
  if (options.scheme.empty()) return Error{"--scheme is missing (expected " + recipe_names() + ")"};
  const Recipe* scheme = find_recipe(options.scheme);
  if (scheme == nullptr) {
    return Error{"--scheme: " + in_quotes(options.scheme) + " is not known (expected " + recipe_names() + ")"};
  }
  const auto seed = parse_count("--seed", options.seed, 0, std::uint64_t{1} << 53);
  if (!seed) return seed.error();
  const auto& counts = options.kind == "conv2d" ? kConvolutions : kRequantizations;
  std::uint64_t problems = counts[static_cast<std::size_t>(options.level[0] - '1')];
  if (!options.problems.empty()) {
    const auto given = parse_count("--problems", options.problems, 1, std::uint64_t{1} << 40);
    if (!given) return given.error();
    problems = *given;
  }
  return Request{described(options.kind, *scheme), *seed, problems,
                 options.format == "json" ? LineFormat::json : LineFormat::text};
}

// As many problems as were asked for: those that are outside every domain are passed over. 0, or the error number of the
// write that failed.
int print_problems(const Request& request) {
  constexpr std::size_t kBuffer = std::size_t{1} << 16;
  Reference reference;
  std::string lines;
  std::uint64_t index = 0;
  for (std::uint64_t printed = 0; printed < request.problems; ++index) {
    const Problem problem = some_problem(request.target, request.seed, index);
    if (!reference.expect(problem).accumulators_fit) continue;
    lines += line_of(problem, request.format);
    lines += '\n';
    ++printed;
    if (lines.size() < kBuffer) continue;
    if (!write_all(STDOUT_FILENO, lines)) return errno;
    lines.clear();
  }
  return write_all(STDOUT_FILENO, lines) ? 0 : errno;
}

int gen_command(const GenCommand& options) {
  const auto request = request_of(options);
  if (!request) return usage_error("gen", request.error().message);
  std::signal(SIGPIPE, SIG_IGN);
  const int error = print_problems(*request);
  if (error == 0 || error == EPIPE) return kHolds;  // EPIPE: the reader has seen enough
  return usage_error("gen", std::string("cannot write to standard output: ") + std::strerror(error));
}

}  // namespace

void add_gen(CommandLine& app, int* exit_code) {
  CommandLine command = app.add_subcommand("gen", "problems for a kernel in another process, one a line (see verify)");
  auto options = std::make_shared<GenCommand>();
  command.add_option("--kind", options->kind, "requantize or conv2d").one_of({"requantize", "conv2d"});
  command.add_option("--scheme", options->scheme, recipe_names());
  command
      .add_option("--level", options->level,
                  "1, 2 or 3: 1000, 30000 or 1000000 requantizations; 1000, 10000 or 100000 convolutions")
      .one_of({"1", "2", "3"})
      .show_default();
  command.add_option("--seed", options->seed, "the same seed gives the same problems").show_default();
  command.add_option("--problems", options->problems, "how many, in place of a level");
  add_format(command, options->format);
  command.callback([options, exit_code] { *exit_code = gen_command(*options); });
}

}  // namespace halflsb::cli
