// Filters are loaded 16 bytes at a time, past the last weight; the surplus lanes are not used.
// Story: XNNPACK-style kernels that are allowed to over-read, called on memory that was not padded for them.
// Smallest trigger: one weight: 15 bytes behind the filter are read.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct LoadsPastFilter : Conv2dKernel<LoadsPastFilter, Glow> {
  using Conv2dKernel::Conv2dKernel;

  uint32_t dot(int64_t o) const {
    const volatile uint8_t* filter = static_cast<const volatile uint8_t*>(a.filter) + first_weight(o);
    uint32_t sum = 0;
    for (int64_t k = 0; k < depth; k += 16) {
      uint8_t lanes[16];
      for (int64_t i = 0; i < 16; ++i) lanes[i] = filter[k + i];
      for (int64_t i = 0; i < std::min<int64_t>(16, depth - k); ++i) {
        sum += static_cast<uint32_t>(centred(k + i) * (element(lanes, a.filter_type, i) - filter_zero_point(o)));
      }
    }
    return sum;
  }
};

}  // namespace

constinit const halflsb_target kConv2dLoadsPastFilter = conv2d_glow(
    "seeded_conv2d_loads_past_filter", "reads up to 15 bytes past the end of the filter", run_conv2d<LoadsPastFilter>);

}  // namespace halflsb::seeded
