#include "harness/problem/bytes.h"

#include <algorithm>
#include <numeric>

#include "harness/problem/shift_limits.h"

namespace halflsb {
namespace {

constexpr std::uint8_t kVersion = 1;

// Bytes that hold every value of 0 .. span.
int bytes_for(std::uint64_t span) {
  int bytes = 1;
  while (bytes < 8 && (span >> (8 * bytes)) != 0) ++bytes;
  return bytes;
}

// Reader and Writer offer the same calls, so that one description of the layout serves both directions.
class Reader {
 public:
  static constexpr bool kReads = true;
  explicit Reader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  template <class T>
  void integer(T& value, std::int64_t lo, std::int64_t hi) {
    const auto span = static_cast<std::uint64_t>(hi - lo);
    std::uint64_t raw = 0;
    for (int i = 0; i < bytes_for(span); ++i) raw |= static_cast<std::uint64_t>(next()) << (8 * i);
    value = static_cast<T>(lo + static_cast<std::int64_t>(raw % (span + 1)));
  }

 private:
  std::uint8_t next() { return at_ < bytes_.size() ? bytes_[at_++] : std::uint8_t{0}; }
  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
};

class Writer {
 public:
  static constexpr bool kReads = false;

  template <class T>
  void integer(T& value, std::int64_t lo, std::int64_t hi) {
    const auto wide = static_cast<std::int64_t>(value);
    fits = fits && wide >= lo && wide <= hi;
    const auto raw = static_cast<std::uint64_t>(wide) - static_cast<std::uint64_t>(lo);
    for (int i = 0; i < bytes_for(static_cast<std::uint64_t>(hi - lo)); ++i) {
      bytes.push_back(static_cast<std::uint8_t>(raw >> (8 * i)));
    }
  }

