#include "harness/finding/gtest_data.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "harness/check/domain.h"
#include "harness/check/expect.h"
#include "harness/finding/render.h"
#include "harness/finding/steps.h"
#include "reference/exact/parse_number.h"

namespace halflsb {
namespace {

std::string literal(const Integer& value) { return value == INT32_MIN ? "INT32_MIN" : to_text(value); }

std::string c_type(ElementType type) {
  constexpr std::array<const char*, 4> kTypes{"std::int8_t", "std::uint8_t", "std::int16_t", "std::int32_t"};
  return kTypes[static_cast<std::size_t>(type)];
}

std::string abi_type(ElementType type) {
  constexpr std::array<const char*, 4> kTypes{"HALFLSB_I8", "HALFLSB_U8", "HALFLSB_I16", "HALFLSB_I32"};
  return kTypes[static_cast<std::size_t>(type)];
}

// Items on one line where they fit; else `per_line` of them on a line, or as many as fit.
std::string braced(const std::string& head, const std::vector<std::string>& items, std::size_t per_line) {
  std::string one_line = fmt::format("{}{{{}}};\n", head, fmt::join(items, ", "));
  if (one_line.size() <= kCaseColumns + 1 && (items.size() <= per_line || items.size() == 1)) return one_line;
  std::string text = head + "{\n";
  std::string line;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!line.empty() && (i % per_line == 0 || line.size() + items[i].size() + 6 > kCaseColumns)) {
      text += "    " + line + ",\n";
      line.clear();
    }
    line += (line.empty() ? "" : ", ") + items[i];
  }
  return text + "    " + line + ",\n};\n";
}

template <class T>
std::string array_text(const std::string& type, const std::string& name, const std::vector<T>& values,
                       std::size_t per_line) {
  std::vector<std::string> items;
  items.reserve(values.size());
  for (const T value : values) items.push_back(literal(Integer(static_cast<std::int64_t>(value))));
  return braced(fmt::format("const {} {}[] = ", type, name), items, per_line);
}

class CaseWriter {
 public:
  CaseWriter(const Finding& finding, const halflsb_target& target)
      : finding_(finding),
        target_(target),
        rq_(requantization_of(finding.problem)),
        output_type_(output_type_of(rq_.output)),
        shape_(output_shape(finding.problem)) {}

  CaseData write() {
    if (const auto* layer = std::get_if<ConvLayer>(&finding_.problem)) {
      conv2d(*layer);
    } else {
      requantize(std::get<RequantizeProblem>(finding_.problem));
    }
    const std::size_t outputs = static_cast<std::size_t>(shape_[0] * shape_[1] * shape_[2] * shape_[3]);
    data_.definitions =
        fmt::format("using Output = {};\nconstexpr std::size_t kOutputs = {};\n\n", c_type(output_type_), outputs) +
        rescale_functions() + data_.definitions;
    expectation();
    return std::move(data_);
  }

 private:
  // One call of a function that makes a halflsb_rescale.
  std::string rescale(const Parameters& p) {
    const auto value = [&p](const char* name) { return literal(p.integer(name)); };
    const double slope = to_decimal(find_recipe(p.scheme)->slope(p));
    std::string factor = std::isfinite(slope) ? fmt::format("{}", slope) : slope < 0 ? "-HUGE_VAL" : "HUGE_VAL";
    if (factor.find_first_not_of("-0123456789") == std::string::npos) factor += ".0";
    data_.infinite_factor = data_.infinite_factor || !std::isfinite(slope);
    if (p.values.contains("pre")) {
      glow_ = true;
      return fmt::format("glow({}, {}, {}, {})", value("pre"), value("scale"), value("post"), factor);
    }
    if (p.values.contains("multiplier")) {
      q31_ = true;
      return fmt::format("q31({}, {}, {})", value("multiplier"), value("shift"), factor);
    }
    real_ = true;
    return fmt::format("real({})", factor);
  }

  [[nodiscard]] std::string rescale_functions() const {
    const auto function = [](const std::string& comment, const std::string& name,
                             const std::vector<std::string>& fields) {
      std::string text = "// " + comment + "\nhalflsb_rescale " + name + "(";
      for (const std::string& field : fields) text += "std::int32_t " + field + ", ";
      text += "double factor) {\n  halflsb_rescale rescale{};\n";
      for (const std::string& field : fields) text += "  rescale." + field + " = " + field + ";\n";
      return text + "  rescale.factor = factor;\n  return rescale;\n}\n\n";
    };
    std::string text;
    if (glow_)
      text += function("(((N >> pre) * scale) + rnd) >> post; the factor that they stand for", "glow",
                       {"pre", "scale", "post"});
    if (q31_)
      text +=
          function("N * multiplier * 2^(shift - 31); the factor that they stand for", "q31", {"multiplier", "shift"});
    if (real_) text += function("N * factor", "real", {});
    return text;
  }

