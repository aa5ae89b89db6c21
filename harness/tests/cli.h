// Runs the halflsb command as a user does.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

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

}  // namespace halflsb
