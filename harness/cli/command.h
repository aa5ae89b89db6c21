// What all commands of `halflsb` share: exit codes, the --format flag, the one line that says what was wrong.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "harness/problem/json.h"
#include "reference/exact/result.h"

namespace halflsb::cli {

enum ExitCode { kHolds = 0, kFinding = 1, kUsage = 2, kUndecided = 3 };

// Of several results the worst: 2, then 3, then 1, then 0.
[[nodiscard]] int worst(int a, int b);

// Prints "halflsb <command>: <message>" to stderr; returns kUsage.
int usage_error(const std::string& command, const std::string& message);

void add_format(CLI::App& app, std::string& format);

// One JSON object on a line of its own, flushed.
void print_line(const Json& json);

// Each adds its subcommand; *exit_code is set when that subcommand runs.
void add_choose(CLI::App& app, int* exit_code);
void add_derive(CLI::App& app, int* exit_code);
void add_equal(CLI::App& app, int* exit_code);
void add_explain(CLI::App& app, int* exit_code);
void add_prove(CLI::App& app, int* exit_code);
void add_sweep(CLI::App& app, int* exit_code);
void add_targets(CLI::App& app, int* exit_code);
void add_check(CLI::App& app, int* exit_code);
void add_fuzz(CLI::App& app, int* exit_code);
void add_minimize(CLI::App& app, int* exit_code);
void add_replay(CLI::App& app, int* exit_code);

}  // namespace halflsb::cli
