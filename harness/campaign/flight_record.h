// What an engine's process is at, in memory that it shares with the process which started it: an input is not lost when the kernel
// that runs on it ends the process behind everybody's back, or never returns. The two sides are FlightRecord, and FlightRecorder in
// the engine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace halflsb {

struct Flight;  // the shared memory

// The worst that requantize inputs have shown so far.
struct Closest {
  double error = -1;  // |e| in LSB, about; below 0: none yet
  std::int64_t accumulator = 0;
  std::optional<std::int64_t> unsafe;  // the accumulator of smallest |N| beyond those that are known to be safe
};

class FlightRecord {
 public:
  FlightRecord();
  ~FlightRecord();
  FlightRecord(const FlightRecord&) = delete;
  FlightRecord& operator=(const FlightRecord&) = delete;

  [[nodiscard]] bool open() const { return flight_ != nullptr; }
  // In the process that becomes the engine, before exec(): what a FlightRecorder opens there.
  [[nodiscard]] std::string share() const;

  [[nodiscard]] std::uint64_t inputs() const;             // begun so far
  [[nodiscard]] std::uint64_t calls() const;              // checks of kernels, begun so far
  [[nodiscard]] bool in_kernel() const;                   // the last one is not over
  [[nodiscard]] std::vector<std::uint8_t> input() const;  // the last one
  [[nodiscard]] std::string failure() const;              // what its check said; empty: nothing
  [[nodiscard]] Closest closest() const;

 private:
  int descriptor_ = -1;
  Flight* flight_ = nullptr;
};

// Records nothing until it is open.
class FlightRecorder {
 public:
  // False where there is no record at that path.
  [[nodiscard]] bool open(const std::string& path);

  void begin(std::span<const std::uint8_t> input);
  void failed(std::string_view failure);
  void closest(const Closest& closest);

  class Call {
   public:
    explicit Call(Flight* flight);
    ~Call();
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

   private:
    Flight* flight_;
  };
  // A kernel runs until the result goes out of scope.
  [[nodiscard]] Call call() const { return Call(flight_); }

 private:
  Flight* flight_ = nullptr;
};

}  // namespace halflsb