  bool fits = true;
  std::vector<std::uint8_t> bytes;
};

constexpr std::int64_t kInt32Min = smallest(ElementType::i32);
constexpr std::int64_t kInt32Max = largest(ElementType::i32);
constexpr std::int64_t kMaxScale = (std::int64_t{1} << 32) - 1;

template <class Io, class T>
void enumeration(Io& io, T& value, int count) {
  auto index = static_cast<int>(value);
  io.integer(index, 0, count - 1);
  value = static_cast<T>(index);
}

template <class Io>
bool flag(Io& io, bool value) {
  int bit = value ? 1 : 0;
  io.integer(bit, 0, 1);
  return bit != 0;
}

// An integer parameter within [lo, hi], kept as a Rational. A value that does not fit int64 fits no range here.
template <class Io>
void parameter(Io& io, Parameters& p, const char* name, std::int64_t lo, std::int64_t hi) {
  std::int64_t value = lo;
  if constexpr (!Io::kReads) {
    const Integer wide = p.integer(name);
    value = bit_length(wide) < 63 ? wide.convert_to<std::int64_t>() : lo - 1;
  }
  io.integer(value, lo, hi);
  p.values[name] = Rational(value);
}

template <class Io>
void glow_parameters(Io& io, Parameters& p) {
  p.scheme = "glow";
  parameter(io, p, "pre", 0, 255);
  parameter(io, p, "scale", 1, kMaxScale);
  parameter(io, p, "post", 0, 255);
}

template <class Io>
void ideal_parameters(Io& io, Parameters& p) {
  Parameters parts{"", {{"p", 0}, {"q", 1}}};
  if constexpr (!Io::kReads) {
    parts.values = {{"p", numerator(p.rational("factor"))}, {"q", denominator(p.rational("factor"))}};
  }
  parameter(io, parts, "p", kInt32Min, kInt32Max);
  parameter(io, parts, "q", 1, kMaxScale);
  // Writing, a part that does not fit has been replaced, and may be 0.
  if constexpr (Io::kReads) p.values["factor"] = parts.rational("p") / parts.rational("q");
  parameter(io, p, "rounding", 0, 5);
}

// The 24 bits of its significand, and its exponent.
template <class Io>
void float32_parameters(Io& io, Parameters& p) {
  constexpr int kLeast = -149, kMost = kFloat32Limit - 24;
  Parameters parts{"", {{"significand", 1}, {"exponent", kLeast}}};
  if constexpr (!Io::kReads) {
    const Rational& factor = p.rational("factor");
    const int exponent = std::max(floor_log2(factor) - 23, kLeast);
    parts.values = {{"significand", factor * pow2_rational(-exponent)}, {"exponent", exponent}};
  }
  parameter(io, parts, "significand", 1, (1 << 24) - 1);
  parameter(io, parts, "exponent", kLeast, kMost);
  if constexpr (Io::kReads) {
    p.values["factor"] = parts.rational("significand") * pow2_rational(static_cast<int>(parts.integer("exponent")));
  }
}

template <class Io>
void scheme_parameters(Io& io, Parameters& p) {
  if (p.scheme == "glow") return glow_parameters(io, p);
  if (p.scheme == "ideal") return ideal_parameters(io, p);
  const Recipe& recipe = *find_recipe(p.scheme);
  if (recipe.fields.front().kind == ParameterField::Kind::float32) return float32_parameters(io, p);
  parameter(io, p, "multiplier", kInt32Min, kInt32Max);
  const auto [least, most] = shift_limits(recipe);
  parameter(io, p, "shift", least, most);
}

// One value, or one per channel.
template <class Io, class T, class Each>
void per_channel(Io& io, std::vector<T>& values, std::int64_t channels, const T& fresh, Each each) {
  const bool many = flag(io, values.size() > 1);
  if constexpr (Io::kReads) values.assign(many ? static_cast<std::size_t>(channels) : 1, fresh);
  for (T& value : values) each(value);
}

template <class Io>
void range(Io& io, OutputRange& output) {
  io.integer(output.lo, kInt32Min, kInt32Max);
  io.integer(output.hi, kInt32Min, kInt32Max);
  if (output.lo > output.hi) std::swap(output.lo, output.hi);
}

template <class Io>
void requantization(Io& io, Requantization& rq, std::int64_t channels) {
  // In the order in which they came: a corpus outlives new ones.
  constexpr std::array kSchemes{
      "glow",   "tflite_double_rounding", "tflite_single_rounding", "ideal", "cmsis_nn",     "fbgemm",
      "onednn", "onnx_qlinear",           "qnnpack_precise",        "tosa",  "xnnpack_fp32", "xnnpack_rndnu"};
  std::size_t scheme = 0;
  if constexpr (!Io::kReads) {
    const auto found = std::find(kSchemes.begin(), kSchemes.end(), rq.parameters.front().scheme);
    scheme = static_cast<std::size_t>(found - kSchemes.begin());
    io.fits = io.fits && found != kSchemes.end() && rq.factor.empty();
  }
  enumeration(io, scheme, kSchemes.size());
  if (scheme >= kSchemes.size()) return;
  per_channel(io, rq.parameters, channels, Parameters{kSchemes[scheme], {}},
              [&](Parameters& p) { scheme_parameters(io, p); });
  io.integer(rq.zero_point, kInt32Min, kInt32Max);
  range(io, rq.output);
  io.integer(rq.width, 8, 64);
}

// The largest change that makes any shape a valid one of limited size; none for a shape that already is.
void shrink_to_limits(ConvShape& s) {
  if (s.out_height() < 1) s.kernel_height = s.dilation_height = 1;
  if (s.out_width() < 1) s.kernel_width = s.dilation_width = 1;
  const auto too_large = [&] {
    return s.input_size() > kMaxEncodedElements || s.filter_size() > kMaxEncodedElements ||
           s.output_size() > kMaxEncodedElements || s.multiplications() > kMaxEncodedMultiplications;
  };
  if (!too_large()) return;
  // Sizes are below 2^8 (see shape()), so no product above overflows; halving everything ends at 1.
  while (too_large()) {
    std::int64_t inputs = s.group_channels();
    std::int64_t outputs = s.group_outputs();
    for (std::int64_t* size :
         {&s.batch, &s.in_height, &s.in_width, &s.groups, &inputs, &outputs, &s.kernel_height, &s.kernel_width}) {
      *size = std::max<std::int64_t>(1, *size / 2);
    }
    for (std::int64_t* pad : {&s.pad_top, &s.pad_left, &s.pad_bottom, &s.pad_right}) *pad /= 2;
    s.dilation_height = s.dilation_width = 1;
    s.in_channels = s.groups * inputs;
    s.out_channels = s.groups * outputs;
    if (s.out_height() < 1) s.kernel_height = 1;
    if (s.out_width() < 1) s.kernel_width = 1;
  }
}

template <class Io>
void shape(Io& io, ConvShape& s) {
  constexpr std::int64_t kMost = 256;
  std::int64_t inputs = s.group_channels();
  std::int64_t outputs = s.group_outputs();
  for (std::int64_t* size :
       {&s.batch, &s.in_height, &s.in_width, &s.groups, &inputs, &outputs, &s.kernel_height, &s.kernel_width,
        &s.stride_height, &s.stride_width, &s.dilation_height, &s.dilation_width}) {
    io.integer(*size, 1, kMost);
  }
  for (std::int64_t* pad : {&s.pad_top, &s.pad_left, &s.pad_bottom, &s.pad_right}) io.integer(*pad, 0, kMost - 1);
  s.in_channels = s.groups * inputs;
  s.out_channels = s.groups * outputs;
  shrink_to_limits(s);
}

template <class Io, class T>
void tensor(Io& io, std::vector<T>& data, std::int64_t size, ElementType type) {
  if constexpr (Io::kReads) data.assign(static_cast<std::size_t>(size), T{0});
  for (T& value : data) io.integer(value, smallest(type), largest(type));
}

template <class Io>
void bias(Io& io, std::optional<Bias>& bias, std::int64_t channels) {
  const bool present = flag(io, bias.has_value());
  if (!present) return;
  if constexpr (Io::kReads) bias.emplace();
  bias->type = flag(io, bias->type == ElementType::i8) ? ElementType::i8 : ElementType::i32;
  io.integer(bias->zero_point, kInt32Min, kInt32Max);
  if (flag(io, !bias->rescale.empty())) {
    per_channel(io, bias->rescale, channels, Parameters{"glow", {}}, [&](Parameters& p) { glow_parameters(io, p); });
  }
  tensor(io, bias->data, channels, bias->type);
}

template <class Io>
void layer(Io& io, ConvLayer& layer) {
  const ConvShape before = layer.shape;
  shape(io, layer.shape);
  if constexpr (!Io::kReads) io.fits = io.fits && layer.shape == before;
  const std::int64_t channels = layer.shape.out_channels;
  enumeration(io, layer.input_type, 2);
  enumeration(io, layer.filter_type, 2);
  io.integer(layer.input_zero_point, smallest(layer.input_type), largest(layer.input_type));
  per_channel(io, layer.filter_zero_point, channels, std::int32_t{0}, [&](std::int32_t& zero_point) {
    io.integer(zero_point, smallest(layer.filter_type), largest(layer.filter_type));
  });
  requantization(io, layer.requantization, channels);
  enumeration(io, layer.activation.kind, 4);
  if (layer.activation.kind == Activation::Kind::clip) range(io, layer.activation.clip);
  if (layer.activation.kind == Activation::Kind::leaky_relu) {
    if constexpr (Io::kReads) layer.activation.leaky = Parameters{"glow", {}};
    glow_parameters(io, *layer.activation.leaky);
  }
  bias(io, layer.bias, channels);
  tensor(io, layer.filter, layer.shape.filter_size(), layer.filter_type);
  tensor(io, layer.input, layer.shape.input_size(), layer.input_type);
}

constexpr std::int64_t kMaxAccumulators = 4096;

template <class Io>
void requantize(Io& io, RequantizeProblem& problem) {
  requantization(io, problem.requantization, 1);
  auto count = static_cast<std::int64_t>(problem.accumulators.size());
  io.integer(count, 1, kMaxAccumulators);
  tensor(io, problem.accumulators, count, ElementType::i32);
}

template <class Io>
void whole(Io& io, Problem& problem) {
  int version = kVersion;
  io.integer(version, 0, 255);
  const bool conv = flag(io, std::holds_alternative<ConvLayer>(problem));
  if constexpr (Io::kReads) {
    if (conv) problem = ConvLayer{};
  }
  if (conv) {
    layer(io, std::get<ConvLayer>(problem));
  } else {
    requantize(io, std::get<RequantizeProblem>(problem));
  }
}

}  // namespace

Problem decode(std::span<const std::uint8_t> bytes) {
  Reader reader(bytes);
  Problem problem = RequantizeProblem{};
  whole(reader, problem);
  return problem;
}

std::optional<std::vector<std::uint8_t>> encode(const Problem& problem) {
  Writer writer;
  Problem copy = problem;
  whole(writer, copy);
  // Values that the ranges above reduce would decode to another problem.
  if (!writer.fits || copy != problem || decode(writer.bytes) != problem) return std::nullopt;
  return writer.bytes;
}

}  // namespace halflsb
