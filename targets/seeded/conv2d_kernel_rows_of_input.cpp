// The range of kernel rows ends at the input height where it should end at the kernel height.
// Story: CMSIS-NN 804ae77660: end = min(H, H - base). Only the direction without wrong addresses is kept: H below KH.
// Smallest trigger: in 1x1, kernel 2x1, pad top 1: kernel row 1, the one that meets the input, is left out.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct KernelRowsOfInput : Conv2dKernel<KernelRowsOfInput, TfliteDouble> {
  using Conv2dKernel::Conv2dKernel;

  bool row_inside(int64_t h, int64_t kh) const { return kh < a.in_height && Conv2dKernel::row_inside(h, kh); }
};

}  // namespace

constinit const halflsb_target kConv2dKernelRowsOfInput =
    conv2d_tflite("seeded_conv2d_kernel_rows_of_input", "kernel rows beyond the input height are left out",
                  run_conv2d<KernelRowsOfInput>);

}  // namespace halflsb::seeded
