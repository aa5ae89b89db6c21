#define HALFLSB_GEMMLOWP_BUILD sse4
#define HALFLSB_GEMMLOWP_ISA HALFLSB_ISA_NONE
#include "targets/external/gemmlowp_stage.h"
