// Calls a target on a problem through the ABI in guarded memory: tensors and parameter arrays lie between inaccessible pages and
// canaries, and what the kernel may find in memory that it never wrote differs from run to run.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "harness/check/arena.h"
#include "harness/problem/problem.h"
#include "targets/abi/target.h"

namespace halflsb {

enum class CallStatus { ok, unsupported, failed, crashed, out_of_bounds };

struct CallResult {
  CallStatus status = CallStatus::ok;
  std::string detail;  // for people, where not ok
};

// Something the kernel reads, and what it held, so that a kernel that writes to it is seen.
struct InputArray {
  GuardedBuffer buffer;
  std::vector<std::uint8_t> own;  // holds the bytes, unless they are somebody else's
  std::span<const std::uint8_t> bytes;
  std::size_t alignment = 1;
  std::size_t slack = 0;  // bytes past the end that the kernel may read
  bool present = false;

  void set(std::span<const std::uint8_t> value, std::size_t align, std::size_t read_past);
  [[nodiscard]] bool place(Placement placement, std::uint8_t pattern);
  [[nodiscard]] bool unchanged() const;
  template <class T>
  [[nodiscard]] const T* as() const {
    return present ? reinterpret_cast<const T*>(buffer.data()) : nullptr;
  }
};

// Keeps its buffers from call to call. One per thread.
class Caller {
 public:
  // Lays out the arguments. The target and the problem must outlive the runs.
  void prepare(const halflsb_target& target, const Problem& problem);

  // Other accumulators in place of as many that were prepared: those of a requantize problem, or the bias of a conv2d layer.
  void replace_accumulators(const std::vector<std::int32_t>& values);

  // `pattern` fills beforehand the output, all memory around the arrays, and what the kernel may find on the stack and the heap.
  [[nodiscard]] CallResult run(Placement placement, std::uint8_t pattern);

  // What the last run left in the output, where that was ok: bytes of output_type().
  [[nodiscard]] const std::uint8_t* output() const { return output_.data(); }
  [[nodiscard]] std::size_t output_bytes() const { return output_.size(); }
  [[nodiscard]] ElementType output_type() const { return output_type_; }

  // The kernel alone, on the arguments of the last run, unguarded: for benchmarks. What the kernel returns.
  int call_kernel() const {
    return target_->conv2d != nullptr ? target_->conv2d(&conv2d_) : target_->requantize(&requantize_);
  }

 private:
  enum Array { kInput, kFilter, kBias, kFilterZeroPoint, kRescale, kBiasRescale, kArrays };

  void prepare_requantize(const RequantizeProblem& problem);
  void prepare_conv2d(const ConvLayer& layer);
  void set_pointers();
  [[nodiscard]] CallResult call_and_look();

  const halflsb_target* target_ = nullptr;
  std::size_t count_ = 0;   // outputs
  std::uint64_t runs_ = 0;  // so far
  ElementType output_type_ = ElementType::i8;
  halflsb_requantize_args requantize_{};
  halflsb_conv2d_args conv2d_{};
  std::array<InputArray, kArrays> inputs_;
  GuardedBuffer output_;
};

}  // namespace halflsb
