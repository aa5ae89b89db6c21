// XNNPACK's addition as a convolution of two channels with one pixel of filter: each channel is an operand, and its weight times the factor
// the operand's scale.
#include <cstdlib>
#include <vector>

#include "targets/external/xnnpack_call.h"
#include "targets/external/xnnpack_kernels.h"

namespace halflsb::external {
namespace {

template <class T>
struct Operand {
  T zero_point;
  float scale;
  std::vector<T> values;
};

// A scale is positive. A negative weight is a positive one on the complements, since ~x - ~z = -(x - z); 0 the library refuses.
template <class T>
Operand<T> operand_of(const halflsb_conv2d_args& a, size_t channel) {
  const int32_t weight = static_cast<const T*>(a.filter)[channel];
  const auto given = [weight](int32_t value) { return static_cast<T>(weight < 0 ? ~value : value); };
  Operand<T> operand{given(a.input_zero_point), static_cast<float>(std::abs(weight) * a.rescale->factor), {}};
  const auto* input = static_cast<const T*>(a.input) + channel;
  const size_t pixels = of(a.batch) * of(a.in_height) * of(a.in_width);
  operand.values.reserve(pixels + XNN_EXTRA_BYTES);
  for (size_t i = 0; i < pixels; ++i) operand.values.push_back(given(input[2 * i]));
  return operand;
}

template <class T, class Create, class SetUp>
int add(const Xnnpack& library, const halflsb_conv2d_args& a, Create create, SetUp set_up) {
  const Operand<T> first = operand_of<T>(a, 0), second = operand_of<T>(a, 1);
  const size_t pixels = first.values.size();
  xnn_operator_t op = nullptr;
  const xnn_status created =
      create(first.zero_point, first.scale, second.zero_point, second.scale, static_cast<T>(a.output_zero_point), 1.0F,
             static_cast<T>(a.output_min), static_cast<T>(a.output_max), 0U, &op);
  return run_once(library, created, op, [&] {
    return set_up(op, 1, &pixels, 1, &pixels, first.values.data(), second.values.data(), static_cast<T*>(a.output),
                  nullptr);
  });
}

}  // namespace

int xnnpack_add_qs8(const Xnnpack& x, const halflsb_conv2d_args& a) {
  return add<int8_t>(x, a, x.create_add_nd_qs8, x.setup_add_nd_qs8);
}

int xnnpack_add_qu8(const Xnnpack& x, const halflsb_conv2d_args& a) {
  return add<uint8_t>(x, a, x.create_add_nd_qu8, x.setup_add_nd_qu8);
}

}  // namespace halflsb::external
