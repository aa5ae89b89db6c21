// halflsb: exact verification of integer requantization and quantized convolution kernels.
#include <sys/personality.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "harness/check/registry.h"
#include "harness/cli/command.h"

namespace halflsb::cli {

int worst(int a, int b) {
  const auto rank = [](int code) { return code == kUsage ? 3 : (code == kUndecided ? 2 : code); };
  return rank(a) >= rank(b) ? a : b;
}

int usage_error(const std::string& command, const std::string& message) {
  std::cout.flush();
  std::cerr << "halflsb " << command << ": " << message << "\n";
  return kUsage;
}

void add_format(CommandLine& app, std::string& format) {
  app.add_option("--format", format, "text or json").one_of({"text", "json"}).show_default();
}

void print_line(const Json& json) {
  std::cout << json.dump(-1, ' ', true, Json::error_handler_t::replace) << std::endl;
}

namespace {

// A kernel that depends on addresses, or on memory that it never wrote, is to fail in the same way on every run: the program starts
// again where Linux does not randomize addresses. Where it may not, it goes on as it is.
void fix_addresses(char** argv) {
  constexpr unsigned long kAsk = 0xffffffff;
  const int persona = personality(kAsk);
  if (persona < 0 || (persona & ADDR_NO_RANDOMIZE) != 0) return;
  if (personality(static_cast<unsigned long>(persona) | ADDR_NO_RANDOMIZE) >= 0) execv("/proc/self/exe", argv);
}

}  // namespace
}  // namespace halflsb::cli

int main(int argc, char** argv) {
  using namespace halflsb::cli;
  fix_addresses(argv);
  CommandLine app("HalfLSB: exact verification of integer requantization and quantized convolution kernels");
  app.make_program("halflsb", HALFLSB_VERSION);
  app.footer(
      "Exit codes: 0 holds, 1 finding, 2 usage error or unreadable input, 3 undecided only.\n"
      "Results go to stdout, progress and status to stderr.");
  int exit_code = kHolds;
  add_derive(app, &exit_code);
  add_explain(app, &exit_code);
  add_prove(app, &exit_code);
  add_choose(app, &exit_code);
  add_equal(app, &exit_code);
  add_sweep(app, &exit_code);
  add_targets(app, &exit_code);
  add_check(app, &exit_code);
  add_fuzz(app, &exit_code);
  add_minimize(app, &exit_code);
  add_replay(app, &exit_code);
  add_gen(app, &exit_code);
  add_verify(app, &exit_code);
  add_scoreboard(app, &exit_code);
  add_report(app, &exit_code);
  try {
    if (const auto error = app.parse({argv + std::min(argc, 1), argv + argc})) {
      std::cerr << "halflsb: " << error->message << " (see halflsb --help)\n";
      return kUsage;
    }
  } catch (const std::bad_alloc&) {
    std::cerr << "halflsb: not enough memory\n";
    return kUsage;
  }
  std::cout.flush();
  if (!std::cout) {
    std::cerr << "halflsb: cannot write to standard output\n";
    return kUsage;
  }
  const auto& targets = halflsb::registered_targets();
  const auto foreign = [](const auto& target) { return !target.plugin.empty(); };
  if (std::any_of(targets.begin(), targets.end(), foreign))
    std::_Exit(exit_code);  // not through a plug-in's destructors
  return exit_code;
}
