// gemmlowp's output stage OutputStageScaleInt32ByFixedPointAndExponent, as a requantize kernel. One file includes this for each build of
// the library: HALFLSB_GEMMLOWP_BUILD names the build, and gemmlowp's own namespace is renamed after it, because the linker would
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
// 32 bits, nor a zero point to a sum: what is documented has neither.
constexpr std::array<halflsb_target, 2> gemmlowp_targets(const char* name, const char* accepted, uint32_t isa) {
  halflsb_target documented = requantize(name, "tflite_double_rounding", isa, requantize_gemmlowp);
  documented.domain.multiplier = kAnyInt32;
  documented.domain.shift = {-31, 0};
  documented.domain.zero_point = {-128, 255};
  documented.domain.output_types = 1u << HALFLSB_I8 | 1u << HALFLSB_U8 | 1u << HALFLSB_I16 | 1u << HALFLSB_I32;
  halflsb_target all = documented;
  all.name = accepted;
  all.domain.shift = {-31, 30};
  all.domain.zero_point = kAnyInt32;
  return {documented, all};
}

}  // namespace
}  // namespace halflsb::external
