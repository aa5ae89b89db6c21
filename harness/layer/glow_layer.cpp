#include "harness/layer/glow_layer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "reference/exact/binary_float.h"
#include "reference/exact/parse_number.h"

namespace halflsb {
namespace {

Result<Parameters> derive(const Rational& factor) { return find_recipe("glow")->derive({factor, std::nullopt, {}}); }

Error wrong_type(const char* what, ElementType type, const char* expected) {
  return Error{fmt::format("{} is of type {} (expected {})", what, name_of(type), expected)};
}

bool is_byte(ElementType type) { return type == ElementType::i8 || type == ElementType::u8; }

std::optional<Error> mismatched(const LayerDumps& dumps, const LayerGeometry& geometry) {
  const auto& [src, filter, bias, dest] = dumps;
  if (!is_byte(src.type.type)) return wrong_type("src", src.type.type, "i8 or u8");
  if (!is_byte(filter.type.type)) return wrong_type("filter", filter.type.type, "i8 or u8");
  if (bias.type.type != ElementType::i8 && bias.type.type != ElementType::i32) {
    return wrong_type("bias", bias.type.type, "i8 or i32");
  }
  const std::pair<const char*, const Dump*> tensors[] = {{"src", &src}, {"filter", &filter}, {"dest", &dest}};
  for (const auto& [name, dump] : tensors) {
    if (dump->type.shape.size() == 4) continue;
    return Error{
        fmt::format("{} has the shape <{}> (expected 4 dimensions)", name, fmt::join(dump->type.shape, " x "))};
  }
  const auto& f = filter.type.shape;
  if (geometry.kernel && ((*geometry.kernel)[0] != f[1] || (*geometry.kernel)[1] != f[2])) {
    return Error{fmt::format("--kernel is {},{}, but the filter's shape is <{}>", (*geometry.kernel)[0],
                             (*geometry.kernel)[1], fmt::join(f, " x "))};
  }
  if (f[3] * geometry.groups != src.type.shape[3]) {
    return Error{fmt::format("the filter has {} channels per group; with {} groups the input must have {}, not {}",
                             f[3], geometry.groups, f[3] * geometry.groups, src.type.shape[3])};
  }
  if (static_cast<std::int64_t>(bias.data.size()) != f[0]) {
    return Error{fmt::format("bias has {} values, the filter {} output channels", bias.data.size(), f[0])};
  }
  return std::nullopt;
}

}  // namespace

Result<ConvLayer> layer_of(const LayerDumps& dumps, const LayerGeometry& geometry) {
  if (const auto error = mismatched(dumps, geometry)) return *error;
  const auto& in = dumps.src.type.shape;
  const auto& filter = dumps.filter.type.shape;
  ConvLayer layer;
  layer.shape = {in[0],
                 in[1],
                 in[2],
                 in[3],
                 filter[0],
                 filter[1],
                 filter[2],
                 geometry.stride[0],
                 geometry.stride[1],
                 geometry.dilation[0],
                 geometry.dilation[1],
                 geometry.pad[0],
                 geometry.pad[1],
                 geometry.pad[2],
                 geometry.pad[3],
                 geometry.groups};
  if (const auto shape = validated(layer.shape); !shape) return shape.error();
  const ConvShape& s = layer.shape;
  const std::vector<std::int64_t> out{s.batch, s.out_height(), s.out_width(), s.out_channels};
  if (dumps.dest.type.shape != out) {
    return Error{fmt::format("dest has the shape <{}>, the layer computes <{}>",
                             fmt::join(dumps.dest.type.shape, " x "), fmt::join(out, " x "))};
  }
  layer.input_type = dumps.src.type.type;
  layer.filter_type = dumps.filter.type.type;
  layer.input_zero_point = dumps.src.type.zero_point;
  layer.filter_zero_point = {static_cast<std::int32_t>(dumps.filter.type.zero_point)};
  layer.input.assign(dumps.src.data.begin(), dumps.src.data.end());
  layer.filter.assign(dumps.filter.data.begin(), dumps.filter.data.end());
  layer.bias = Bias{dumps.bias.type.type, dumps.bias.type.zero_point, {}, dumps.bias.data};
  Requantization& rq = layer.requantization;
  rq.parameters = {Parameters{"glow", {{"pre", 0}, {"scale", 1}, {"post", 0}}}};
  rq.zero_point = dumps.dest.type.zero_point;
  rq.output = {smallest(dumps.dest.type.type), largest(dumps.dest.type.type)};
  if (auto error = invalid(layer)) return *error;
  return layer;
}

Result<RealInterval> printed_interval(const std::string& text) {
  const auto value = parse_rational(text);
  if (!value) return value.error();
  // The unit of the last digit before any exponent.
  const auto mark = std::min(text.find_first_of("eE"), text.size());
  const auto point = text.find('.');
  std::string unit = "1";
  if (point != std::string::npos && point < mark) unit = "1e-" + std::to_string(mark - point - 1);
  Rational half = *parse_rational(unit) / 2;
  if (mark < text.size()) half *= *parse_rational("1" + text.substr(mark));
  return RealInterval{std::max(Rational(0), Rational(*value - half)), *value, *value + half};
}

Result<GlowCandidates> glow_candidates(const RealInterval& factor) {
  if (factor.lo <= 0) return Error{"a scale is printed as 0, so its parameters cannot be derived: give them"};
  const auto nominal = derive(factor.nominal);
  if (!nominal) return nominal.error();
  GlowCandidates result{{}, *nominal};
  // Between powers of two the recipe's scale grows with the factor: walk from one rounding boundary to the next.
  Rational at = factor.lo;
  while (at <= factor.hi) {
    const auto parameters = derive(at);
    if (!parameters) return parameters.error();
    if (result.all.empty() || result.all.back() != *parameters) result.all.push_back(*parameters);
    if (result.all.size() > kMaxCandidates) {
      return Error{
          fmt::format("the printed scales allow more than {} parameter sets: give the parameters", kMaxCandidates)};
    }
    const Rational unit = pow2_rational(-static_cast<int>(parameters->integer("pre") + parameters->integer("post")));
    const auto nearest = nearest_float(at, kFloat32);
    if (!nearest) return nearest.error();
    const Rational next_power = pow2_rational(floor_log2(*nearest) + 1);
    const Rational ulp = pow2_rational(floor_log2(*nearest) - 23);
    Rational next = (parameters->rational("scale") + Rational(1, 2)) * unit;
    if (*nearest == next_power / 2) next = *nearest + ulp;  // an exact power of two has a set of its own
    if (at < next_power) next = std::min(next, next_power);
    at = std::max(next, Rational(at + ulp));
  }
  if (std::find(result.all.begin(), result.all.end(), result.nominal) == result.all.end()) {
    result.all.push_back(result.nominal);
  }
  return result;
}

RealInterval output_factor(const RealInterval& input, const RealInterval& filter, const RealInterval& output) {
  const Rational least_output = output.lo > 0 ? output.lo : output.hi;
  return {output.lo > 0 ? Rational(input.lo * filter.lo / output.hi) : Rational(0),
          output.nominal > 0 ? Rational(input.nominal * filter.nominal / output.nominal) : Rational(0),
          input.hi * filter.hi / least_output};
}

RealInterval bias_factor(const RealInterval& bias, const RealInterval& input, const RealInterval& filter) {
  return output_factor(bias, {1, 1, 1}, {input.lo * filter.lo, input.nominal * filter.nominal, input.hi * filter.hi});
}

}  // namespace halflsb
