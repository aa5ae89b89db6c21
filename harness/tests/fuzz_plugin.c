/* A plug-in in plain C for campaigns: Glow's formula in 64 bits, and what a fuzzer's own alarm, exit hook and signal handlers do not
   see of a kernel that never returns or ends its process. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "targets/abi/target.h"

static void store(const halflsb_requantize_args* args, size_t i, int64_t value) {
  if (value < args->output_min) value = args->output_min;
  if (value > args->output_max) value = args->output_max;
  ((int8_t*)args->output)[i] = (int8_t)value;
}

static int requantize(const halflsb_requantize_args* args, int64_t rounding) {
  const halflsb_rescale* r = &args->rescale;
  for (size_t i = 0; i < args->count; ++i) {
    store(args, i, ((((int64_t)args->accumulator[i] >> r->pre) * r->scale + rounding) >> r->post) + args->zero_point);
  }
  return HALFLSB_OK;
}

static int correct(const halflsb_requantize_args* args) {
  return requantize(args, args->rescale.post > 0 ? (int64_t)1 << (args->rescale.post - 1) : 0);
}

static int large(const halflsb_requantize_args* args) { return args->accumulator[0] > 1000000; }

static int truncates(const halflsb_requantize_args* args) { return requantize(args, 0); }

static int quits(const halflsb_requantize_args* args) {
  if (large(args)) _exit(0);
  return correct(args);
}

static int naps(const halflsb_requantize_args* args) {
  if (large(args)) pause(); /* the first signal wakes it, and then it is right */
  return correct(args);
}

static volatile int g_never;
static int is_deaf(const halflsb_requantize_args* args) {
  sigset_t all;
  sigfillset(&all);
  if (large(args)) sigprocmask(SIG_BLOCK, &all, NULL);
  while (large(args) && !g_never) {
  }
  return correct(args);
}

static int chats_for_ever(const halflsb_requantize_args* args) {
  while (large(args) && !g_never) fputs("still here\n", stderr);
  return correct(args);
}

static int tires(const halflsb_requantize_args* args) {
  static int calls = 0;
  correct(args);
  if (++calls > 100) store(args, 0, args->output_min + (args->zero_point == args->output_min));
  return HALFLSB_OK;
}

#define DOMAIN                                                                                  \
  {                                                                                             \
    .struct_size = sizeof(halflsb_domain), .pre = {0, 31}, .post = {0, 31}, .scale = {1, 65535}, \
    .zero_point = {-128, 127}, .output_types = 1u << HALFLSB_I8                                 \
  }
/* With HALFLSB_DEFECT two of them, said to have a defect. */
#ifndef HALFLSB_DEFECT
#define HALFLSB_DEFECT NULL
#define HALFLSB_ALL 1
#endif
#define TARGET(kernel)                                                                                \
  {                                                                                                   \
    .struct_size = sizeof(halflsb_target), .abi_version = HALFLSB_ABI_VERSION, .name = "wild_" #kernel, \
    .kind = "requantize", .scheme = "glow", .defect = HALFLSB_DEFECT, .domain = DOMAIN, .requantize = kernel                     \
  }

static const halflsb_target kTargets[] = {
    TARGET(correct), TARGET(truncates),
#ifdef HALFLSB_ALL
    TARGET(quits), TARGET(naps), TARGET(is_deaf), TARGET(tires), TARGET(chats_for_ever),
#endif
};

enum { kCount = sizeof kTargets / sizeof kTargets[0] };

const halflsb_target* const* halflsb_targets(uint32_t abi_version, size_t* count) {
  static const halflsb_target* pointers[kCount];
  for (size_t i = 0; i < kCount; ++i) pointers[i] = &kTargets[i];
  *count = abi_version == HALFLSB_ABI_VERSION ? kCount : 0;
  return pointers;
}
