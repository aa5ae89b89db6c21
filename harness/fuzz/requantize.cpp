// Kernels of kind requantize against the exact reference.
#include "harness/fuzz/kernel_fuzzer.h"

HALFLSB_FUZZ_KERNELS("requantize")
