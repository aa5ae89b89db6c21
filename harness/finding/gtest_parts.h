// Fixed pieces of a generated GoogleTest case. They do what harness/check/ does in its own words: see there for the
// reasons.
#pragma once

#include <string_view>

namespace halflsb::gtest_parts {

inline constexpr std::string_view kFindTarget = R"(const halflsb_target* find_target() {
  std::size_t count = 0;
  const halflsb_target* const* targets = halflsb_targets(HALFLSB_ABI_VERSION, &count);
  for (std::size_t i = 0; targets != nullptr && i < count; ++i) {
    if (std::string(targets[i]->name) == HALFLSB_CASE_TARGET) return targets[i];
  }
  return nullptr;
}

)";

inline constexpr std::string_view kGuarded =
    R"(// One array between two inaccessible pages, against the one or the other. A byte read or
// written beyond it faults, or it changes one of the bytes that fill the rest of the memory.
class Guarded {
 public:
  // `bytes`: what the array holds, null for the output. Behind it lie `read_past` bytes that may be read.
  Guarded(const void* bytes, std::size_t size, std::size_t alignment, std::size_t read_past, bool against_end, int fill)
      : page_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))),
        room_((size + read_past + alignment + 256 + page_ - 1) / page_ * page_),
        size_(size) {
    void* const pages = mmap(nullptr, room_ + 2 * page_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    first_ = static_cast<unsigned char*>(pages) + page_;
    if (pages == MAP_FAILED || mprotect(first_, room_, PROT_READ | PROT_WRITE) != 0) std::abort();
    std::memset(first_, fill, room_);
    start_ = against_end ? (room_ - size - read_past) / alignment * alignment : 0;
    if (bytes != nullptr) std::memcpy(first_ + start_, bytes, size);
    before_.assign(first_, first_ + room_);
  }
  ~Guarded() { munmap(first_ - page_, room_ + 2 * page_); }
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;

  template <class T>
  T* as() const {
    return reinterpret_cast<T*>(first_ + start_);
  }
  bool untouched() const { return untouched_around() && same(start_, start_ + size_); }
  bool untouched_around() const { return same(0, start_) && same(start_ + size_, room_); }

 private:
  bool same(std::size_t from, std::size_t to) const {
    return std::memcmp(first_ + from, before_.data() + from, to - from) == 0;
  }

  std::size_t page_, room_, size_, start_ = 0;
  unsigned char* first_ = nullptr;
  std::vector<unsigned char> before_;
};

)";

inline constexpr std::string_view kDirtyMemory =
    R"(// Leaves `fill` where a kernel that forgets to initialize its memory finds it: in the heap, and below the stack.
// glibc fills a block with the complement of M_PERTURB, but not the small ones that a thread keeps when they are freed:
// those are taken out of the way.
void dirty_heap(int fill) {
#ifdef __GLIBC__
  mallopt(M_PERTURB, ~fill & 0xFF);
#endif
  static std::vector<std::vector<unsigned char>> taken;
  for (std::size_t size = 24; size <= 1032; size += 16) {
    for (int i = 0; i < 7; ++i) taken.emplace_back(size, static_cast<unsigned char>(fill));
  }
}

__attribute__((noinline)) void dirty_stack(int fill) {
  volatile unsigned char bytes[16 << 10];
  for (volatile unsigned char& byte : bytes) byte = static_cast<unsigned char>(fill);
}

)";

}  // namespace halflsb::gtest_parts
