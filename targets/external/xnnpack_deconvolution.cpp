// XNNPACK's deconvolution as a convolution of stride 1. With stride s, output pixel p of a deconvolution belongs to phase p mod s, and sums
// the taps of that phase alone. With a filter whose every phase is the convolution's filter, flipped, each output pixel of the convolution
// comes out once per phase. s = 1 runs the library's indirect GEMM, s = 2 its subconvolutions.
#include <algorithm>
#include <optional>
#include <vector>

#include "targets/external/folded_bias.h"
#include "targets/external/xnnpack_call.h"
#include "targets/external/xnnpack_kernels.h"

namespace halflsb::external {
namespace {

// Flipped in both directions, and each tap repeated in all phases.
template <class T>
std::vector<T> deconvolution_filter(const halflsb_conv2d_args& a, int32_t stride) {
  const auto* filter = static_cast<const T*>(a.filter);
  const size_t channels = of(a.in_channels / a.groups);
  std::vector<T> flipped;
  flipped.reserve(of(a.out_channels) * of(a.kernel_height * stride) * of(a.kernel_width * stride) * channels);
  for (int32_t o = 0; o < a.out_channels; ++o) {
    for (int32_t y = a.kernel_height * stride - 1; y >= 0; --y) {
      for (int32_t x = a.kernel_width * stride - 1; x >= 0; --x) {
        const T* tap = filter + of((o * a.kernel_height + y / stride) * a.kernel_width + x / stride) * channels;
        flipped.insert(flipped.end(), tap, tap + channels);
      }
    }
  }
  return flipped;
}

// One direction of the full output, which reaches past the input by all of the kernel but one tap.
struct Axis {
  int32_t before, after;  // pixels that the library crops
  int32_t skipped;        // pixels that it leaves in front of ours, so that with stride 2 odd crops are seen too
};

// Empty where the convolution's padding reaches further.
std::optional<Axis> axis_of(int32_t stride, int32_t reach, int32_t pad_before, int32_t pad_after) {
  const int32_t before = reach - pad_before, after = reach - pad_after;
  if (before < 0 || after < 0) return std::nullopt;
  const int32_t skipped = before % stride;
  return Axis{stride * before - skipped, stride * after, skipped};
}

// Pixel (y, x) from phase (y mod s, x mod s), so that every phase is looked at.
template <class T>
void pick_phases(const halflsb_conv2d_args& a, int32_t stride, const Axis& down, const Axis& across,
                 const std::vector<T>& full) {
  auto* output = static_cast<T*>(a.output);
  const int32_t height = down.skipped + a.out_height * stride, width = across.skipped + a.out_width * stride;
  for (int32_t n = 0; n < a.batch; ++n) {
    for (int32_t y = 0; y < a.out_height; ++y) {
      for (int32_t x = 0; x < a.out_width; ++x) {
        const int32_t row = n * height + down.skipped + y * stride + y % stride;
        const int32_t pixel = row * width + across.skipped + x * stride + x % stride;
        output = std::copy_n(full.data() + of(pixel) * of(a.out_channels), a.out_channels, output);
      }
    }
  }
}

// `kernel`: its zero point, where the type has one, and its scale.
template <class T, class Create, class SetUp, class... Kernel>
int deconvolve(const Xnnpack& library, const halflsb_conv2d_args& a, int32_t stride, Create create, SetUp set_up,
               Kernel... kernel) {
  const auto down = axis_of(stride, a.dilation_height * (a.kernel_height - 1), a.pad_top, a.pad_bottom);
  const auto across = axis_of(stride, a.dilation_width * (a.kernel_width - 1), a.pad_left, a.pad_right);
  if (!down || !across) return HALFLSB_UNSUPPORTED;
  const std::vector<T> filter = deconvolution_filter<T>(a, stride);
  const std::vector<int32_t> bias = folded_bias(a);
  xnn_operator_t op = nullptr;
  const xnn_status created =
      create(bits(down->before), bits(across->after), bits(down->after), bits(across->before),
             bits(a.kernel_height * stride), bits(a.kernel_width * stride), bits(stride), bits(stride),
             bits(a.dilation_height), bits(a.dilation_width), bits(a.groups), of(a.in_channels / a.groups),
             of(a.out_channels / a.groups), of(a.in_channels), of(a.out_channels), static_cast<T>(a.input_zero_point),
             1.0F, kernel..., filter.data(), bias.empty() ? nullptr : bias.data(), static_cast<T>(a.output_zero_point),
             1.0F, static_cast<T>(a.output_min), static_cast<T>(a.output_max), 0U, &op);
  const auto run = [&](T* output) {
    return run_once(library, created, op, [&] {
      return set_up(op, of(a.batch), of(a.in_height), of(a.in_width), 0U, 0U, static_cast<const T*>(a.input), output,
                    nullptr);
    });
  };
  if (stride == 1) return run(static_cast<T*>(a.output));
  std::vector<T> full(of(a.batch) * of(down->skipped + a.out_height * stride) *
                      of(across->skipped + a.out_width * stride) * of(a.out_channels));
  const int status = run(full.data());
  if (status == HALFLSB_OK) pick_phases(a, stride, *down, *across, full);
  return status;
}

int deconvolve_qs8(const Xnnpack& x, const halflsb_conv2d_args& a, int32_t stride) {
  return deconvolve<int8_t>(x, a, stride, x.create_deconvolution2d_nhwc_qs8, x.setup_deconvolution2d_nhwc_qs8,
                            factor(*a.rescale));
}

int deconvolve_qu8(const Xnnpack& x, const halflsb_conv2d_args& a, int32_t stride) {
  return deconvolve<uint8_t>(x, a, stride, x.create_deconvolution2d_nhwc_qu8, x.setup_deconvolution2d_nhwc_qu8,
                             static_cast<uint8_t>(*a.filter_zero_point), factor(*a.rescale));
}

}  // namespace

int xnnpack_deconv_qs8(const Xnnpack& x, const halflsb_conv2d_args& a) { return deconvolve_qs8(x, a, 1); }
int xnnpack_deconv_qu8(const Xnnpack& x, const halflsb_conv2d_args& a) { return deconvolve_qu8(x, a, 1); }
int xnnpack_deconv2_qs8(const Xnnpack& x, const halflsb_conv2d_args& a) { return deconvolve_qs8(x, a, 2); }
int xnnpack_deconv2_qu8(const Xnnpack& x, const halflsb_conv2d_args& a) { return deconvolve_qu8(x, a, 2); }

}  // namespace halflsb::external
