// What must hold of every problem that a reader accepts: it is valid, and each of its forms reads back as the same
// problem.
#pragma once

#include <string>

#include "harness/fuzz/features.h"
#include "harness/fuzz/require.h"
#include "harness/problem/bytes.h"
#include "harness/problem/json.h"
#include "harness/problem/text.h"

namespace halflsb {

inline void require_same_forms(const Problem& problem) {
  const std::string text = canonical_text(problem);
  const auto* layer = std::get_if<ConvLayer>(&problem);
  require(layer == nullptr || !invalid(*layer), "accepted, but invalid", text);
  const auto same = [&](const Result<Problem>& again, const char* form) {
    if (!again) report("refused as " + std::string(form) + " (" + again.error().message + "): " + text);
    require(*again == problem, form, text);
    require(canonical_text(*again) == text, "equal problems have different canonical text", text);
  };
  same(parse_problem(text), "canonical text");
  same(parse_problem(minimal_text(problem)), "minimal text");
  same(problem_from_json(to_json(problem)), "a JSON object");
  same(problem_from_json(Json::parse(to_json(problem).dump())), "JSON text");
  if (const auto bytes = encode(problem)) same(decode(*bytes), "bytes");
}

// Also tells libFuzzer what became of the input.
inline void require_sound(const Result<Problem>& parsed) {
  if (parsed) {
    mark_fields(*parsed);
    require_same_forms(*parsed);
  } else {
    mark_message(parsed.error().message);
    require_message(parsed.error().message);
  }
}

}  // namespace halflsb
