// The parts of a generated GoogleTest case that hold data: tensors, parameters, wanted outputs, and the call with its
// arguments.
#pragma once

#include <string>
#include <vector>

#include "harness/finding/finding.h"
#include "targets/abi/target.h"

namespace halflsb {

inline constexpr std::size_t kCaseColumns = 120;  // of a generated case, as of this project

// One array that the kernel reads: member `name` of the case's struct Arrays, defined as the constant `constant`.
struct CaseArray {
  std::string name, constant, type;  // type of an element
  bool tensor = true;                // false: parameters, past which no target may read
};

struct CaseData {
  std::vector<CaseArray> arrays;
  std::string definitions;  // of the constants
  std::string call;         // struct Arrays, and the function call(target, arrays)
  std::string expectation;  // the wanted outputs, and the function expect_right(output)
  bool infinite_factor = false;
};

[[nodiscard]] CaseData case_data(const Finding& finding, const halflsb_target& target);

}  // namespace halflsb
