// The gathered row is kept for the next call and taken again when pixel and depth are the same, whatever the group,
// the tensor and its data are.
// Story: caches of packed operands keyed by shape, right as long as a program runs one layer on one image.
// Smallest trigger: two groups, 1x1x1 each: the second reads the row of the first. Or two calls with different inputs.
#include <iterator>

#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct StaleRowCache : Conv2dKernel<StaleRowCache, Glow> {
  using Conv2dKernel::Conv2dKernel;

  void gather(const Pixel& at) {
    thread_local Cache cache;
    if (cache.n != at.n || cache.h != at.h || cache.w != at.w || std::ssize(cache.values) != depth) {
      Conv2dKernel::gather(at);
      cache = {at.n, at.h, at.w, {row, row + depth}};
    }
    std::copy(cache.values.begin(), cache.values.end(), row);
  }

 private:
  struct Cache {
    int64_t n = -1, h = -1, w = -1;
    std::vector<int16_t> values;
  };
};

}  // namespace

constinit const halflsb_target kConv2dStaleRowCache =
    conv2d_glow("seeded_conv2d_stale_row_cache", "a gathered row is used again for another group or another call",
                run_conv2d<StaleRowCache>);

}  // namespace halflsb::seeded
