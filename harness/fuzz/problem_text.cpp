// The reader of problem lines.
#include "harness/fuzz/require_problem.h"
#include "harness/fuzz/text_mutator.h"

static void run(const std::string& line) { halflsb::require_sound(halflsb::parse_problem(line)); }

HALFLSB_FUZZ_READER(run)
