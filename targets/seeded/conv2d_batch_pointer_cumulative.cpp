// The input pointer is advanced by n images after image n: the batches read images 0, 1, 3, 6.
// Story: CMSIS-NN fa473e44ac: ptr += i * stride within the loop over i.
// Smallest trigger: batch 3: the last image read lies beyond the input.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct BatchPointerCumulative : Conv2dKernel<BatchPointerCumulative, TfliteDouble> {
  using Conv2dKernel::Conv2dKernel;

  int64_t image(int64_t n) const { return n * (n + 1) / 2; }
};

}  // namespace

constinit const halflsb_target kConv2dBatchPointerCumulative = conv2d_tflite(
    "seeded_conv2d_batch_pointer_cumulative", "the batches read images 0, 1, 3, 6", run_conv2d<BatchPointerCumulative>);

}  // namespace halflsb::seeded
