// 16 results at a time pass through two packs, which work within 128-bit halves, and the permutation after them is
// missing.
// Story: the AVX2 port of an SSE loop, in which vpackssdw kept the order.
// Smallest trigger: count=16 with different outputs: they come out as 0-3, 8-11, 4-7, 12-15.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct LanesOutOfOrder : RequantizeKernel<LanesOutOfOrder, Glow> {
  using RequantizeKernel::RequantizeKernel;

  void run() const {
    const int64_t body = count() / 16 * 16;
    for (int64_t i = 0; i < count(); ++i) store(output(load(i)), i < body ? packed_position(i) : i);
  }

  // Quarters 1 and 2 of each 16 change places.
  static int64_t packed_position(int64_t i) {
    const int64_t quarter = i / 4 % 4;
    return quarter == 1 ? i + 4 : quarter == 2 ? i - 4 : i;
  }
};

}  // namespace

constinit const halflsb_target kRequantizeLanesOutOfOrder =
    requantize_glow("seeded_requantize_lanes_out_of_order", "outputs 4-7 and 8-11 of each 16 change places",
                    run_requantize<LanesOutOfOrder>);

}  // namespace halflsb::seeded
