// Shared pieces of output: rationals, parameters and step-by-step traces as JSON and as text.
#pragma once

#include <string>
#include <vector>

#include "harness/problem/json.h"
#include "reference/conv/conv.h"
#include "reference/scheme/recipe.h"

namespace halflsb {

// A JSON number up to 2^53 in magnitude, a string beyond.
[[nodiscard]] Json number(const Integer& value);

// {"value":"p/q","decimal":x}
[[nodiscard]] Json rational(const Rational& value);

[[nodiscard]] Json to_json(const Parameters& parameters);
[[nodiscard]] Json to_json(const std::vector<InvalidParameter>& invalid);

// "pre=1 scale=420 post=15"
[[nodiscard]] std::string to_text(const Parameters& parameters);

// A rational for people: "105/16384 (0.00640869)", or the decimal alone where p/q is long.
[[nodiscard]] std::string readable(const Rational& value);

// One line of a table of steps.
struct Row {
  std::string step, operation;
  Rational exact, in_register;
  int width = 0;  // 0: unbounded
  bool overflows = false, saturated = false;
};

[[nodiscard]] std::vector<Row> rows(const Scheme& scheme, const Trace& trace);
[[nodiscard]] Json to_json(const std::vector<Row>& rows);

// `other`, if not empty, is shown beside it and the first row that differs is marked.
[[nodiscard]] std::string to_text(const std::vector<Row>& rows, const std::vector<Row>& other = {},
                                  const std::string& other_title = "");

}  // namespace halflsb
