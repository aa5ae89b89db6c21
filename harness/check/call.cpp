#include "harness/check/call.h"

#include <cstring>

#include "harness/check/domain.h"
#include "harness/check/fault.h"

namespace halflsb {
namespace {

struct Setting {
  const halflsb_target& target;
  Placement placement;
  std::uint8_t pattern;
};

// Values narrowed to a tensor's element type; they are known to fit it.
template <class T>
std::vector<std::uint8_t> bytes_of(const std::vector<T>& values, ElementType type) {
  const auto width = static_cast<std::size_t>(info(type).bytes);
  std::vector<std::uint8_t> bytes(values.size() * width);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto raw = static_cast<std::uint32_t>(static_cast<std::int32_t>(values[i]));
    for (std::size_t byte = 0; byte < width; ++byte) {
      bytes[i * width + byte] = static_cast<std::uint8_t>(raw >> (8 * byte));
    }
  }
  return bytes;
}

std::int32_t element(const std::uint8_t* data, std::size_t index, ElementType type) {
  const auto width = static_cast<std::size_t>(info(type).bytes);
  std::uint32_t raw = 0;
  for (std::size_t byte = 0; byte < width; ++byte) raw |= std::uint32_t{data[index * width + byte]} << (8 * byte);
  switch (type) {
    case ElementType::i8: return static_cast<std::int8_t>(raw);
    case ElementType::u8: return static_cast<std::uint8_t>(raw);
    case ElementType::i16: return static_cast<std::int16_t>(raw);
    case ElementType::i32: return static_cast<std::int32_t>(raw);
  }
  return 0;
}

// An input tensor in guarded memory, and what it held, so that a kernel that writes to it is seen.
struct Input {
  GuardedBuffer& buffer;
  std::vector<std::uint8_t> bytes;

