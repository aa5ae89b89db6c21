// XNNPACK's operators as conv2d kernels, each for any copy of the library.
#pragma once

#include "targets/abi/target.h"
#include "targets/external/xnnpack_library.h"

namespace halflsb::external {

using XnnpackKernel = int(const Xnnpack& library, const halflsb_conv2d_args& args);

XnnpackKernel xnnpack_conv_qs8, xnnpack_conv_qc8, xnnpack_conv_qu8;
XnnpackKernel xnnpack_fc_qs8, xnnpack_fc_qu8;
XnnpackKernel xnnpack_deconv_qs8, xnnpack_deconv_qu8;
XnnpackKernel xnnpack_deconv2_qs8, xnnpack_deconv2_qu8;
XnnpackKernel xnnpack_add_qs8, xnnpack_add_qu8;

}  // namespace halflsb::external
