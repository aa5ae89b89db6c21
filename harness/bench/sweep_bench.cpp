// Accumulators per second of a sweep on one core: of schemes, and of a real kernel beside the scheme that it declares.
#include <benchmark/benchmark.h>

#include "harness/check/registry.h"
#include "harness/sweep/measure.h"
#include "reference/exact/binary_float.h"
#include "reference/tests/parameters.h"

namespace halflsb {
namespace {

const Interval kInt8{-128, 127};
const Interval kPart{-pow2(23), pow2(23) - 1};

void sweep(benchmark::State& state, const Scheme& scheme, const Rational& factor, int zero_point,
           std::optional<Interval> output) {
  const Sweep swept({scheme, factor, zero_point, signed_range(32), std::move(output)});
  for (auto _ : state) benchmark::DoNotOptimize(swept.scan(kPart));
  state.SetItemsProcessed(state.iterations() << 24);
}

Rational float_factor() { return *nearest_float(Rational(117, 10000), kFloat32); }
Parameters derived(const char* scheme) { return *find_recipe(scheme)->derive({float_factor(), {}, {}}); }

void dyadic(benchmark::State& state) {
  sweep(state, steps_of(glow_parameters(1, 420, 15), 0), Rational(105, 16384), 0, {});
}
void dyadic_int8(benchmark::State& state) {
  sweep(state, steps_of(glow_parameters(1, 420, 15), -128), Rational(105, 16384), -128, kInt8);
}
void glow_float32(benchmark::State& state) { sweep(state, steps_of(derived("glow"), 0), float_factor(), 0, {}); }
void glow_float32_int8(benchmark::State& state) {
  sweep(state, steps_of(derived("glow"), -128), float_factor(), -128, kInt8);
}
void tflite_double_int8(benchmark::State& state) {
  sweep(state, steps_of(derived("tflite_double_rounding"), -128), float_factor(), -128, kInt8);
}
void ideal_int8(benchmark::State& state) {
  sweep(state, steps_of(ideal_parameters(Rational(117, 10000), RoundingMode::ties_to_even), -128), Rational(117, 10000),
        -128, kInt8);
}

void kernel(benchmark::State& state, const char* name) {
  const Sweep swept({steps_of(glow_parameters(1, 420, 15), -128), Rational(105, 16384), -128, signed_range(32), kInt8});
  KernelQuestion question{find_target(name)->target, {}};
  question.requantization.parameters = {glow_parameters(1, 420, 15)};
  question.requantization.zero_point = -128;
  const Measurement measurement{&swept, question, SchemeSide{swept.question().scheme, kInt8}, true, {}};
  for (auto _ : state) benchmark::DoNotOptimize(measure(measurement, kPart));
  state.SetItemsProcessed(state.iterations() << 24);
}
void kernel_scalar(benchmark::State& state) { kernel(state, "requantize_glow_scalar"); }
void kernel_avx2(benchmark::State& state) { kernel(state, "requantize_glow_avx2"); }

BENCHMARK(dyadic);
BENCHMARK(dyadic_int8);
BENCHMARK(glow_float32);
BENCHMARK(glow_float32_int8);
BENCHMARK(tflite_double_int8);
BENCHMARK(ideal_int8);
// The kernel's process has its time on the wall alone.
BENCHMARK(kernel_scalar)->UseRealTime();
BENCHMARK(kernel_avx2)->UseRealTime();

}  // namespace
}  // namespace halflsb
