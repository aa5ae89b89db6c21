/* A plug-in in plain C whose kernels misbehave in every way but computing, and one that is right: Glow's formula in 64 bits. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "targets/abi/target.h"

static void store(const halflsb_requantize_args* args, size_t i, int64_t value) {
  if (value < args->output_min) value = args->output_min;
  if (value > args->output_max) value = args->output_max;
  if (args->output_type == HALFLSB_I8) ((int8_t*)args->output)[i] = (int8_t)value;
  if (args->output_type == HALFLSB_I16) ((int16_t*)args->output)[i] = (int16_t)value;
}

static int correct(const halflsb_requantize_args* args) {
  const halflsb_rescale* r = &args->rescale;
  const int64_t rounding = r->post > 0 ? (int64_t)1 << (r->post - 1) : 0;
  for (size_t i = 0; i < args->count; ++i) {
    store(args, i, ((((int64_t)args->accumulator[i] >> r->pre) * r->scale + rounding) >> r->post) + args->zero_point);
  }
  return HALFLSB_OK;
}

static int large(const halflsb_requantize_args* args) { return args->accumulator[0] > 1000000; }

static int crashes(const halflsb_requantize_args* args) {
  if (large(args)) raise(SIGSEGV);
  return correct(args);
}

static int aborts_after_a_while(const halflsb_requantize_args* args) {
  static int calls = 0;
  if (++calls > 300) abort();
  return correct(args);
}

static int exits(const halflsb_requantize_args* args) {
  if (large(args)) exit(0);
  return correct(args);
}

static volatile int g_depth;
static int sink(int depth, volatile char* above) {
  volatile char frame[1 << 16];
  frame[0] = above[0];
  g_depth = depth;
  const int below = g_depth < 0 ? depth : sink(depth + 1, frame);
  return below + frame[0];
}
static int overflows_the_stack(const halflsb_requantize_args* args) {
  volatile char first = 0;
  if (large(args)) return sink(0, &first) & 1;
  return correct(args);
}

static volatile int g_never;
static int loops_for_ever(const halflsb_requantize_args* args) {
  while (large(args) && !g_never) {
  }
  return correct(args);
}

static int sleeps(const halflsb_requantize_args* args) {
  if (large(args)) pause();
  return correct(args);
}

static int writes_past_output(const halflsb_requantize_args* args) {
  correct(args);
  if (args->count % 4 == 3) ((char*)args->output)[args->count * (args->output_type == HALFLSB_I8 ? 1 : 2)] = 1;
  return HALFLSB_OK;
}

static int reads_uninitialised_heap(const halflsb_requantize_args* args) {
  volatile unsigned char* workspace = malloc(100);
  if (workspace == NULL) return HALFLSB_FAILED;
  const int value = workspace[50];
  free((void*)workspace);
  correct(args);
  store(args, 0, value & 1);
  return HALFLSB_OK;
}

static int reads_uninitialised_stack(const halflsb_requantize_args* args) {
  volatile unsigned char workspace[64];
  const int value = workspace[20];
  correct(args);
  store(args, 0, value & 1);
  return HALFLSB_OK;
}

static int answers_differently(const halflsb_requantize_args* args) {
  static int calls = 0;
  correct(args);
  if (++calls % 2 == 0) store(args, 0, args->output_min + (calls / 2) % 2);
  return HALFLSB_OK;
}

static int remembers(const halflsb_requantize_args* args) {
  static int calls = 0;
  correct(args);
  if (++calls > 40) store(args, 0, args->output_max);
  return HALFLSB_OK;
}

static int writes_to_input(const halflsb_requantize_args* args) {
  memset((void*)args->accumulator, 0, 1);
  return correct(args);
}

static int writes_far_past_output(const halflsb_requantize_args* args) {
  correct(args);
  if (large(args)) ((volatile char*)args->output)[20000] = 1;
  return HALFLSB_OK;
}

static int closes_descriptors(const halflsb_requantize_args* args) {
  if (large(args)) {
    for (int i = 0; i < 1024; ++i) close(i);
  }
  return correct(args);
}

static int leaves_a_child(const halflsb_requantize_args* args) {
  static int forked = 0;
  if (large(args) && !forked++ && fork() == 0) {
    for (;;) pause();
  }
  return correct(args);
}

static int signals_its_parent(const halflsb_requantize_args* args) {
  if (large(args)) kill(getppid(), SIGKILL);
  return correct(args);
}

static int prints(const halflsb_requantize_args* args) {
  puts("from a kernel");
  fprintf(stderr, "from a kernel\n");
  fflush(stdout);
  return correct(args);
}

/* What loading does, when a test asks for it. */
static int asked_for(const char* what) {
  const char* wanted = getenv("HALFLSB_MISBEHAVE");
  return wanted != NULL && strcmp(wanted, what) == 0;
}
__attribute__((constructor)) static void on_load(void) {
  if (asked_for("crash")) raise(SIGSEGV);
  if (asked_for("exit")) exit(0);
  if (asked_for("print")) puts("on loading");
  if (asked_for("close")) close(STDOUT_FILENO), close(STDERR_FILENO);
}
__attribute__((destructor)) static void on_exit_of_process(void) {
  if (asked_for("crash at the end")) raise(SIGSEGV);
}

#define DOMAIN                                                                                   \
  {                                                                                              \
    .struct_size = sizeof(halflsb_domain), .pre = {0, 31}, .post = {0, 31}, .scale = {1, 65535}, \
    .zero_point = {-128, 127}, .output_types = 1u << HALFLSB_I8 | 1u << HALFLSB_I16              \
  }
#define TARGET(kernel, what)                                                                              \
  {                                                                                                       \
    .struct_size = sizeof(halflsb_target), .abi_version = HALFLSB_ABI_VERSION, .name = "plugin_" #kernel, \
    .kind = "requantize", .scheme = "glow", .defect = what, .domain = DOMAIN, .requantize = kernel        \
  }

static const halflsb_target kTargets[] = {
    TARGET(correct, NULL),
    TARGET(crashes, "dies of a signal"),
    TARGET(aborts_after_a_while, "aborts from the 301st call on"),
    TARGET(exits, "ends the process"),
    TARGET(overflows_the_stack, "recurses without end"),
    TARGET(loops_for_ever, "never returns"),
    TARGET(sleeps, "never returns, and uses no processor time"),
    TARGET(writes_past_output, "writes past the output"),
    TARGET(reads_uninitialised_heap, "reads what malloc() happens to give"),
    TARGET(reads_uninitialised_stack, "reads a local array that it never wrote"),
    TARGET(answers_differently, "every second call is wrong"),
    TARGET(remembers, "wrong from the 41st call on"),
    TARGET(writes_to_input, "writes to its input"),
    TARGET(writes_far_past_output, "writes 20000 bytes past the start of the output"),
    TARGET(closes_descriptors, NULL),
    TARGET(leaves_a_child, NULL),
    TARGET(signals_its_parent, "kills the process that called it"),
    TARGET(prints, NULL),
};

enum { kCount = sizeof kTargets / sizeof kTargets[0] };

const halflsb_target* const* halflsb_targets(uint32_t abi_version, size_t* count) {
  static const halflsb_target* pointers[kCount];
  for (size_t i = 0; i < kCount; ++i) pointers[i] = &kTargets[i];
  *count = abi_version == HALFLSB_ABI_VERSION ? kCount : 0;
  return pointers;
}
