#include <vector>

#include "targets/external/onednn.h"

namespace halflsb::external {

const dnnl::engine& onednn_cpu() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

dnnl::memory onednn_memory(const dnnl::memory::desc& description, const void* data) {
  return {description, onednn_cpu(), const_cast<void*>(data)};  // read alone, though the API does not say so
}

dnnl::memory onednn_reordered(const dnnl::memory& given, const dnnl::memory::desc& wanted) {
  dnnl::memory own(wanted, onednn_cpu());
  dnnl::stream stream(onednn_cpu());
  dnnl::reorder(given, own).execute(stream, const_cast<dnnl::memory&>(given), own);
  stream.wait();
  return own;
}

dnnl::primitive_attr onednn_scales(const halflsb_conv2d_args& a) {
  std::vector<float> scales;
  for (int32_t o = 0; o < (a.rescale_per_channel ? a.out_channels : 1); ++o) {
    scales.push_back(static_cast<float>(a.rescale[o].factor));
  }
  dnnl::primitive_attr attributes;
  attributes.set_output_scales(a.rescale_per_channel ? 1 << 1 : 0, scales);
  return attributes;
}

void onednn_set_zero_points(dnnl::primitive_attr& attributes, const OnednnCall& call) {
  attributes.set_zero_points(DNNL_ARG_SRC, 0, {call.args.input_zero_point});
  if (call.destination == OnednnType::f32) return;
  attributes.set_zero_points(DNNL_ARG_DST, 0, {call.args.output_zero_point});
}

}  // namespace halflsb::external
