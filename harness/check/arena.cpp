#include "harness/check/arena.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace halflsb {
namespace {

// How far from the tensor a stray write is still seen where no inaccessible page stops it.
constexpr std::size_t kCanaryBytes = 256;

// Inaccessible on either side: a row or a plane too far faults as well as a byte.
constexpr std::size_t kGuardBytes = 1 << 20;

std::size_t page_size() {
  static const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return size;
}

}  // namespace

GuardedBuffer::~GuardedBuffer() {
  if (mapping_ != nullptr) munmap(mapping_, capacity_ + 2 * kGuardBytes);
}

bool GuardedBuffer::reserve(std::size_t bytes) {
  if (bytes <= capacity_) return true;
  const std::size_t page = page_size();
  const std::size_t capacity = (std::max(bytes, 2 * capacity_) + page - 1) / page * page;
  void* fresh = mmap(nullptr, capacity + 2 * kGuardBytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (fresh == MAP_FAILED) return false;
  auto* start = static_cast<std::uint8_t*>(fresh);
  if (mprotect(start + kGuardBytes, capacity, PROT_READ | PROT_WRITE) != 0) {
    munmap(fresh, capacity + 2 * kGuardBytes);
    return false;
  }
  if (mapping_ != nullptr) munmap(mapping_, capacity_ + 2 * kGuardBytes);
  mapping_ = start;
  capacity_ = capacity;
  return true;
}

bool GuardedBuffer::place(std::size_t size, std::size_t slack, std::size_t alignment, Placement placement,
                          std::uint8_t canary) {
  if (!reserve(size + slack + alignment + kCanaryBytes)) return false;
  std::uint8_t* const start = mapping_ + kGuardBytes;
  std::uint8_t* const end = start + capacity_;
  data_ = start;
  if (placement == Placement::against_end) data_ += (capacity_ - size - slack) / alignment * alignment;
  size_ = size;
  canary_ = canary;
  checked_from_ = data_ - std::min<std::size_t>(kCanaryBytes, static_cast<std::size_t>(data_ - start));
  checked_to_ =
      data_ + size + std::min<std::size_t>(kCanaryBytes + slack, static_cast<std::size_t>(end - data_) - size);
  std::memset(checked_from_, canary, static_cast<std::size_t>(data_ - checked_from_));
  std::memset(data_ + size, canary, static_cast<std::size_t>(checked_to_ - data_) - size);
  return true;
}

bool GuardedBuffer::intact() const {
  // Every byte equals the one before it, and the first is right.
  const auto all_canary = [this](const std::uint8_t* from, const std::uint8_t* to) {
    return from == to ||
           (*from == canary_ && std::memcmp(from, from + 1, static_cast<std::size_t>(to - from) - 1) == 0);
  };
  return all_canary(checked_from_, data_) && all_canary(data_ + size_, checked_to_);
}

bool GuardedBuffer::guards(const void* address) const {
  const auto* at = static_cast<const std::uint8_t*>(address);
  const auto inside = [&](const std::uint8_t* guard) { return at >= guard && at < guard + kGuardBytes; };
  return mapping_ != nullptr && (inside(mapping_) || inside(mapping_ + kGuardBytes + capacity_));
}

}  // namespace halflsb
