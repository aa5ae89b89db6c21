// What all commands of `halflsb` share: exit codes, the --format flag, the one line that says what was wrong.
#pragma once

#include <memory>
#include <string>

#include "harness/cli/command_line.h"
#include "harness/problem/json.h"
#include "reference/exact/result.h"

namespace halflsb::cli {

enum ExitCode { kHolds = 0, kFinding = 1, kUsage = 2, kUndecided = 3 };

// Of several results the worst: 2, then 3, then 1, then 0.
[[nodiscard]] int worst(int a, int b);

// Prints "halflsb <command>: <message>" to stderr; returns kUsage.
int usage_error(const std::string& command, const std::string& message);

void add_format(CommandLine& app, std::string& format);

// One JSON object on a line of its own, flushed.
void print_line(const Json& json);

// Each adds its subcommand; *exit_code is set when that subcommand runs.
void add_choose(CommandLine& app, int* exit_code);
void add_derive(CommandLine& app, int* exit_code);
void add_equal(CommandLine& app, int* exit_code);
void add_explain(CommandLine& app, int* exit_code);
void add_prove(CommandLine& app, int* exit_code);
void add_sweep(CommandLine& app, int* exit_code);
void add_targets(CommandLine& app, int* exit_code);
void add_check(CommandLine& app, int* exit_code);
void add_fuzz(CommandLine& app, int* exit_code);
void add_gen(CommandLine& app, int* exit_code);
void add_minimize(CommandLine& app, int* exit_code);
void add_replay(CommandLine& app, int* exit_code);
void add_report(CommandLine& app, int* exit_code);
void add_scoreboard(CommandLine& app, int* exit_code);
void add_verify(CommandLine& app, int* exit_code);

}  // namespace halflsb::cli
