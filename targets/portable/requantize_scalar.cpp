#include "targets/portable/kernels.h"
#include "targets/portable/output_stage.h"
#include "targets/portable/rescale.h"

namespace halflsb::portable {
namespace {

template <typename Scheme>
int requantize(const halflsb_requantize_args& args) {
  const OutputStage stage = OutputStage::of(args);
  if (args.struct_size < sizeof args || !stage.valid() || !Scheme::valid(args.rescale)) return HALFLSB_UNSUPPORTED;
  for (size_t i = 0; i < args.count; ++i) {
    const int64_t rescaled = Scheme::rescale(args.accumulator[i], args.rescale);
    stage.store(stage.finish(rescaled), args.output, static_cast<int64_t>(i));
  }
  return HALFLSB_OK;
}

}  // namespace

int requantize_glow_scalar(const halflsb_requantize_args* args) noexcept { return requantize<Glow>(*args); }

int requantize_tflite_double_scalar(const halflsb_requantize_args* args) noexcept {
  return requantize<TfliteDouble>(*args);
}

int requantize_tflite_single_scalar(const halflsb_requantize_args* args) noexcept {
  return requantize<TfliteSingle>(*args);
}

}  // namespace halflsb::portable
