#include "harness/check/domain.h"

#include <algorithm>

namespace halflsb {
namespace {

// Collects the first complaint.
class Outside {
 public:
  void range(std::string_view what, const Integer& value, const halflsb_range& allowed) {
    if (value >= allowed.min && value <= allowed.max) return;
    say_range(what, to_text(value), std::to_string(allowed.min), std::to_string(allowed.max));
  }
  void say_range(std::string_view what, const std::string& value, const std::string& least, const std::string& most) {
    say(std::string(what) + " is " + value + " (the target takes " + least + " to " + most + ")");
  }
  void bit(const char* what, std::uint32_t mask, int bit) {
    if (((mask >> bit) & 1U) == 0) say(std::string("the target does not take this ") + what);
  }
  void allow(const char* what, bool used, std::int32_t allowed) {
    if (used && allowed == 0) say(std::string("the target does not take ") + what);
  }
  void say(std::string text) {
    if (text_.empty()) text_ = std::move(text);
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

void check_parameters(Outside& outside, const Recipe& recipe, const Parameters& p, const halflsb_domain& domain) {
  for (const ParameterField& field : recipe.fields) {
    if (const halflsb_range* range = range_of(field.name, domain)) {
      outside.range(field.name, p.integer(field.name), *range);
    } else if (field.kind == ParameterField::Kind::float32) {
      const auto [least, most] = float32_range(domain);
      const Rational& value = p.rational(field.name);
      if (value < least || value > most) outside.say_range(field.name, to_text(value), to_text(least), to_text(most));
    }
  }
}

void check_glow(Outside& outside, const Parameters& p, const halflsb_domain& domain) {
  static const Recipe& glow = *find_recipe("glow");
  check_parameters(outside, glow, p, domain);
}

void check_requantization(Outside& outside, const Requantization& rq, const halflsb_target& target) {
  const halflsb_domain& domain = target.domain;
  const std::string_view scheme = rq.recipe().name;
  if (target.scheme != nullptr && scheme != target.scheme) {
    outside.say("the target promises " + std::string(target.scheme) + ", not " + std::string(scheme));
  }
  for (const Parameters& p : rq.parameters) check_parameters(outside, rq.recipe(), p, domain);
  outside.range("zero_point", rq.zero_point, domain.zero_point);
  outside.bit("output type", domain.output_types, static_cast<int>(output_type_of(rq.output)));
}

void check_layer(Outside& outside, const ConvLayer& layer, const halflsb_domain& domain) {
  const ConvShape& s = layer.shape;
  outside.range("in_channels", s.in_channels, domain.in_channels);
  outside.range("out_channels", s.out_channels, domain.out_channels);
  outside.range("groups", s.groups, domain.groups);
  for (const auto size : {s.kernel_height, s.kernel_width}) outside.range("kernel", size, domain.kernel);
  for (const auto size : {s.stride_height, s.stride_width}) outside.range("stride", size, domain.stride);
  for (const auto size : {s.dilation_height, s.dilation_width}) outside.range("dilation", size, domain.dilation);
  for (const auto size : {s.pad_top, s.pad_left, s.pad_bottom, s.pad_right}) outside.range("pad", size, domain.pad);
  outside.bit("input type", domain.input_types, static_cast<int>(layer.input_type));
  outside.bit("filter type", domain.input_types, static_cast<int>(layer.filter_type));
  outside.bit("activation", domain.activations, static_cast<int>(layer.activation.kind));
  if (layer.activation.leaky) check_glow(outside, *layer.activation.leaky, domain);
  const bool per_channel = layer.requantization.parameters.size() > 1 || layer.filter_zero_point.size() > 1;
  outside.allow("parameters per channel", per_channel, domain.per_channel);
  const auto is_zero = [](std::int32_t zero_point) { return zero_point == 0; };
  const bool symmetric = std::all_of(layer.filter_zero_point.begin(), layer.filter_zero_point.end(), is_zero);
  outside.allow("a filter zero point", !symmetric, domain.filter_zero_point);
  if (!layer.bias) return;
  outside.bit("bias type", domain.bias_types, static_cast<int>(layer.bias->type));
  outside.allow("a bias with a scale of its own", !layer.bias->rescale.empty(), domain.bias_rescaled);
  outside.allow("bias parameters per channel", layer.bias->rescale.size() > 1, domain.per_channel);
  for (const Parameters& p : layer.bias->rescale) check_glow(outside, p, domain);
}

}  // namespace

ElementType output_type_of(const OutputRange& range) {
  for (const ElementTypeInfo& type : kElementTypes) {
    if (range.lo >= type.smallest && range.hi <= type.largest) return type.type;
  }
  return ElementType::i32;
}

std::string outside_domain(const halflsb_target& target, const Problem& problem) {
  Outside outside;
  if (kind_of(problem) != target.kind) outside.say("the target is a " + std::string(target.kind));
  if (outside.text().empty()) check_requantization(outside, requantization_of(problem), target);
  const auto* layer = std::get_if<ConvLayer>(&problem);
  if (outside.text().empty() && layer != nullptr) check_layer(outside, *layer, target.domain);
  return outside.text();
}

const halflsb_range* range_of(std::string_view parameter, const halflsb_domain& domain) {
  if (parameter == "pre") return &domain.pre;
  if (parameter == "post") return &domain.post;
  if (parameter == "scale") return &domain.scale;
  if (parameter == "multiplier") return &domain.multiplier;
  if (parameter == "shift") return &domain.shift;
  return nullptr;
}

std::pair<Rational, Rational> float32_range(const halflsb_domain& domain) {
  const auto exponent = [](std::int64_t value) {
    return static_cast<int>(std::clamp<std::int64_t>(value, kLeastFloat32Exponent, kFloat32Limit));
  };
  const Rational largest(pow2(24) - 1);
  return {pow2_rational(exponent(domain.shift.min) - 1), largest * pow2_rational(exponent(domain.shift.max) - 24)};
}

bool machine_supports(const halflsb_target& target) {
  constexpr std::uint32_t kKnown = HALFLSB_ISA_AVX2;
  if ((target.isa & ~kKnown) != 0) return false;  // a newer ABI's instruction set: we cannot ask for it
  if (target.isa == HALFLSB_ISA_NONE) return true;
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") != 0;
#else
  return false;
#endif
}

}  // namespace halflsb