  bool place(const Setting& setting, ElementType type) {
    const auto alignment = static_cast<std::size_t>(info(type).bytes);
    if (!buffer.place(bytes.size(), setting.target.read_past, alignment, setting.placement, setting.pattern))
      return false;
    if (!bytes.empty()) std::memcpy(buffer.data(), bytes.data(), bytes.size());
    return true;
  }
  [[nodiscard]] bool unchanged() const {
    return buffer.intact() && (bytes.empty() || std::memcmp(buffer.data(), bytes.data(), bytes.size()) == 0);
  }
};

// A value that the target's domain or the problem's own limits keep within int32.
std::int32_t narrow(const Integer& value) { return value.convert_to<std::int32_t>(); }
std::int32_t narrow(std::int64_t value) { return static_cast<std::int32_t>(value); }

halflsb_rescale rescale_of(const Parameters& p) {
  halflsb_rescale rescale{};
  const auto take = [&p](const char* name, std::int32_t& into) {
    if (const auto found = p.values.find(name); found != p.values.end()) into = narrow(numerator(found->second));
  };
  take("pre", rescale.pre);
  take("post", rescale.post);
  take("scale", rescale.scale);
  take("multiplier", rescale.multiplier);
  take("shift", rescale.shift);
  rescale.factor = to_decimal(find_recipe(p.scheme)->slope(p));
  return rescale;
}

std::vector<halflsb_rescale> rescales_of(const std::vector<Parameters>& all) {
  std::vector<halflsb_rescale> rescales;
  for (const Parameters& p : all) rescales.push_back(rescale_of(p));
  return rescales;
}

CallResult out_of_memory() { return {CallStatus::unsupported, {}, "not enough memory for the tensors"}; }

// Runs the kernel and looks at everything it touched.
CallResult run(KernelCall kernel, const void* args, const std::vector<Input>& inputs, const GuardedBuffer& output,
               ElementType output_type, std::size_t count) {
  int status = HALFLSB_OK;
  if (const auto fault = call_guarded(kernel, args, &status)) {
    bool guarded = output.guards(fault->address);
    for (const Input& input : inputs) guarded = guarded || input.buffer.guards(fault->address);
    if (guarded) return {CallStatus::out_of_bounds, {}, "reads or writes beyond a tensor"};
    return {CallStatus::crashed, {}, "dies of signal " + std::to_string(fault->signal)};
  }
  if (status == HALFLSB_UNSUPPORTED) return {CallStatus::unsupported, {}, "the kernel answers UNSUPPORTED"};
  if (status != HALFLSB_OK) return {CallStatus::failed, {}, "the kernel answers " + std::to_string(status)};
  CallResult result;
  for (std::size_t i = 0; i < count; ++i) result.output.push_back(element(output.data(), i, output_type));
  if (!output.intact()) {
    result.status = CallStatus::out_of_bounds;
    result.detail = "writes beyond the output";
  }
  for (const Input& input : inputs) {
    if (input.unchanged()) continue;
    result.status = CallStatus::out_of_bounds;
    result.detail = "writes to an input, or beyond it";
  }
  return result;
}

template <class Args>
struct Bound {  // what a KernelCall receives
  const halflsb_target* target;
  Args args;
};

int call_requantize(const void* args) {
  const auto& bound = *static_cast<const Bound<halflsb_requantize_args>*>(args);
  return bound.target->requantize(&bound.args);
}

int call_conv2d(const void* args) {
  const auto& bound = *static_cast<const Bound<halflsb_conv2d_args>*>(args);
  return bound.target->conv2d(&bound.args);
}

bool place_output(GuardedBuffer& output, std::size_t count, ElementType type, const Setting& setting) {
  const auto width = static_cast<std::size_t>(info(type).bytes);
  if (!output.place(count * width, 0, width, setting.placement, setting.pattern)) return false;
  std::memset(output.data(), setting.pattern, count * width);
  return true;
}

CallResult run_requantize(const Setting& setting, const RequantizeProblem& problem, GuardedBuffer& input,
                          GuardedBuffer& output) {
  const Requantization& rq = problem.requantization;
  const ElementType type = output_type_of(rq.output);
  std::vector<Input> inputs{{input, bytes_of(problem.accumulators, ElementType::i32)}};
  if (!inputs[0].place(setting, ElementType::i32) ||
      !place_output(output, problem.accumulators.size(), type, setting)) {
    return out_of_memory();
  }
  Bound<halflsb_requantize_args> bound{&setting.target, {}};
  halflsb_requantize_args& args = bound.args;
  args.struct_size = sizeof args;
  args.count = problem.accumulators.size();
  args.accumulator = reinterpret_cast<const std::int32_t*>(input.data());
  args.output = output.data();
  args.output_type = static_cast<std::int32_t>(type);
  args.zero_point = narrow(rq.zero_point);
  args.output_min = narrow(rq.output.lo);
  args.output_max = narrow(rq.output.hi);
  args.rescale = rescale_of(rq.of(0));
  return run(call_requantize, &bound, inputs, output, type, args.count);
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

CallResult run_conv2d(const Setting& setting, const ConvLayer& layer, GuardedBuffer& input, GuardedBuffer& filter,
                      GuardedBuffer& bias, GuardedBuffer& output) {
  const Requantization& rq = layer.requantization;
  const ElementType type = output_type_of(rq.output);
  const auto count = static_cast<std::size_t>(layer.shape.output_size());
  std::vector<Input> inputs{{input, bytes_of(layer.input, layer.input_type)},
                            {filter, bytes_of(layer.filter, layer.filter_type)}};
  bool placed = inputs[0].place(setting, layer.input_type) && inputs[1].place(setting, layer.filter_type);
  if (layer.bias) {
    inputs.push_back({bias, bytes_of(layer.bias->data, layer.bias->type)});
    placed = placed && inputs[2].place(setting, layer.bias->type);
  }
  if (!placed || !place_output(output, count, type, setting)) return out_of_memory();
  const std::vector<halflsb_rescale> rescale = rescales_of(rq.parameters);
  std::vector<halflsb_rescale> bias_rescale;
  Bound<halflsb_conv2d_args> bound{&setting.target, {}};
  halflsb_conv2d_args& args = bound.args;
  args.struct_size = sizeof args;
  set_shape(args, layer.shape);
  args.input_type = static_cast<std::int32_t>(layer.input_type);
  args.filter_type = static_cast<std::int32_t>(layer.filter_type);
  args.output_type = static_cast<std::int32_t>(type);
  args.bias_type = HALFLSB_I32;
  args.input = input.data();
  args.filter = filter.data();
  args.output = output.data();
  args.input_zero_point = narrow(layer.input_zero_point);
  args.output_zero_point = narrow(rq.zero_point);
  args.filter_zero_point = layer.filter_zero_point.data();
  args.filter_zero_point_per_channel = layer.filter_zero_point.size() > 1 ? 1 : 0;
  args.rescale = rescale.data();
  args.rescale_per_channel = rescale.size() > 1 ? 1 : 0;
  if (layer.bias) {
    bias_rescale = rescales_of(layer.bias->rescale);
    args.bias_type = static_cast<std::int32_t>(layer.bias->type);
    args.bias = bias.data();
    args.bias_zero_point = narrow(layer.bias->zero_point);
    args.bias_rescaled = bias_rescale.empty() ? 0 : 1;
    args.bias_rescale = bias_rescale.empty() ? nullptr : bias_rescale.data();
    args.bias_rescale_per_channel = bias_rescale.size() > 1 ? 1 : 0;
  }
  set_activation(args, layer.activation);
  args.output_min = narrow(rq.output.lo);
  args.output_max = narrow(rq.output.hi);
  return run(call_conv2d, &bound, inputs, output, type, count);
}

}  // namespace

CallResult Caller::call(const halflsb_target& target, const Problem& problem, Placement placement,
                        std::uint8_t pattern) {
  const Setting setting{target, placement, pattern};
  if (const auto* layer = std::get_if<ConvLayer>(&problem)) {
    return run_conv2d(setting, *layer, input_, filter_, bias_, output_);
  }
  return run_requantize(setting, std::get<RequantizeProblem>(problem), input_, output_);
}

}  // namespace halflsb
