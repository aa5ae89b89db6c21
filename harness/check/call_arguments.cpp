// The arguments of a call: the fields of a problem as the ABI has them.
#include <cmath>
#include <cstring>

#include "harness/check/call.h"
#include "harness/check/domain.h"
#include "harness/check/elements.h"

namespace halflsb {
namespace {

template <class T>
std::span<const std::uint8_t> bytes_of(const std::vector<T>& values) {
  return {reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof(T)};
}

// A value that the target's domain or the problem's own limits keep within int32.
std::int32_t narrow(const Integer& value) { return value.convert_to<std::int32_t>(); }
std::int32_t narrow(std::int64_t value) { return static_cast<std::int32_t>(value); }

// Of the fixed-point schemes' own parameters, an int32 times a power of two above 2^-600, which is a double: no need for rationals.
double slope_of(const Parameters& p, const halflsb_rescale& r) {
  if (p.values.contains("scale")) return std::ldexp(r.scale, -r.pre - r.post);
  if (p.values.contains("multiplier")) return std::ldexp(r.multiplier, r.shift - 31);
  return to_decimal(find_recipe(p.scheme)->slope(p));
}

halflsb_rescale rescale_of(const Parameters& p) {
  halflsb_rescale rescale{};
  const auto take = [&p](std::string_view name, std::int32_t& into) {
    if (const auto found = p.values.find(name); found != p.values.end()) into = narrow(numerator(found->second));
  };
  take("pre", rescale.pre);
  take("post", rescale.post);
  take("scale", rescale.scale);
  take("multiplier", rescale.multiplier);
  take("shift", rescale.shift);
  rescale.factor = slope_of(p, rescale);
  return rescale;
}

std::span<const std::uint8_t> rescales_of(const std::vector<Parameters>& all, std::vector<std::uint8_t>& bytes) {
  bytes.resize(all.size() * sizeof(halflsb_rescale));
  for (std::size_t i = 0; i < all.size(); ++i) {
    const halflsb_rescale rescale = rescale_of(all[i]);
    std::memcpy(bytes.data() + i * sizeof rescale, &rescale, sizeof rescale);
  }
  return bytes;
}

void set_shape(halflsb_conv2d_args& args, const ConvShape& s) {
  args.batch = narrow(s.batch);
  args.in_height = narrow(s.in_height);
  args.in_width = narrow(s.in_width);
  args.in_channels = narrow(s.in_channels);
  args.out_height = narrow(s.out_height());
  args.out_width = narrow(s.out_width());
  args.out_channels = narrow(s.out_channels);
  args.kernel_height = narrow(s.kernel_height);
  args.kernel_width = narrow(s.kernel_width);
  args.stride_height = narrow(s.stride_height);
  args.stride_width = narrow(s.stride_width);
  args.dilation_height = narrow(s.dilation_height);
  args.dilation_width = narrow(s.dilation_width);
  args.pad_top = narrow(s.pad_top);
  args.pad_left = narrow(s.pad_left);
  args.pad_bottom = narrow(s.pad_bottom);
  args.pad_right = narrow(s.pad_right);
  args.groups = narrow(s.groups);
}

void set_activation(halflsb_conv2d_args& args, const Activation& activation) {
  args.activation = static_cast<std::int32_t>(activation.kind);
  if (activation.kind == Activation::Kind::clip) {
    args.clip_min = narrow(activation.clip.lo);
    args.clip_max = narrow(activation.clip.hi);
  }
  if (activation.leaky) args.leaky = rescale_of(*activation.leaky);
}

}  // namespace

void Caller::prepare(const halflsb_target& target, const Problem& problem) {
  target_ = &target;
  for (InputArray& input : inputs_) input.present = false;
  output_type_ = output_type_of(requantization_of(problem).output);
  if (const auto* layer = std::get_if<ConvLayer>(&problem)) {
    prepare_conv2d(*layer);
  } else {
    prepare_requantize(std::get<RequantizeProblem>(problem));
  }
}

void Caller::prepare_requantize(const RequantizeProblem& problem) {
  const Requantization& rq = problem.requantization;
  count_ = problem.accumulators.size();
  inputs_[kInput].set(bytes_of(problem.accumulators), alignof(std::int32_t), target_->read_past);
  halflsb_requantize_args args{};
  args.struct_size = sizeof args;
  args.count = count_;
  args.output_type = static_cast<std::int32_t>(output_type_);
  args.zero_point = narrow(rq.zero_point);
  args.output_min = narrow(rq.output.lo);
  args.output_max = narrow(rq.output.hi);
  args.rescale = rescale_of(rq.of(0));
  requantize_ = args;
}

void Caller::prepare_conv2d(const ConvLayer& layer) {
  const Requantization& rq = layer.requantization;
  count_ = static_cast<std::size_t>(layer.shape.output_size());
  InputArray& input = inputs_[kInput];
  InputArray& filter = inputs_[kFilter];
  narrow_to(input.own, layer.input);
  narrow_to(filter.own, layer.filter);
  input.set(input.own, 1, target_->read_past);
  filter.set(filter.own, 1, target_->read_past);
  inputs_[kFilterZeroPoint].set(bytes_of(layer.filter_zero_point), alignof(std::int32_t), 0);
  InputArray& rescale = inputs_[kRescale];
  rescale.set(rescales_of(rq.parameters, rescale.own), alignof(halflsb_rescale), 0);
  halflsb_conv2d_args args{};
  args.struct_size = sizeof args;
  set_shape(args, layer.shape);
  args.input_type = static_cast<std::int32_t>(layer.input_type);
  args.filter_type = static_cast<std::int32_t>(layer.filter_type);
  args.output_type = static_cast<std::int32_t>(output_type_);
  args.bias_type = HALFLSB_I32;
  args.input_zero_point = narrow(layer.input_zero_point);
  args.output_zero_point = narrow(rq.zero_point);
  args.filter_zero_point_per_channel = layer.filter_zero_point.size() > 1 ? 1 : 0;
  args.rescale_per_channel = rq.parameters.size() > 1 ? 1 : 0;
  if (layer.bias) {
    const Bias& bias = *layer.bias;
    const auto width = static_cast<std::size_t>(info(bias.type).bytes);
    InputArray& array = inputs_[kBias];
    narrow_to(array.own, bias.data, bias.type);
    array.set(array.own, width, target_->read_past);
    args.bias_type = static_cast<std::int32_t>(bias.type);
    args.bias_zero_point = narrow(bias.zero_point);
    args.bias_rescaled = bias.rescale.empty() ? 0 : 1;
    args.bias_rescale_per_channel = bias.rescale.size() > 1 ? 1 : 0;
    InputArray& own_scale = inputs_[kBiasRescale];
    if (!bias.rescale.empty()) own_scale.set(rescales_of(bias.rescale, own_scale.own), alignof(halflsb_rescale), 0);
  }
  set_activation(args, layer.activation);
  args.output_min = narrow(rq.output.lo);
  args.output_max = narrow(rq.output.hi);
  conv2d_ = args;
}

// The arrays lie elsewhere in every run.
void Caller::set_pointers() {
  requantize_.accumulator = inputs_[kInput].as<std::int32_t>();
  requantize_.output = output_.data();
  conv2d_.input = inputs_[kInput].as<void>();
  conv2d_.filter = inputs_[kFilter].as<void>();
  conv2d_.bias = inputs_[kBias].as<void>();
  conv2d_.output = output_.data();
  conv2d_.filter_zero_point = inputs_[kFilterZeroPoint].as<std::int32_t>();
  conv2d_.rescale = inputs_[kRescale].as<halflsb_rescale>();
  conv2d_.bias_rescale = inputs_[kBiasRescale].as<halflsb_rescale>();
}

}  // namespace halflsb
