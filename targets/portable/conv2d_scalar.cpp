// Direct convolutions in the shape of Glow's libjit: output channels in blocks of 8 that share each input value, the
// rest of a group one by one.
#include "targets/portable/conv2d_problem.h"
#include "targets/portable/kernels.h"

namespace halflsb::portable {
namespace {

constexpr int kDepthUnroll = 8;

// One output position, and the first of its output channels.
struct Position {
  int64_t n, h, w, channel;
};

// PerChannel false: the parameters are entry 0, whatever the channel.
template <typename Scheme, bool PerChannel, typename Input, typename Filter>
class DirectConvolution {
 public:
  explicit DirectConvolution(const halflsb_conv2d_args& args)
      : args_(args), shape_(args), stage_(OutputStage::of(args)) {}

  void run() const {
    for (int64_t n = 0; n < shape_.batch; ++n) {
      for (int64_t h = 0; h < shape_.out_height; ++h) {
        for (int64_t w = 0; w < shape_.out_width; ++w) {
          for (int64_t g = 0; g < shape_.groups; ++g) group(n, h, w, g);
        }
      }
    }
  }

 private:
  void group(int64_t n, int64_t h, int64_t w, int64_t g) const {
    const int64_t end = (g + 1) * shape_.group_out;
    int64_t o = g * shape_.group_out;
    for (; end - o >= kDepthUnroll; o += kDepthUnroll) block<kDepthUnroll>({n, h, w, o});
    for (; o < end; ++o) block<1>({n, h, w, o});
  }

  template <int Unroll>
  void block(const Position& at) const {
    uint32_t sums[Unroll];
    int32_t zero_points[Unroll];
    for (int u = 0; u < Unroll; ++u) {
      sums[u] = bias_term(args_, at.channel + u);
      zero_points[u] = args_.filter_zero_point[PerChannel && args_.filter_zero_point_per_channel ? at.channel + u : 0];
    }
    accumulate<Unroll>(at, zero_points, sums);
    const int64_t pixel = (at.n * shape_.out_height + at.h) * shape_.out_width + at.w;
    for (int u = 0; u < Unroll; ++u) {
      const int64_t o = at.channel + u;
      const halflsb_rescale& rescale = args_.rescale[PerChannel && args_.rescale_per_channel ? o : 0];
      const int64_t rescaled = Scheme::rescale(static_cast<int32_t>(sums[u]), rescale);
      stage_.store(stage_.finish(rescaled), args_.output, pixel * shape_.out_channels + o);
    }
  }

  // Sums modulo 2^32: a partial sum may leave int32, the whole does not.
  template <int Unroll>
  void accumulate(const Position& at, const int32_t (&zero_points)[Unroll], uint32_t (&sums)[Unroll]) const {
    const Conv2dShape& s = shape_;
    const int64_t top = at.h * s.stride_height - s.pad_top;
    const int64_t left = at.w * s.stride_width - s.pad_left;
    const TapRange rows = taps_inside(top, s.dilation_height, s.in_height, s.kernel_height);
    const TapRange columns = taps_inside(left, s.dilation_width, s.in_width, s.kernel_width);
    const Input* image = static_cast<const Input*>(args_.input) + at.n * s.in_height * s.in_width * s.in_channels;
    const Filter* filter = static_cast<const Filter*>(args_.filter) + at.channel * s.depth;
    const int64_t first_in = at.channel / s.group_out * s.group_in;
    for (int64_t kh = rows.first; kh < rows.last; ++kh) {
      for (int64_t kw = columns.first; kw < columns.last; ++kw) {
        const int64_t row = top + kh * s.dilation_height;
        const int64_t column = left + kw * s.dilation_width;
        const Input* x = image + (row * s.in_width + column) * s.in_channels + first_in;
        const Filter* f = filter + (kh * s.kernel_width + kw) * s.group_in;
        for (int64_t i = 0; i < s.group_in; ++i) {
          const int32_t centred = x[i] - args_.input_zero_point;
          for (int u = 0; u < Unroll; ++u)
            sums[u] += static_cast<uint32_t>(centred * (f[u * s.depth + i] - zero_points[u]));
        }
      }
    }
  }

  const halflsb_conv2d_args& args_;
  Conv2dShape shape_;
  OutputStage stage_;
};

template <typename Scheme, bool PerChannel>
int convolve(const halflsb_conv2d_args& args, bool leaky) {
  if (!supported<Scheme>(args, PerChannel, leaky)) return HALFLSB_UNSUPPORTED;
  with_byte_type(args.input_type, [&]<typename Input>(const Input*) {
    with_byte_type(args.filter_type, [&]<typename Filter>(const Filter*) {
      DirectConvolution<Scheme, PerChannel, Input, Filter>(args).run();
    });
  });
  return HALFLSB_OK;
}

}  // namespace

int conv2d_glow_scalar(const halflsb_conv2d_args* args) noexcept { return convolve<Glow, false>(*args, true); }

int conv2d_glow_per_channel(const halflsb_conv2d_args* args) noexcept { return convolve<Glow, true>(*args, true); }

int conv2d_tflite(const halflsb_conv2d_args* args) noexcept { return convolve<TfliteDouble, true>(*args, false); }

int conv2d_tflite_single(const halflsb_conv2d_args* args) noexcept {
  return convolve<TfliteSingle, true>(*args, false);
}

}  // namespace halflsb::portable
