// Guarded memory for the tensors of one kernel call: a byte read or written beyond a tensor's edge hits memory that faults,
// or changes a canary. Placement decides which edge lies against it; the other one has canaries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace halflsb {

enum class Placement { against_end, against_start };

// One tensor between two inaccessible stretches of memory. Reused from call to call; grows when it must.
class GuardedBuffer {
 public:
  GuardedBuffer() = default;
  ~GuardedBuffer();
  GuardedBuffer(const GuardedBuffer&) = delete;
  GuardedBuffer& operator=(const GuardedBuffer&) = delete;

  // A tensor of `size` bytes, followed by `slack` bytes that may be read. Everything outside the tensor is filled with
  // `canary`; what the tensor holds is unspecified. False where memory runs out.
  [[nodiscard]] bool place(std::size_t size, std::size_t slack, std::size_t alignment, Placement placement,
                           std::uint8_t canary);

  [[nodiscard]] std::uint8_t* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }

  // No canary around the tensor has changed.
  [[nodiscard]] bool intact() const;

  // The address lies in one of the two inaccessible stretches.
  [[nodiscard]] bool guards(const void* address) const;

 private:
  [[nodiscard]] bool reserve(std::size_t bytes);

  std::uint8_t* mapping_ = nullptr;  // guard, `capacity_` bytes, guard
  std::size_t capacity_ = 0;
  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
  std::uint8_t* checked_from_ =
      nullptr;  // canaries are checked in [checked_from_, data_) and [data_ + size_, checked_to_)
  std::uint8_t* checked_to_ = nullptr;
  std::uint8_t canary_ = 0;
};

}  // namespace halflsb
