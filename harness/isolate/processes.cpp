#include "harness/isolate/processes.h"

#include <fstream>
#include <string>
#include <string_view>

namespace halflsb {
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
