// Kernels of kind conv2d against the exact reference.
#include "harness/fuzz/kernel_fuzzer.h"

HALFLSB_FUZZ_KERNELS("conv2d")