  template <class T>
  void array(const std::string& name, const std::string& constant, const std::string& comment, ElementType type,
             const std::vector<T>& values, std::int64_t per_line, bool tensor = true) {
    data_.arrays.push_back({name, constant, c_type(type), tensor});
    data_.definitions +=
        "// " + comment + "\n" + array_text(c_type(type), constant, values, static_cast<std::size_t>(per_line));
  }

  void rescale_array(const std::string& name, const std::string& constant, const std::string& comment,
                     const std::vector<Parameters>& all) {
    std::vector<std::string> items;
    for (const Parameters& p : all) items.push_back(rescale(p));
    data_.arrays.push_back({name, constant, "halflsb_rescale", false});
    data_.definitions += "// " + comment + (all.size() > 1 ? ", per output channel" : "") + "\n" +
                         braced(fmt::format("const halflsb_rescale {}[] = ", constant), items, 2);
  }

  void field(const std::string& name, const std::string& value) { fields_ += "  args." + name + " = " + value + ";\n"; }
  void field(const std::string& name, std::int64_t value) { field(name, literal(value)); }

  // struct Arrays and call(), from the arrays and fields that were added.
  void finish(const std::string& kind) {
    std::string& text = data_.call;
    text = "// Where the arrays of one call lie.\nstruct Arrays {\n";
    for (const CaseArray& array : data_.arrays) text += fmt::format("  const {}* {};\n", array.type, array.name);
    text += "  Output* output;\n};\n\n";
    text += "int call(const halflsb_target& target, const Arrays& arrays) {\n";
    text += fmt::format("  halflsb_{}_args args{{}};\n  args.struct_size = sizeof args;\n", kind);
    for (const CaseArray& array : data_.arrays) field(array.name, "arrays." + array.name);
    field("output", "arrays.output");
    text += fields_ + fmt::format("  return target.{}(&args);\n}}\n", kind);
  }

  void requantize(const RequantizeProblem& problem) {
    array("accumulator", "kAccumulator", "The problem's accumulators.", ElementType::i32, problem.accumulators, 8);
    field("count", "kOutputs");
    field("output_type", abi_type(output_type_));
    field("zero_point", rq_.zero_point);
    field("output_min", rq_.output.lo);
    field("output_max", rq_.output.hi);
    field("rescale", rescale(rq_.of(0)));
    finish("requantize");
  }

  void conv2d(const ConvLayer& layer) {
    const ConvShape& s = layer.shape;
    array("input", "kInput",
          fmt::format("The problem's input, NHWC {}x{}x{}x{}.", s.batch, s.in_height, s.in_width, s.in_channels),
          layer.input_type, layer.input, s.in_width * s.in_channels);
    array("filter", "kFilter",
          fmt::format("The problem's filter, OHWI {}x{}x{}x{}.", s.out_channels, s.kernel_height, s.kernel_width,
                      s.group_channels()),
          layer.filter_type, layer.filter, s.kernel_width * s.group_channels());
    if (layer.bias)
      array("bias", "kBias", "Its bias, per output channel.", layer.bias->type, layer.bias->data, s.out_channels);
    const bool per_channel = layer.filter_zero_point.size() > 1;
    array("filter_zero_point", "kFilterZeroPoint", per_channel ? "Per output channel." : "Of the whole filter.",
          ElementType::i32, layer.filter_zero_point, s.out_channels, false);
    rescale_array("rescale", "kRescale", "From accumulator to output", rq_.parameters);
    if (layer.bias && !layer.bias->rescale.empty()) {
      rescale_array("bias_rescale", "kBiasRescale", "From bias to accumulator", layer.bias->rescale);
    }
    shape_fields(s);
    field("input_type", abi_type(layer.input_type));
    field("filter_type", abi_type(layer.filter_type));
    field("output_type", abi_type(output_type_));
    field("bias_type", abi_type(layer.bias ? layer.bias->type : ElementType::i32));
    field("input_zero_point", layer.input_zero_point);
    field("output_zero_point", rq_.zero_point);
    if (per_channel) field("filter_zero_point_per_channel", 1);
    if (rq_.parameters.size() > 1) field("rescale_per_channel", 1);
    if (layer.bias) {
      if (layer.bias->zero_point != 0) field("bias_zero_point", layer.bias->zero_point);
      if (!layer.bias->rescale.empty()) field("bias_rescaled", 1);
      if (layer.bias->rescale.size() > 1) field("bias_rescale_per_channel", 1);
    }
    activation_fields(layer.activation);
    field("output_min", rq_.output.lo);
    field("output_max", rq_.output.hi);
    finish("conv2d");
  }

