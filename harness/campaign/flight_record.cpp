#include "harness/campaign/flight_record.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <limits>
#include <new>

namespace halflsb {

struct Flight {
  static constexpr std::size_t kMostInput = 1 << 20;  // above what engines are allowed to make
  static constexpr std::size_t kMostFailure = 1 << 22;
  static constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::min();

  std::atomic<std::uint64_t> inputs{0}, calls{0};
  std::atomic<bool> in_kernel{false};
  std::atomic<std::size_t> input_size{0}, failure_size{0};
  std::atomic<double> error{-1};
  std::atomic<std::int64_t> accumulator{0}, unsafe{kNone};
  std::uint8_t input[kMostInput];
  char failure[kMostFailure];
};

namespace {

Flight* map(int descriptor) {
  void* memory = mmap(nullptr, sizeof(Flight), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  return memory == MAP_FAILED ? nullptr : static_cast<Flight*>(memory);
}

}  // namespace

FlightRecord::FlightRecord() : descriptor_(memfd_create("flight", MFD_CLOEXEC)) {
  if (descriptor_ < 0 || ftruncate(descriptor_, sizeof(Flight)) != 0) return;
  flight_ = map(descriptor_);
  if (flight_ != nullptr) new (flight_) Flight;
}

FlightRecord::~FlightRecord() {
  if (flight_ != nullptr) munmap(flight_, sizeof(Flight));
  if (descriptor_ >= 0) close(descriptor_);
}

std::string FlightRecord::share() const {
  fcntl(descriptor_, F_SETFD, 0);
  return "/proc/self/fd/" + std::to_string(descriptor_);
}

std::uint64_t FlightRecord::inputs() const { return flight_->inputs; }

std::uint64_t FlightRecord::calls() const { return flight_->calls; }

bool FlightRecord::in_kernel() const { return flight_->in_kernel; }

std::vector<std::uint8_t> FlightRecord::input() const {
  return {flight_->input, flight_->input + std::min(flight_->input_size.load(), Flight::kMostInput)};
}

std::string FlightRecord::failure() const {
  return {flight_->failure, std::min(flight_->failure_size.load(), Flight::kMostFailure)};
}

Closest FlightRecord::closest() const {
  const std::int64_t unsafe = flight_->unsafe;
  return {flight_->error, flight_->accumulator,
          unsafe == Flight::kNone ? std::nullopt : std::optional<std::int64_t>(unsafe)};
}

bool FlightRecorder::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  struct stat status {};
  if (descriptor >= 0 && fstat(descriptor, &status) == 0 && status.st_size == sizeof(Flight)) flight_ = map(descriptor);
  if (descriptor >= 0) close(descriptor);
  return flight_ != nullptr;
}

void FlightRecorder::begin(std::span<const std::uint8_t> input) {
  if (flight_ == nullptr) return;
  const std::size_t size = input.size() <= Flight::kMostInput ? input.size() : 0;
  if (size != 0) std::memcpy(flight_->input, input.data(), size);
  flight_->input_size = size;
  ++flight_->inputs;
}

void FlightRecorder::failed(std::string_view failure) {
  if (flight_ == nullptr || failure.size() > Flight::kMostFailure) return;
  std::memcpy(flight_->failure, failure.data(), failure.size());
  flight_->failure_size = failure.size();
}

void FlightRecorder::closest(const Closest& closest) {
  if (flight_ == nullptr) return;
  flight_->error = closest.error;
  flight_->accumulator = closest.accumulator;
  flight_->unsafe = closest.unsafe.value_or(Flight::kNone);
}

FlightRecorder::Call::Call(Flight* flight) : flight_(flight) {
  if (flight_ == nullptr) return;
  ++flight_->calls;
  flight_->in_kernel = true;
}

FlightRecorder::Call::~Call() {
  if (flight_ != nullptr) flight_->in_kernel = false;
}

}  // namespace halflsb
