// XNNPACK, loaded once per instruction set: it picks its kernels once per process from what cpuinfo found, so that each copy lives in a link
// namespace of its own, where cpuinfo has been told to forget what is above that set.
#pragma once

#include <pthreadpool.h>
#include <xnnpack.h>

#include <array>
#include <string_view>

namespace halflsb::external {

enum class XnnpackIsa { avx2, avx, sse41, ssse3, sse2 };
inline constexpr std::array<std::string_view, 5> kXnnpackIsas{"avx2", "avx", "sse4.1", "ssse3", "sse2"};

struct Xnnpack {
  decltype(&xnn_create_convolution2d_nhwc_qs8) create_qs8;
  decltype(&xnn_create_convolution2d_nhwc_qc8) create_qc8;
  decltype(&xnn_create_convolution2d_nhwc_qu8) create_qu8;
  decltype(&xnn_setup_convolution2d_nhwc_qs8) setup_qs8;
  decltype(&xnn_setup_convolution2d_nhwc_qc8) setup_qc8;
  decltype(&xnn_setup_convolution2d_nhwc_qu8) setup_qu8;
  decltype(&xnn_create_fully_connected_nc_qs8) create_fc_qs8;
  decltype(&xnn_create_fully_connected_nc_qu8) create_fc_qu8;
  decltype(&xnn_setup_fully_connected_nc_qs8) setup_fc_qs8;
  decltype(&xnn_setup_fully_connected_nc_qu8) setup_fc_qu8;
  decltype(&xnn_run_operator) run;
  decltype(&xnn_delete_operator) free;
};

// Null where the library or a function of it is missing, or the machine lacks the set.
const Xnnpack* xnnpack(XnnpackIsa isa);

}  // namespace halflsb::external
