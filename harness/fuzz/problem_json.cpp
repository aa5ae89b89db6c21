// The reader of problems as JSON.
#include "harness/fuzz/require_problem.h"
#include "harness/fuzz/text_mutator.h"

static void run(const std::string& text) {
  const halflsb::Json json = halflsb::Json::parse(text, nullptr, false);
  if (!json.is_discarded()) halflsb::require_sound(halflsb::problem_from_json(json));
}

HALFLSB_FUZZ_READER(run)
