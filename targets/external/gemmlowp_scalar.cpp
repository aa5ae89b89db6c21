#define HALFLSB_GEMMLOWP_BUILD scalar
#define HALFLSB_GEMMLOWP_ISA HALFLSB_ISA_NONE
#include "targets/external/gemmlowp_stage.h"
