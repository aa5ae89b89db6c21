#define HALFLSB_GEMMLOWP_BUILD avx2
#define HALFLSB_GEMMLOWP_ISA HALFLSB_ISA_AVX2
#include "targets/external/gemmlowp_stage.h"
