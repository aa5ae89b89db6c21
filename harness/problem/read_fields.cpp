#include <algorithm>

#include "harness/problem/field_reader.h"
#include "harness/problem/fields.h"

namespace halflsb {
namespace {

// Parameters of one recipe under keys <prefix><field>: lists of one length, or of one value.
std::vector<Parameters> read_parameters(FieldReader& reader, const Recipe& recipe, const std::string& prefix) {
  std::vector<Parameters> all(1, Parameters{std::string(recipe.name), {}});
  for (const ParameterField& field : recipe.fields) {
    const std::string key = prefix + std::string(field.name);
    std::vector<Rational> values;
    FieldReader::for_each_item(reader.text(key, field.default_text), [&](std::string_view item) {
      values.push_back(reader.accept(prefix.empty() ? "scheme" : prefix, parse_parameter(field, item), Rational()));
      return !reader.failed();
    });
    if (all.size() == 1 && values.size() > 1) all.resize(values.size(), all.front());
    if (values.size() != 1 && values.size() != all.size()) {
      reader.fail(key + " has " + std::to_string(values.size()) + " values (expected 1 or " +
                  std::to_string(all.size()) + ")");
    }
    for (std::size_t i = 0; i < all.size() && !reader.failed(); ++i) {
      all[i].values.emplace(field.name, values[values.size() == 1 ? 0 : i]);
    }
    if (reader.failed()) break;
  }
  return all;
}

Requantization read_requantization(FieldReader& reader) {
  Requantization rq;
  const std::string name = reader.text("scheme");
  const Recipe* recipe = find_recipe(name);
  if (recipe == nullptr) {
    reader.fail("scheme: " + in_quotes(name) + " is not known (expected " + recipe_names() + ")");
    return rq;
  }
  rq.parameters = read_parameters(reader, *recipe, "");
  rq.zero_point = reader.integer("zero_point", INT32_MIN, INT32_MAX, "0");
  rq.output = reader.accept("output", parse_output_range(reader.text("output", "i8")), OutputRange{});
  rq.width = static_cast<int>(reader.integer("width", 8, 64, std::to_string(kDefaultWidth)));
  const bool factor_is_parameter = std::any_of(recipe->fields.begin(), recipe->fields.end(),
                                               [](const ParameterField& field) { return field.name == "factor"; });
  if (!factor_is_parameter && reader.has("factor")) {
    FieldReader::for_each_item(reader.text("factor"), [&](std::string_view item) {
      rq.factor.push_back(reader.accept("factor", parse_rational(item), Rational()));
      return !reader.failed();
    });
  }
  return rq;
}

Result<Problem> read_requantize(FieldReader& reader) {
  RequantizeProblem problem;
  problem.requantization = read_requantization(reader);
  if (!reader.failed() && problem.requantization.parameters.size() != 1)
    reader.fail("requantize takes one set of parameters");
  problem.accumulators = reader.integers<std::int32_t>("acc", INT32_MIN, INT32_MAX);
  if (const auto error = reader.finish()) return *error;
  return Problem(std::move(problem));
}

ConvShape read_shape(FieldReader& reader) {
  const auto sizes = [&](std::string_view key, std::size_t count, char separator, std::int64_t least,
                         std::string_view default_text) {
    return reader.accept(key, parse_sizes(reader.text(key, default_text), count, separator, least),
                         std::vector<std::int64_t>(count, 1));
  };
  const auto in = sizes("in", 4, 'x', 1, "");
  const auto filter = sizes("filter", 4, 'x', 1, "");
  const auto stride = sizes("stride", 2, ',', 1, "1,1");
  const auto pad = sizes("pad", 4, ',', 0, "0,0,0,0");
  const auto dilation = sizes("dilation", 2, ',', 1, "1,1");
  ConvShape s{in[0],     in[1],       in[2],       in[3],
              filter[0], filter[1],   filter[2],   stride[0],
              stride[1], dilation[0], dilation[1], pad[0],
              pad[1],    pad[2],      pad[3],      reader.integer("groups", 1, kMaxTensorElements, "1")};
  if (!reader.failed() && filter[3] * s.groups != s.in_channels) {
    reader.fail("filter: " + std::to_string(filter[3]) + " channels per group times " + std::to_string(s.groups) +
                " groups is not the input's " + std::to_string(s.in_channels));
  }
  return s;
}

ElementType read_type(FieldReader& reader, std::string_view key) {
  const std::string text = reader.text(key, "i8");
  const auto type = parse_element_type(text);
  if (!type) reader.fail(std::string(key) + ": " + in_quotes(text) + " is not an element type");
  return type.value_or(ElementType::i8);
}

std::optional<Bias> read_bias(FieldReader& reader) {
  const std::string type = reader.text("bias_type", "none");
  if (type == "none") return std::nullopt;
  Bias bias;
  bias.type = parse_element_type(type).value_or(ElementType::u8);  // u8 is refused with the rest of the layer
  bias.zero_point = reader.integer("bias_zp", INT32_MIN, INT32_MAX, "0");
  if (reader.has("bias_scale")) bias.rescale = read_parameters(reader, *find_recipe("glow"), "bias_");
  bias.data = reader.integers<std::int32_t>("bias_data", smallest(bias.type), largest(bias.type));
  return bias;
}

Activation read_activation(FieldReader& reader) {
  Activation activation;
  const std::string name = reader.text("activation", "none");
  const auto at = std::find(kActivations.begin(), kActivations.end(), name);
  if (at == kActivations.end()) {
    reader.fail("activation: " + in_quotes(name) + " is not known (expected none, relu, clip or leaky_relu)");
    return activation;
  }
  activation.kind = static_cast<Activation::Kind>(at - kActivations.begin());
  if (activation.kind == Activation::Kind::clip) {
    activation.clip = reader.accept("clip", parse_output_range(reader.text("clip")), OutputRange{});
  }
  if (activation.kind == Activation::Kind::leaky_relu) {
    activation.leaky = read_parameters(reader, *find_recipe("glow"), "leaky_").front();
  }
  return activation;
}

Result<Problem> read_conv2d(FieldReader& reader) {
  ConvLayer layer;
  layer.shape = read_shape(reader);
  layer.input_type = read_type(reader, "in_type");
  layer.filter_type = read_type(reader, "filter_type");
  layer.input_zero_point = reader.integer("in_zp", -128, 255, "0");
  layer.filter_zero_point = reader.integers<std::int32_t>("filter_zp", -128, 255, "0");
  layer.requantization = read_requantization(reader);
  layer.bias = read_bias(reader);
  layer.activation = read_activation(reader);
  layer.input = reader.integers<std::int16_t>("in_data", smallest(layer.input_type), largest(layer.input_type));
  layer.filter = reader.integers<std::int16_t>("filter_data", smallest(layer.filter_type), largest(layer.filter_type));
  if (const auto error = reader.finish()) return *error;
  if (const auto error = invalid(layer)) return *error;
  return Problem(std::move(layer));
}

}  // namespace

Result<OutputRange> parse_output_range(std::string_view text) {
  if (const auto type = parse_element_type(text)) return OutputRange{smallest(*type), largest(*type)};
  const auto range = parse_interval(text);
  if (!range) return Error{in_quotes(text) + " is not an output range (expected i8, u8, i16 or LO:HI)"};
  if (range->lo < INT32_MIN || range->hi > INT32_MAX) return Error{in_quotes(text) + " leaves int32"};
  return OutputRange{range->lo.convert_to<std::int64_t>(), range->hi.convert_to<std::int64_t>()};
}

Result<std::vector<std::int64_t>> parse_sizes(std::string_view text, std::size_t count, char separator,
                                              std::int64_t least) {
  std::vector<std::int64_t> sizes;
  std::string_view rest = text;
  while (true) {
    const auto end = rest.find(separator);
    const auto size = parse_integer(rest.substr(0, end), Interval{least, kMaxTensorElements});
    if (!size) return size.error();
    sizes.push_back(size->convert_to<std::int64_t>());
    if (end == std::string_view::npos || sizes.size() > count) break;
    rest.remove_prefix(end + 1);
  }
  if (sizes.size() == count) return sizes;
  return Error{in_quotes(text) + " does not have " + std::to_string(count) + " sizes separated by '" + separator + "'"};
}

Result<Problem> from_fields(std::string_view kind, const std::vector<Field>& fields) {
  FieldReader reader(fields);
  const std::string version = reader.text("version", "1");
  if (version != "1") return Error{"version: " + in_quotes(version) + " is not known (expected 1)"};
  if (kind == "requantize") return read_requantize(reader);
  if (kind == "conv2d") return read_conv2d(reader);
  return Error{in_quotes(kind) + " is not a kind of problem (expected requantize or conv2d)"};
}

}  // namespace halflsb
