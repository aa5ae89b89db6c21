// What the operations of oneDNN share: tensors, the engine, and attributes.
#pragma once

#include <oneapi/dnnl/dnnl.hpp>

#include "targets/abi/target.h"

namespace halflsb::external {

using OnednnType = dnnl::memory::data_type;

struct OnednnCall {
  const halflsb_conv2d_args& args;
  OnednnType destination;
  void* output;  // dense, of type `destination`
  bool optimized;

  [[nodiscard]] OnednnType source() const { return args.input_type == HALFLSB_U8 ? OnednnType::u8 : OnednnType::s8; }
};

// Each throws dnnl::error where the library refuses.
void onednn_convolution(const OnednnCall& call);
void onednn_inner_product(const OnednnCall& call);
void onednn_matmul(const OnednnCall& call);

const dnnl::engine& onednn_cpu();
dnnl::memory onednn_memory(const dnnl::memory::desc& description, const void* data);
// The same weights in the layout `wanted`.
dnnl::memory onednn_reordered(const dnnl::memory& given, const dnnl::memory::desc& wanted);
// The factors as output scales; no zero points.
dnnl::primitive_attr onednn_scales(const halflsb_conv2d_args& a);
// Of the source and, where it holds integers, of the destination: a float is rounded before its zero point is added.
void onednn_set_zero_points(dnnl::primitive_attr& attributes, const OnednnCall& call);

}  // namespace halflsb::external
