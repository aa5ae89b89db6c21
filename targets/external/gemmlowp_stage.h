// gemmlowp's output stage OutputStageScaleInt32ByFixedPointAndExponent, as a requantize kernel. One file includes this for each build of
// the library: HALFLSB_GEMMLOWP_BUILD names the build, HALFLSB_GEMMLOWP_ISA what it needs, and gemmlowp's own namespace is renamed after it, because the linker would
// otherwise keep one of three different functions of one name.
// Contract: what TFLite takes it for, tflite_double_rounding. The header's own words, "(... + rounding) >> result_shift", would round ties up.
#pragma once

#define HALFLSB_JOIN_(a, b) a##b
#define HALFLSB_JOIN(a, b) HALFLSB_JOIN_(a, b)
#define gemmlowp HALFLSB_JOIN(gemmlowp_, HALFLSB_GEMMLOWP_BUILD)

#include <gemmlowp/public/gemmlowp.h>
// First the public header: the internal one relies on it.
#include <gemmlowp/internal/output.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "targets/external/target.h"

namespace halflsb::external {
namespace {

constexpr size_t kLanes = 16;

int requantize_gemmlowp(const halflsb_requantize_args* args) {
  using Stage = gemmlowp::OutputStageScaleInt32ByFixedPointAndExponent;
  using Buffer = gemmlowp::RegisterBuffer<int32_t, kLanes>;
  const Stage stage{args->rescale.multiplier, args->rescale.shift, args->zero_point};
  const gemmlowp::OutputStageEvalBufferImpl<Stage, Buffer> eval(stage);
  for (size_t done = 0; done < args->count; done += kLanes) {
    const size_t n = std::min(kLanes, args->count - done);
    std::array<int32_t, kLanes> values{};
    std::copy_n(args->accumulator + done, n, values.begin());
    Buffer buffer;
    std::memcpy(static_cast<void*>(buffer.reg), values.data(), sizeof values);
    buffer = eval.Eval(buffer);
    std::memcpy(values.data(), static_cast<const void*>(buffer.reg), sizeof values);
    for (size_t i = 0; i < n; ++i) {
      const int32_t out = std::clamp(values[i], args->output_min, args->output_max);
      switch (args->output_type) {
        case HALFLSB_I8: static_cast<int8_t*>(args->output)[done + i] = static_cast<int8_t>(out); break;
        case HALFLSB_U8: static_cast<uint8_t*>(args->output)[done + i] = static_cast<uint8_t>(out); break;
        case HALFLSB_I16: static_cast<int16_t*>(args->output)[done + i] = static_cast<int16_t>(out); break;
        default: static_cast<int32_t*>(args->output)[done + i] = out;
      }
    }
  }
  return HALFLSB_OK;
}

// 31 is where RoundingDivideByPOT's assertion ends. The header does not say what a left shift does to an accumulator that it moves out of
// 32 bits: what is documented has none.
constexpr halflsb_domain domain_of(halflsb_range shift, halflsb_range zero_point) {
  halflsb_domain d{};
  d.multiplier = kAnyInt32;
  d.shift = shift;
  d.zero_point = zero_point;
  d.output_types = kAllTypes;
  return d;
}

#define HALFLSB_TEXT_(name) #name
#define HALFLSB_TEXT(name) HALFLSB_TEXT_(name)
#define HALFLSB_NAME "gemmlowp_" HALFLSB_TEXT(HALFLSB_GEMMLOWP_BUILD)

constexpr std::array kTargets{
    requantize_target(HALFLSB_NAME, "tflite_double_rounding", HALFLSB_GEMMLOWP_ISA, requantize_gemmlowp,
                      domain_of({-31, 0}, {-128, 255})),
    requantize_target(HALFLSB_NAME ".accepted", "tflite_double_rounding", HALFLSB_GEMMLOWP_ISA, requantize_gemmlowp,
                      domain_of({-31, 30}, kAnyInt32))};
constexpr auto kPointers = pointers_to(kTargets);

}  // namespace

const halflsb_target* const* HALFLSB_JOIN(HALFLSB_JOIN(gemmlowp_, HALFLSB_GEMMLOWP_BUILD), _targets)(size_t* count) {
  *count = kPointers.size();
  return kPointers.data();
}

}  // namespace halflsb::external
