// 3x3x64->64 at 14x14: a fixed naive int32 loop, the exact reference with comparison, check(), and the portable kernels.
// The ratios to the naive loop are what counts; the machine's speed cancels.
#include <benchmark/benchmark.h>

#include <algorithm>

#include "harness/check/check.h"
#include "harness/check/domain.h"
#include "harness/check/registry.h"
#include "harness/generate/random.h"
#include "reference/conv/conv.h"

namespace halflsb {
namespace {

const ConvLayer& layer() {
  static const ConvLayer made = [] {
    ConvLayer l;
    l.shape = {1, 14, 14, 64, 64, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    l.input_zero_point = -7;
    l.filter_zero_point = {3};
    l.requantization.parameters = {Parameters{"glow", {{"pre", 3}, {"scale", 300}, {"post", 15}}}};
    l.requantization.zero_point = -11;
    Random random(1);
    l.input.resize(static_cast<std::size_t>(l.shape.input_size()));
    l.filter.resize(static_cast<std::size_t>(l.shape.filter_size()));
    for (std::int16_t& x : l.input) x = static_cast<std::int16_t>(random.between(-128, 127));
    for (std::int16_t& f : l.filter) f = static_cast<std::int16_t>(random.between(-128, 127));
    l.bias = Bias{ElementType::i32, 0, {}, std::vector<std::int32_t>(64, 1000)};
    return l;
  }();
  return made;
}

// int8 tensors, int32 accumulator, one loop nest in the obvious order; Glow's formula on 64 bits.
void naive(const std::vector<std::int8_t>& input, const std::vector<std::int8_t>& filter, std::int32_t input_zero_point,
           std::int32_t filter_zero_point, std::vector<std::int8_t>& output) {
  constexpr int kSize = 14, kChannels = 64, kKernel = 3;
  for (int h = 0; h < kSize; ++h) {
    for (int w = 0; w < kSize; ++w) {
      for (int o = 0; o < kChannels; ++o) {
        std::int32_t sum = 1000;
        for (int kh = 0; kh < kKernel; ++kh) {
          for (int kw = 0; kw < kKernel; ++kw) {
            const int y = h - 1 + kh;
            const int x = w - 1 + kw;
            if (y < 0 || y >= kSize || x < 0 || x >= kSize) continue;
            const std::int8_t* in = input.data() + (y * kSize + x) * kChannels;
            const std::int8_t* tap = filter.data() + ((o * kKernel + kh) * kKernel + kw) * kChannels;
            for (int i = 0; i < kChannels; ++i) sum += (in[i] - input_zero_point) * (tap[i] - filter_zero_point);
          }
        }
        const std::int64_t out = ((((sum >> 3) * std::int64_t{300}) + 16384) >> 15) - 11;
        output[static_cast<std::size_t>((h * kSize + w) * kChannels + o)] =
            static_cast<std::int8_t>(std::clamp<std::int64_t>(out, -128, 127));
      }
    }
  }
}

void naive_loop(benchmark::State& state) {
  const std::vector<std::int8_t> input(layer().input.begin(), layer().input.end());
  const std::vector<std::int8_t> filter(layer().filter.begin(), layer().filter.end());
  std::vector<std::int8_t> output(static_cast<std::size_t>(layer().shape.output_size()));
  std::int32_t input_zero_point = -7;
  std::int32_t filter_zero_point = 3;
  benchmark::DoNotOptimize(input_zero_point);
  benchmark::DoNotOptimize(filter_zero_point);
  for (auto _ : state) {
    naive(input, filter, input_zero_point, filter_zero_point, output);
    benchmark::DoNotOptimize(output.data());
    benchmark::ClobberMemory();
  }
  const Expected expected = expect(Problem(layer()));
  if (!std::equal(output.begin(), output.end(), expected.output.begin()))
    state.SkipWithError("the naive loop is wrong");
}
BENCHMARK(naive_loop)->Unit(benchmark::kMicrosecond);

void reference_and_comparison(benchmark::State& state) {
  const Problem problem(layer());
  const halflsb_target& target = *find_target("conv2d_glow_scalar")->target;
  const std::vector<std::int32_t> got = expect(problem).output;
  for (auto _ : state) {
    const Expected expected = expect(problem);
    benchmark::DoNotOptimize(compare(target, problem, expected, got));
  }
}
BENCHMARK(reference_and_comparison)->Unit(benchmark::kMicrosecond);

// The kernel alone, on plain memory.
void kernel(benchmark::State& state, const char* name) {
  const halflsb_target& target = *find_target(name)->target;
  if (!machine_supports(target)) return state.SkipWithError("this machine lacks the instruction set");
  const ConvLayer& l = layer();
  const std::vector<std::int8_t> input(l.input.begin(), l.input.end());
  const std::vector<std::int8_t> filter(l.filter.begin(), l.filter.end());
  std::vector<std::int8_t> output(static_cast<std::size_t>(l.shape.output_size()));
  halflsb_rescale rescale{};
  rescale.pre = 3;
  rescale.scale = 300;
  rescale.post = 15;
  halflsb_conv2d_args args{};
  args.struct_size = sizeof args;
  args.batch = 1;
  args.in_height = args.in_width = args.out_height = args.out_width = 14;
  args.in_channels = args.out_channels = 64;
  args.kernel_height = args.kernel_width = 3;
  args.stride_height = args.stride_width = args.dilation_height = args.dilation_width = args.groups = 1;
  args.pad_top = args.pad_left = args.pad_bottom = args.pad_right = 1;
  args.bias_type = HALFLSB_I32;
  args.input = input.data();
  args.filter = filter.data();
  args.bias = l.bias->data.data();
  args.output = output.data();
  args.input_zero_point = -7;
  args.output_zero_point = -11;
  args.filter_zero_point = l.filter_zero_point.data();
  args.rescale = &rescale;
  args.output_min = -128;
  args.output_max = 127;
  for (auto _ : state) {
    benchmark::DoNotOptimize(target.conv2d(&args));
    benchmark::ClobberMemory();
  }
  const Expected expected = expect(Problem(l));
  if (!std::equal(output.begin(), output.end(), expected.output.begin())) state.SkipWithError("the kernel is wrong");
}
BENCHMARK_CAPTURE(kernel, conv2d_glow_scalar, "conv2d_glow_scalar")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(kernel, conv2d_glow_avx2, "conv2d_glow_avx2")->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace halflsb
