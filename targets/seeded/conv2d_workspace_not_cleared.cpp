// The im2col row comes from malloc, and taps in the padding are skipped on the assumption that it was cleared: they
// keep what another pixel, or the heap, left there.
// Story: im2col buffers handed over by the caller, which the first tests happened to pass zeroed.
// Smallest trigger: in 1x1, kernel 1x2, pad left 1, and any workspace that is not all zero points.
#include <cstdlib>
#include <new>

#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct WorkspaceNotCleared : Conv2dKernel<WorkspaceNotCleared, Glow> {
  using Conv2dKernel::Conv2dKernel;

  ~WorkspaceNotCleared() { std::free(memory); }
  WorkspaceNotCleared(const WorkspaceNotCleared&) = delete;
  WorkspaceNotCleared& operator=(const WorkspaceNotCleared&) = delete;

  void allocate() {
    memory = std::malloc(static_cast<size_t>(depth) * sizeof(int16_t));
    if (memory == nullptr) throw std::bad_alloc();
    asm volatile("" : "+r"(memory) : : "memory");  // the bytes there are now values like any other
    row = static_cast<int16_t*>(memory);
  }
  void pad_tap(int64_t) const {}

 private:
  void* memory = nullptr;
};

}  // namespace

constinit const halflsb_target kConv2dWorkspaceNotCleared =
    conv2d_glow("seeded_conv2d_workspace_not_cleared", "taps in the padding read an uninitialised workspace",
                run_conv2d<WorkspaceNotCleared>);

}  // namespace halflsb::seeded
