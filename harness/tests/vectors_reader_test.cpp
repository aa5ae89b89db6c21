// The vector readers and their runner, on small cases written here: what is right passes, what is wrong fails with one line
// that names the file and the key, what is of another kind is counted.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "harness/isolate/scratch_folder.h"
#include "harness/vectors/run_vectors.h"

namespace halflsb {
namespace {

using Json = nlohmann::json;

class Vectors : public testing::Test {
 protected:
  VectorTally run_text(const std::string& text) const {
    std::ofstream(folder_ / "case.json", std::ios::binary) << text;
    VectorRunner runner;
    runner.run_folder(folder_.string());
    return runner.tally();
  }
  VectorTally run(const Json& json) const { return run_text(json.dump()); }

  // The only failure, behind the file's name; "exact" where there is none.
  std::string outcome(const VectorTally& tally) const {
    if (tally.failures.empty()) return tally.cases == 1 ? "exact" : "nothing run";
    EXPECT_EQ(tally.failures.size(), 1U);
    const std::string path = (folder_ / "case.json") + ": ", line = tally.failures.front();
    EXPECT_EQ(line.rfind(path, 0), 0U) << line;
    EXPECT_EQ(line.find('\n'), std::string::npos) << line;
    return line.substr(std::min(path.size(), line.size()));
  }
  std::string with(Json json, const std::string& pointer, const Json& value) const {
    json[Json::json_pointer(pointer)] = value;
    return outcome(run(json));
  }
  std::string without(Json json, const std::string& key) const {
    json.erase(key);
    return outcome(run(json));
  }

  ScratchFolder folder_;
};

// Two channels that make two outputs each; 1x1 outputs of a 2x2 input behind padding, so that one tap counts. Factor 1/2.
const Json kDepthwise = Json::parse(R"({"name": "dw", "op": "depthwise_conv2d",
  "dtype": {"input": "s8", "weights": "s8", "bias": "s32", "output": "s8"},
  "input_shape": [1, 2, 2, 2], "output_shape": [1, 1, 1, 4], "stride_hw": [2, 2], "pad_top_left": [1, 1],
  "dilation_hw": [1, 1], "ch_mult": 2, "groups": 2, "weights_layout": "1HWO", "weights_shape": [1, 2, 2, 4],
  "input_offset": 1, "weights_offset": 0, "output_offset": 3, "clamp": [-100, 9],
  "multiplier": [1073741824], "shift": [0], "input": [4, 9, 0, 0, 0, 0, 0, 0],
  "weights": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, -4], "bias": [0, 1, 2, 3], "expected": [6, 9, 9, -15]})");

TEST_F(Vectors, ChecksDepthwise) {
  // The accumulators are 5, 11, 32 and -37; their halves are rounded up, and the clamp ends at 9.
  const VectorTally tally = run(kDepthwise);
  EXPECT_EQ(outcome(tally), "exact");
  EXPECT_EQ(tally.exact.count("convolutions as tflite_double_rounding"), 1U);
  EXPECT_GE(tally.targets.size(), 1U);
  EXPECT_EQ(with(kDepthwise, "/expected/3", -14),
            "dw as tflite_double_rounding: reference: 1 of 4 differ, first [3]: want -14, got -15");
}

TEST_F(Vectors, NamesTheKey) {
  EXPECT_EQ(without(kDepthwise, "bias"), "bias: is missing");
  EXPECT_EQ(without(kDepthwise, "shift"), "shift: is missing (expected a list)");
  EXPECT_EQ(without(kDepthwise, "input_offset"), "input_offset: is missing (expected an integer)");
  EXPECT_EQ(without(kDepthwise, "dtype"), "dtype: is missing (expected an object)");
  EXPECT_EQ(without(kDepthwise, "expected"), "expected: is missing (expected a list)");
  EXPECT_EQ(with(kDepthwise, "/input", {1, 2}), "input: has 2 values (expected 8)");
  EXPECT_EQ(with(kDepthwise, "/weights/3", 128), "weights[3]: is '128' (expected an integer from -128 to 127)");
  EXPECT_EQ(with(kDepthwise, "/weights/3", 1.5), "weights[3]: is '1.5' (expected an integer from -128 to 127)");
  EXPECT_EQ(with(kDepthwise, "/dtype/weights", "s4"), "exact");
  EXPECT_EQ(with(kDepthwise, "/multiplier", {1, 2}), "multiplier: has 2 values (expected 4)");
  EXPECT_EQ(with(kDepthwise, "/input_shape", {1, 2, 2}), "input_shape: has 3 values (expected 4)");
  EXPECT_EQ(with(kDepthwise, "/input_shape/0", 0), "input_shape[0]: is '0' (expected an integer from 1 to 268435456)");
  EXPECT_EQ(with(kDepthwise, "/ch_mult", 3), "ch_mult: is 3, but there are 4 outputs of 2 inputs");
  EXPECT_EQ(with(kDepthwise, "/groups", 1), "groups: is 1 (expected 2)");
  EXPECT_EQ(with(kDepthwise, "/weights_layout", "OHWI"), "weights_layout: is 'OHWI' (expected 1HWO)");
  EXPECT_EQ(with(kDepthwise, "/output_shape/3", 5), "output_shape[3]: is 5 (the other shapes give 4)");
  EXPECT_EQ(with(kDepthwise, "/input_offset", 129), "input_offset: is '129' (expected an integer from -127 to 128)");
  EXPECT_EQ(with(kDepthwise, "/clamp", {128, 200}), "clamp: holds no value of the output type");
  EXPECT_EQ(without(kDepthwise, "op"),
            "op: is missing, and so are layers, conv_vectors, rows, models and tables (expected one)");
  const std::string text = kDepthwise.dump();
  EXPECT_EQ(outcome(run_text(text.substr(0, 100))), "is not JSON: syntax error at byte 101");
  EXPECT_EQ(outcome(run_text("")), "is not JSON: syntax error at byte 1");
  EXPECT_EQ(outcome(run_text("[1]")), "is a list of 1 (expected an object)");
}