  void shape_fields(const ConvShape& s) {
    const auto pair = [this](const char* a, std::int64_t first, const char* b, std::int64_t second) {
      field(a, first);
      field(b, second);
    };
    field("batch", s.batch);
    pair("in_height", s.in_height, "in_width", s.in_width);
    field("in_channels", s.in_channels);
    pair("out_height", s.out_height(), "out_width", s.out_width());
    field("out_channels", s.out_channels);
    pair("kernel_height", s.kernel_height, "kernel_width", s.kernel_width);
    pair("stride_height", s.stride_height, "stride_width", s.stride_width);
    pair("dilation_height", s.dilation_height, "dilation_width", s.dilation_width);
    pair("pad_top", s.pad_top, "pad_left", s.pad_left);
    pair("pad_bottom", s.pad_bottom, "pad_right", s.pad_right);
    field("groups", s.groups);
  }

  void activation_fields(const Activation& activation) {
    constexpr std::array<const char*, 4> kNames{"NONE", "RELU", "CLIP", "LEAKY_RELU"};
    field("activation", std::string("HALFLSB_ACTIVATION_") + kNames[static_cast<std::size_t>(activation.kind)]);
    if (activation.kind == Activation::Kind::clip) {
      field("clip_min", activation.clip.lo);
      field("clip_max", activation.clip.hi);
    }
    if (activation.leaky) field("leaky", rescale(*activation.leaky));
  }

  void expectation() {
    const Expected expected = expect(finding_.problem);
    std::string& text = data_.expectation;
    const bool conv = std::holds_alternative<ConvLayer>(finding_.problem);
    if (conv) {
      text += fmt::format(
          "// For messages: n, h, w, c of an output.\nstd::string position(std::size_t i) {{\n"
          "  const std::size_t shape[] = {{{}}};\n"
          "  std::string text = std::to_string(i % shape[3]);\n  i /= shape[3];\n"
          "  for (int axis = 2; axis >= 0; i /= shape[axis--]) text = std::to_string(i % shape[axis]) + \",\" + text;\n"
          "  return \"output (\" + text + \")\";\n}}\n\n",
          fmt::join(shape_, ", "));
    }
    const std::string where = conv ? "position(i)" : "\"output \" << i";
    if (target_.tolerance != nullptr) {
      text += allowed(expected);
      text += "void expect_right(const Output* output) {\n  for (std::size_t i = 0; i < kOutputs; ++i) {\n";
      text += fmt::format("    EXPECT_GE(std::int64_t{{output[i]}}, kAllowed[i][0]) << {};\n", where);
      text += fmt::format("    EXPECT_LE(std::int64_t{{output[i]}}, kAllowed[i][1]) << {};\n  }}\n}}\n", where);
      return;
    }
    text += fmt::format("// What the scheme {} gives on unbounded integers, clamped to [{}, {}]:\n// {}\n",
                        rq_.recipe().name, rq_.output.lo, rq_.output.hi, rq_.recipe().formula);
    text += array_text("Output", "kWant", expected.output, conv ? static_cast<std::size_t>(shape_[2] * shape_[3]) : 16);
    text += "\nvoid expect_right(const Output* output) {\n  for (std::size_t i = 0; i < kOutputs; ++i) {\n";
    text += fmt::format("    EXPECT_EQ(std::int64_t{{output[i]}}, std::int64_t{{kWant[i]}}) << {};\n  }}\n}}\n", where);
  }

  // The integers within the tolerance of each real value.
  [[nodiscard]] std::string allowed(const Expected& expected) const {
    const Rational tolerance = *parse_rational(target_.tolerance);  // checked when the target was registered
    std::string text = fmt::format(
        "// The lowest and the highest integer within {} LSB of the real value, which is clamped to [{}, {}].\n",
        target_.tolerance, rq_.output.lo, rq_.output.hi);
    text += "const std::int64_t kAllowed[][2] = {\n";
    for (std::size_t i = 0; i < expected.output.size(); ++i) {
      const Rational real = real_output(finding_.problem, i, to_integer(accumulator_of(finding_.problem, expected, i)));
      text += fmt::format("    {{{}, {}}},  // {}\n", to_text(round(real - tolerance, RoundingMode::up)),
                          to_text(round(real + tolerance, RoundingMode::down)), readable(real));
    }
    return text + "};\n\n";
  }

  const Finding& finding_;
  const halflsb_target& target_;
  const Requantization& rq_;
  ElementType output_type_;
  std::array<std::int64_t, 4> shape_;  // of the output
  CaseData data_;
  std::string fields_;
  bool glow_ = false, q31_ = false, real_ = false;
};

}  // namespace

CaseData case_data(const Finding& finding, const halflsb_target& target) { return CaseWriter(finding, target).write(); }

}  // namespace halflsb
