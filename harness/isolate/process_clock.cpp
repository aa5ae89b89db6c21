#include "harness/isolate/process_clock.h"

#include <ctime>
#include <fstream>
#include <string>
#include <string_view>

#include "harness/isolate/isolate.h"

namespace halflsb {
namespace {

double clock_seconds(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double cpu_seconds_of(pid_t process) {
  clockid_t clock{};
  return clock_getcpuclockid(process, &clock) == 0 ? clock_seconds(clock) : 0.0;
}

// It sleeps or is stopped: no processor would help it.
bool is_asleep(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string line;
  std::getline(file, line);
  const std::size_t name_end = line.rfind(')');  // the name may hold anything
  return name_end != std::string::npos && name_end + 2 < line.size() &&
         std::string_view("STt").find(line[name_end + 2]) != std::string_view::npos;
}

// How long it has waited for a processor in all; 0 where the system does not say.
double seconds_in_queue(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/schedstat");
  double on_processor = 0;
  double queued = 0;
  file >> on_processor >> queued;
  return 1e-9 * queued;
}

}  // namespace

ProcessClock::ProcessClock(pid_t process)
    : process_(process),
      cpu_(cpu_seconds_of(process)),
      wall_(clock_seconds(CLOCK_MONOTONIC)),
      queued_(seconds_in_queue(process)) {}

bool ProcessClock::passed(double seconds) const {
  const double wall = clock_seconds(CLOCK_MONOTONIC) - wall_;
  if (wall <= seconds) return false;
  if (cpu_seconds_of(process_) - cpu_ > seconds || wall > seconds * TimeLimit::kWallFactor) return true;
  return is_asleep(process_) && wall - (seconds_in_queue(process_) - queued_) > seconds;
}

}  // namespace halflsb