TEST_F(Vectors, CountsOtherKinds) {
  Json wide = kDepthwise;
  wide["dtype"]["input"] = "s16";
  EXPECT_EQ(run(wide).skipped, (std::map<std::string, std::size_t>{{"depthwise_conv2d with input s16", 1}}));
  const VectorTally chain = run({{"layers", {kDepthwise, {{"op", "softmax"}}}}});
  EXPECT_EQ(outcome(chain), "layers[0]: expected_by_our_reference: is missing (expected a list)");
  const VectorTally softmax = run({{"layers", {{{"op", "softmax"}}}}});
  EXPECT_EQ(softmax.skipped, (std::map<std::string, std::size_t>{{"softmax", 1}}));
  EXPECT_EQ(outcome(softmax), "nothing run");
}

TEST_F(Vectors, ChecksFullyConnected) {
  const Json full = Json::parse(R"({"op": "fully_connected", "weights_layout": "OI",
    "dtype": {"input": "u8", "weights": "u8", "bias": null, "output": "u8"}, "input_shape": [1, 2, 2],
    "weights_shape": [1, 2], "output_shape": [2, 1], "input_offset": -128, "weights_offset": -10, "output_offset": 100,
    "clamp": [0, 255], "multiplier": [1073741824], "shift": [1], "input": [128, 129, 255, 0], "weights": [9, 12],
    "bias": null, "expected": [102, 0]})");
  EXPECT_EQ(outcome(run(full)), "exact");
  EXPECT_EQ(with(full, "/expected/0", 101),
            "fully_connected as tflite_double_rounding: reference: 1 of 2 differ, first [0]: want 101, got 102");
  EXPECT_EQ(with(full, "/input_shape", {3}), "input_shape: has 3 elements (expected a multiple of the 2 inputs)");
}

TEST_F(Vectors, ChecksGlow) {
  Json glow = Json::parse(R"({"conv_vectors": [{"name": "g", "op": "channelwise_quantized_conv2d",
    "input": {"shape": [1, 1, 1, 1], "scale": 2.5, "zero_point": 3, "data_s8": [9]}, "kernel": [1, 1], "stride": [1, 1],
    "weights": {"shape": [2, 1, 1, 1], "layout": "OHWI", "scale_per_channel": [1.0, 1.0],
                "zero_point_per_channel": [0, 0], "data_s8": [1, -1]},
    "bias": {"int32_at_scale_in_x_filter": [0, 0]}, "pads": [0, 0, 0, 0], "dilation": [1, 1], "groups": 1,
    "output": {"shape": [1, 1, 1, 2], "scale": 2.0, "zero_point": 2, "expected_s8": [10, -5]}}]})");
  EXPECT_EQ(outcome(run(glow)), "exact");  // 6 * 1.25 = 7.5 rounds up, and so does -7.5
  auto& expected = glow["conv_vectors"][0]["output"]["expected_s8"];
  expected[1] = -6;  // as a float32 that is rounded half away
  const VectorTally rounded = run(glow);
  EXPECT_EQ(outcome(rounded), "exact");
  EXPECT_EQ(rounded.exact.count("convolutions as ideal ties_away, not glow"), 1U);
  expected[1] = -7;
  EXPECT_EQ(outcome(run(glow)),
            "g as ideal ties_away (not reproduced as glow): reference: 1 of 2 differ, first [1]: want -7, got -6");
}

}  // namespace
}  // namespace halflsb
