// Runs the halflsb command as a user does.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace halflsb {

struct CommandResult {
  int exit_code = -1;
  std::string out, err;
};

// HALFLSB_COMMAND is the path of the program, defined by CMake.
inline CommandResult run_halflsb(const std::string& arguments, const std::string& input = "") {
  const std::string base = "/tmp/halflsb_cli_test_" + std::to_string(getpid());
  std::ofstream(base + ".in") << input;
  const std::string command =
      std::string(HALFLSB_COMMAND) + " " + arguments + " <" + base + ".in >" + base + ".out 2>" + base + ".err";
  const int status = std::system(command.c_str());
  const auto slurp = [&](const char* suffix) {
    std::ifstream file(base + suffix);
    std::ostringstream text;
    text << file.rdbuf();
    std::remove((base + suffix).c_str());
    return text.str();
  };
  slurp(".in");
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, slurp(".out"), slurp(".err")};
}

// Bad input: exit code 2, one line that says what is wrong, and no result.
inline void expect_refused(const CommandResult& result, const std::string& what) {
  EXPECT_EQ(result.exit_code, 2) << what;
  EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << what << "\n" << result.err;
  EXPECT_EQ(result.out, "") << what;
}

}  // namespace halflsb
