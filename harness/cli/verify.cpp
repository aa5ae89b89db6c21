// halflsb verify: judges the answers of a kernel in another process.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "harness/cli/progress.h"
#include "harness/cli/target_flags.h"
#include "harness/cli/verify_report.h"
#include "harness/exchange/answer.h"
#include "harness/exchange/problem_line.h"
#include "harness/finding/json.h"
#include "reference/exact/parse_number.h"

namespace halflsb::cli {
namespace {

struct VerifyCommand {
  std::string problems, expect, tolerance, name = "stdin", errors = "20", format = "text";
};

// Lines with their numbers, for messages: "answers:12".
class Lines {
 public:
  Lines(std::istream& in, std::string name) : in_(in), name_(std::move(name)) {}
  bool next() {
    if (!std::getline(in_, line_)) return false;
    ++number_;
    return true;
  }
  bool next_that_holds_something() {
    while (next()) {
      if (!holds_nothing(line_)) return true;
    }
    return false;
  }
  [[nodiscard]] const std::string& line() const { return line_; }
  [[nodiscard]] Error error(const std::string& message) const {
    return Error{name_ + ":" + std::to_string(number_) + ": " + message};
  }

 private:
  std::istream& in_;
  std::string name_, line_;
  std::uint64_t number_ = 0;
};

void show(const Progress& progress, const Verifier& verifier) {
  constexpr std::uint64_t kEvery = 256;
  if (verifier.answered() % kEvery == 0)
    progress.show(verifier.answered(), std::to_string(verifier.wrong()) + " wrong");
}

std::string ended_after(const Verifier& verifier, const std::string& of) {
  return "the answers end after " + std::to_string(verifier.answered()) + of;
}

// Each line a problem and its answer. `expected` answers must come, where that is not 0.
std::optional<Error> read_echoed(std::istream& in, std::uint64_t expected, Verifier& verifier,
                                 const Progress& progress) {
  Lines answers(in, "answers");
  while (!verifier.enough() && answers.next_that_holds_something()) {
    if (expected != 0 && verifier.answered() == expected) {
      return answers.error("another answer (expected " + std::to_string(expected) + ")");
    }
    const auto parts = split_echoed(answers.line());
    if (!parts) return answers.error(parts.error().message);
    const auto problem = problem_of(parts->problem);
    if (!problem) return answers.error(problem.error().message);
    if (const auto error = verifier.take(*problem, parts->answer)) return answers.error(error->message);
    show(progress, verifier);
  }
  if (!verifier.enough() && verifier.answered() < expected) {
    verifier.ended_early(nullptr, ended_after(verifier, " of " + std::to_string(expected)));
  }
  return std::nullopt;
}

// Problems on one side, answers alone on the other, in the same order.
std::optional<Error> read_listed(std::istream& in, const std::string& path, Verifier& verifier,
                                 const Progress& progress) {
  std::ifstream file(path);
  if (!file || std::filesystem::is_directory(path)) return Error{"--problems: cannot read " + path};
  Lines problems(file, path), answers(in, "answers");
  while (!verifier.enough() && problems.next_that_holds_something()) {
    const auto problem = problem_of(problems.line());
    if (!problem) return problems.error(problem.error().message);
    if (!answers.next()) {
      verifier.ended_early(&*problem, ended_after(verifier, ": there is none to this problem"));
      break;
    }
    if (const auto error = verifier.take(*problem, answers.line())) return answers.error(error->message);
    show(progress, verifier);
  }
  if (!verifier.enough() && answers.next_that_holds_something()) {
    return answers.error("another answer (expected " + std::to_string(verifier.answered()) +
                         ", one for each problem of " + path + ")");
  }
  return std::nullopt;
}

Result<VerifyOptions> options_of(const VerifyCommand& command) {
  VerifyOptions options{command.name, command.tolerance, 0};
  if (!is_target_name(command.name)) {
    return Error{"--name: " + in_quotes(command.name) + " is not a name of a-z, 0-9, _ and ."};
  }
  const auto errors = parse_count("--errors", command.errors, 0, 1'000'000);
  if (!errors) return errors.error();
  options.errors = *errors;
  if (command.tolerance.empty()) return options;
  const auto tolerance = parse_rational(command.tolerance);
  if (!tolerance) return Error{"--tolerance: " + tolerance.error().message};
  if (*tolerance < 0) return Error{"--tolerance: " + in_quotes(command.tolerance) + " is negative"};
  return options;
}

int verify_command(const VerifyCommand& command) {
  auto options = options_of(command);
  if (!options) return usage_error("verify", options.error().message);
  if (!command.expect.empty() && !command.problems.empty()) {
    return usage_error("verify", "--expect goes without --problems, which says how many there are");
  }
  std::uint64_t expected = 0;
  if (!command.expect.empty()) {
    const auto given = parse_count("--expect", command.expect, 1, std::uint64_t{1} << 40);
    if (!given) return usage_error("verify", given.error().message);
    expected = *given;
  }
  std::ios::sync_with_stdio(false);  // with it, every character of the answers takes a lock
  Verifier verifier(*options);
  const Progress progress(expected);
  const auto error = command.problems.empty() ? read_echoed(std::cin, expected, verifier, progress)
                                              : read_listed(std::cin, command.problems, verifier, progress);
  progress.clear();
  if (error) return usage_error("verify", error->message);
  const VerifyResult result = verifier.result();
  if (command.format == "json") {
    print_line(verify_json(*options, result, verifier.enough()));
  } else {
    std::cout << verify_text(*options, result, verifier.enough());
  }
  return verify_exit_code(result.summary.verdict);
}

}  // namespace

void add_verify(CommandLine& app, int* exit_code) {
  CommandLine command = app.add_subcommand("verify", "judges the answers of a kernel in another process (see gen)");
  auto options = std::make_shared<VerifyCommand>();
  command.add_option("--problems", options->problems,
                     "a file of problems; stdin then holds the answers alone. Else each line of stdin is "
                     "PROBLEM => OUTPUTS, or with a tab for the arrow");
  command.add_option("--expect", options->expect, "how many answers must come: that a program died is then noticed");
  command.add_option("--tolerance", options->tolerance,
                     "P/Q: LSB from the real value that are right; else each problem's scheme, bit for bit");
  command.add_option("--errors", options->errors, "findings after which to stop; 0: never").show_default();
  command.add_option("--name", options->name, "of the program, in findings").show_default();
  add_format(command, options->format);
  command.callback([options, exit_code] { *exit_code = verify_command(*options); });
}

}  // namespace halflsb::cli
