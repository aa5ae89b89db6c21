// What a kernel finds in memory that it never wrote: chosen here, so that an answer that depends on it differs between two runs.
#pragma once

#include <cstdint>

namespace halflsb {

// Fills the stack below the caller's frame: 16 KiB, or where `deep` 256 KiB, which costs more than a small check.
void dirty_stack(std::uint8_t pattern, bool deep);

// While it lives, blocks from malloc() hold the pattern at first, those of up to about 1 KiB at least where few are taken.
class DirtyHeap {
 public:
  explicit DirtyHeap(std::uint8_t pattern);
  ~DirtyHeap();
  DirtyHeap(const DirtyHeap&) = delete;
  DirtyHeap& operator=(const DirtyHeap&) = delete;
};

}  // namespace halflsb
