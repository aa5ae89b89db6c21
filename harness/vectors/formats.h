// The formats of vector files, one function each: they add what they read to `file` and leave errors with `json`.
#pragma once

#include "harness/vectors/json_object.h"
#include "harness/vectors/vector_file.h"

namespace halflsb {

// Keys "op", "input_shape", ...: one convolution, depthwise convolution or fully connected layer with Q31 multipliers.
void read_conv_case(const JsonObject& json, std::string_view expected_key, VectorFile& file);

[[nodiscard]] ConvShape read_conv_shape(const JsonObject& json, bool depthwise);
[[nodiscard]] ConvShape read_fully_connected_shape(const JsonObject& json);

// An element of "conv_vectors": Glow's channelwise quantized convolution, with scales.
void read_glow_conv(const JsonObject& json, VectorFile& file);

// An element of "rows": a float32 factor and what Glow's recipe derives from it.
void read_glow_scale(const JsonObject& json, VectorFile& file);

// An element of a list in "models": a layer's scales and the Q31 multipliers that follow.
void read_model_layer(const JsonObject& json, VectorFile& file);

// A requantization table, known by its name; others are counted.
void read_table(const std::string& name, const JsonObject& json, VectorFile& file);
[[nodiscard]] bool is_table(const JsonObject& json, const std::string& name);

// Tables whose factors are powers of two.
void read_power_of_two_families(const std::string& table, const JsonObject& json, VectorFile& file);
void read_power_of_two_rules(const std::string& table, const JsonObject& json, VectorFile& file);

// The float32 that a file writes as a decimal; fails at `key` unless it is above 0.
[[nodiscard]] Rational scale_of(const JsonObject& json, std::string_view key, const Rational& value);

[[nodiscard]] Parameters q31_parameters(bool single_rounding, std::int64_t multiplier, std::int64_t shift);
[[nodiscard]] Parameters ideal_parameters(const Rational& factor, RoundingMode rounding);
inline constexpr std::int64_t kLowestShift = -224, kHighestShift = 30;  // that both Q31 schemes take

}  // namespace halflsb
