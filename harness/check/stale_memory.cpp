#include "harness/check/stale_memory.h"

#include <malloc.h>

#include <array>
#include <cstdlib>
#include <cstring>

#include "harness/check/sanitized.h"

namespace halflsb {
namespace {

// Keeps the compiler from dropping a store that nobody reads.
void keep(void* memory) { __asm__ volatile("" : : "r"(memory) : "memory"); }

// The C library's, which is several times faster here than the string instructions that GCC would put in its place.
void* (*const volatile library_memset)(void*, int, std::size_t) = std::memset;

template <std::size_t kBytes>
__attribute__((noinline)) void dirty_frame(std::uint8_t pattern) {
  std::array<std::uint8_t, kBytes> frame;
  std::memset(frame.data(), pattern, frame.size());
  keep(frame.data());
}

}  // namespace

void dirty_stack(std::uint8_t pattern, bool deep) {
  deep ? dirty_frame<256 << 10>(pattern) : dirty_frame<16 << 10>(pattern);
}

// glibc fills a block with the complement of M_PERTURB, except those that it kept in a thread's cache when they were freed:
// one per size, up to 1032 bytes. Those are taken, filled and given back here.
// AddressSanitizer has an allocator of its own, which fills what it gives and gives nothing back for long.
DirtyHeap::DirtyHeap(std::uint8_t pattern) {
  if constexpr (kSanitized) return;
  constexpr std::size_t kLargestCached = 1032;
  std::array<void*, kLargestCached / 16> blocks{};
  std::size_t count = 0;
  for (std::size_t size = 24; size <= kLargestCached; size += 16) {
    void* block = std::malloc(size);
    if (block == nullptr) break;
    library_memset(block, pattern, size);
    keep(block);
    blocks[count++] = block;
  }
  while (count > 0) std::free(blocks[--count]);
  mallopt(M_PERTURB, static_cast<std::uint8_t>(~pattern));
}

DirtyHeap::~DirtyHeap() {
  if constexpr (!kSanitized) mallopt(M_PERTURB, 0);
}

}  // namespace halflsb
