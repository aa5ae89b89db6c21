// Runs work in a process of its own, so that a kernel that crashes, exits, loops for ever or overwrites memory ends that process
// and nothing else. The work reports through shared memory what it is at, so that its last step is known when it never returns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace halflsb {

// What the work says of itself while it runs. Each beat starts the clock of the time limit anew.
class Heartbeat {
 public:
  static constexpr std::size_t kMaxText = 4 << 20;

  void beat(std::uint64_t mark);
  // The same with a line of text; one that is longer than kMaxText is dropped.
  void beat(std::uint64_t mark, std::string_view text);
  // A text that outlives the next beats: what the work has achieved so far.
  void keep(std::string_view text);
  // Until the next beat the limit is `factor` times as long.
  void extend(double factor);

 private:
  friend class Isolation;
  struct Shared;
  explicit Heartbeat(Shared* shared) : shared_(shared) {}
  Shared* shared_;
};

struct TimeLimit {
  double cpu_seconds = 2;  // of the child's own time between two beats: a busy machine does not count
  // What sleeps is given as long. Whatever else holds it up: this many times as long by the clock on the wall.
  static constexpr double kWallFactor = 8;
};

struct Ending {
  enum class How { returned, died, stalled };
  How how = How::returned;
  std::string result;      // what the work returned, where it did
  std::uint64_t mark = 0;  // of the last beat
  std::string text;        // of the last beat that had one
  std::string kept;        // of the last keep()
  std::string detail;      // for people, where it did not return: "dies of signal 11"
};

using IsolatedWork = std::function<std::string(Heartbeat&)>;

// Returns when the work has. The child has no standard input, its standard output is discarded, and of what it prints to standard
// error the first line that names an error becomes part of the detail. It is bounded (see bounded.h): it may start threads, not
// processes. Call it from a process with one thread.
[[nodiscard]] Ending run_isolated(const IsolatedWork& work, const TimeLimit& limit);

}  // namespace halflsb
