/* A kernel and what it promises: Glow's requantization to int8, bit for bit. */
#include <halflsb/target.h>

static int requantize(const halflsb_requantize_args* args) {
  const halflsb_rescale* r = &args->rescale;
#ifdef MY_KERNEL_TRUNCATES
  const int64_t half = 0;
#else
  const int64_t half = r->post > 0 ? INT64_C(1) << (r->post - 1) : 0;
#endif
  int8_t* output = args->output;
  for (size_t i = 0; i < args->count; ++i) {
    const int64_t product = (int64_t)(args->accumulator[i] >> r->pre) * r->scale; /* 32 bits would overflow */
    int64_t value = ((product + half) >> r->post) + args->zero_point;
    if (value < args->output_min) value = args->output_min;
    if (value > args->output_max) value = args->output_max;
    output[i] = (int8_t)value;
  }
  return HALFLSB_OK;
}

static const halflsb_target kTarget = {
    .struct_size = sizeof(halflsb_target),
    .abi_version = HALFLSB_ABI_VERSION,
    .name = "my_requantize",
    .kind = "requantize",
    .scheme = "glow",
    .domain = {.struct_size = sizeof(halflsb_domain),
               .pre = {0, 31},
               .post = {0, 31},
               .scale = {1, INT32_MAX},
               .zero_point = {-128, 127},
               .output_types = 1u << HALFLSB_I8},
    .requantize = requantize,
};

const halflsb_target* const* halflsb_targets(uint32_t abi_version, size_t* count) {
  static const halflsb_target* const all[] = {&kTarget};
  *count = abi_version == HALFLSB_ABI_VERSION ? 1 : 0;
  return all;
}
