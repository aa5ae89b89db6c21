// Two pixels of a row are stored together. With 3 channels left each is stored as 2 and 1, and the register that holds both pixels is
// shifted after every pixel instead of after the last one.
// Story: a public inference library: rows 1 2 3 and 5 6 7 come out as 1 2 0 and 7 8 0.
// Smallest trigger: three output channels of a byte type, two pixels in a row.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct TailShiftedPerRow : Conv2dKernel<TailShiftedPerRow, Glow> {
  using Conv2dKernel::Conv2dKernel;

  void channels(const Pixel& at) const {
    const bool second = at.w % 2 == 1;
    const bool paired = second || at.w + 1 < a.out_width;
    const int64_t whole = paired && byte_type(a.output_type) && group_out % 4 == 3 ? group_out - 3 : group_out;
    const int64_t first = at.group * group_out;
    const int64_t to = output_position(at) + first;
    for (int64_t o = 0; o < whole; ++o) store(output(first + o), to + o);
    if (whole == group_out) return;
    store(output(first + whole + (second ? 2 : 0)), to + whole);
    store(second ? 0 : output(first + whole + 1), to + whole + 1);
    store(0, to + whole + 2);
  }
};

}  // namespace

constinit const halflsb_target kConv2dTailShiftedPerRow =
    conv2d_glow("seeded_conv2d_tail_shifted_per_row", "the last 3 channels of two pixels are shifted once for each",
                run_conv2d<TailShiftedPerRow>);

}  // namespace halflsb::seeded
