#include "harness/isolate/processes.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <string>
#include <string_view>

namespace halflsb {
namespace {

bool has_children() {
  siginfo_t info{};
  return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

std::set<pid_t> children() {
  std::set<pid_t> all;
  if (!has_children()) return all;
  std::ifstream list("/proc/thread-self/children");
  for (pid_t child = 0; list >> child;) all.insert(child);
  return all;
}

}  // namespace

Orphans::Orphans() {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  known_ = children();
}

void Orphans::end() const {
  // An ended process hands its children on to this one; more rounds than any kernel has generations.
  for (int round = 0; round < 100; ++round) {
    bool more = false;
    for (const pid_t child : children()) {
      if (known_.contains(child)) continue;
      more = true;
      kill(child, SIGKILL);
      waitpid(child, nullptr, 0);
    }
    if (!more) return;
  }
}

bool is_asleep(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string line;
  std::getline(file, line);
  const std::size_t name_end = line.rfind(')');  // the name may hold anything
  return name_end != std::string::npos && name_end + 2 < line.size() &&
         std::string_view("STt").find(line[name_end + 2]) != std::string_view::npos;
}

double seconds_in_queue(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/schedstat");
  double on_processor = 0;
  double queued = 0;
  file >> on_processor >> queued;
  return 1e-9 * queued;
}

}  // namespace halflsb
