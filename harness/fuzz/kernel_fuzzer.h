// What the fuzz targets for kernels share: bytes are decoded to a problem, every chosen target that takes the problem
// is checked on it against one answer of the reference, and a failure is reported. Mutation and crossover work on the
// problem.
//
// HALFLSB_FUZZ_TARGET names the one target to check; without it all portable targets of the kind are, and those of the
// plug-in that HALFLSB_FUZZ_PLUGIN names; HALFLSB_FUZZ_FLIGHT is where the flight is recorded. Where
// HALFLSB_FUZZ_PLAIN_BYTES is set, bytes are mutated as libFuzzer does by itself; HALFLSB_FUZZ_NO_COUNTERS: the extra counters stay empty;
// HALFLSB_FUZZ_PARAMETERS: a requantize problem, whose parameters every input is given; HALFLSB_FUZZ_SAFE: lo:hi, see ClosestInput. A name that does not
// exist ends the program with one line and status 2.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "harness/campaign/flight_record.h"
#include "harness/check/check.h"
#include "harness/fuzz/closest_input.h"
#include "harness/fuzz/kernel_signals.h"
#include "harness/generate/random.h"

namespace halflsb {

class KernelFuzzer {
 public:
  explicit KernelFuzzer(std::string_view kind);

  void run(std::span<const std::uint8_t> bytes);
  // Both write at most max_size bytes and return how many.
  [[nodiscard]] std::size_t mutate(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                   std::uint64_t seed) const;
  [[nodiscard]] std::size_t cross(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b,
                                  std::span<std::uint8_t> out, std::uint64_t seed) const;

 private:
  [[nodiscard]] Problem decoded(std::span<const std::uint8_t> bytes) const;
  [[nodiscard]] std::vector<const halflsb_target*> takers(const Problem& problem) const;

  std::vector<const halflsb_target*> targets_;
  Checker checker_;
  KernelSignals signals_;
  FlightRecorder recorder_;
  std::optional<Requantization> parameters_;
  ClosestInput closest_;
  bool plain_bytes_, counters_;
};

// Flags for libFuzzer before those of the command line, which win: an encoded tensor is longer than the 4096 bytes of
// its default.
void add_kernel_flags(int* argc, char*** argv);

}  // namespace halflsb

// One kind of kernel as a libFuzzer target.
#define HALFLSB_FUZZ_KERNELS(kind)                                                                                   \
  static halflsb::KernelFuzzer& fuzzer() {                                                                           \
    static halflsb::KernelFuzzer instance(kind);                                                                     \
    return instance;                                                                                                 \
  }                                                                                                                  \
  extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {                                                     \
    halflsb::add_kernel_flags(argc, argv);                                                                           \
    return 0;                                                                                                        \
  }                                                                                                                  \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {                                \
    fuzzer().run({data, size});                                                                                      \
    return 0;                                                                                                        \
  }                                                                                                                  \
  extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,         \
                                                 unsigned seed) {                                                    \
    return fuzzer().mutate(data, size, max_size, seed);                                                              \
  }                                                                                                                  \
  extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* a, std::size_t a_size, const std::uint8_t* b, \
                                                   std::size_t b_size, std::uint8_t* out, std::size_t max_size,      \
                                                   unsigned seed) {                                                  \
    return fuzzer().cross({a, a_size}, {b, b_size}, {out, max_size}, seed);                                          \
  }
