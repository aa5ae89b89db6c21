// XNNPACK, loaded once per instruction set: it picks its kernels once per process from what cpuinfo found, so that each copy lives in a link
// namespace of its own, where cpuinfo has been told to forget what is above that set.
#pragma once

#include <pthreadpool.h>
#include <xnnpack.h>

namespace halflsb::external {

enum class XnnpackIsa { avx2, avx, sse41, ssse3, sse2 };

// The functions that the adapter calls, without their prefix.
#define HALFLSB_XNNPACK_FUNCTIONS(each)                                                                              \
  each(create_convolution2d_nhwc_qs8) each(create_convolution2d_nhwc_qc8) each(create_convolution2d_nhwc_qu8)        \
      each(setup_convolution2d_nhwc_qs8) each(setup_convolution2d_nhwc_qc8) each(setup_convolution2d_nhwc_qu8)       \
          each(create_fully_connected_nc_qs8) each(create_fully_connected_nc_qu8) each(setup_fully_connected_nc_qs8) \
              each(setup_fully_connected_nc_qu8) each(create_deconvolution2d_nhwc_qs8)                               \
                  each(create_deconvolution2d_nhwc_qu8) each(setup_deconvolution2d_nhwc_qs8)                         \
                      each(setup_deconvolution2d_nhwc_qu8) each(create_add_nd_qs8) each(create_add_nd_qu8)           \
                          each(setup_add_nd_qs8) each(setup_add_nd_qu8) each(run_operator) each(delete_operator)

struct Xnnpack {
#define HALFLSB_MEMBER(name) decltype(&xnn_##name) name;
  HALFLSB_XNNPACK_FUNCTIONS(HALFLSB_MEMBER)
#undef HALFLSB_MEMBER
};

// Null where the library or a function of it is missing, or the machine lacks the set.
const Xnnpack* xnnpack(XnnpackIsa isa);

}  // namespace halflsb::external
