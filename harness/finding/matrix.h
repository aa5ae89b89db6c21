// The tensors of a finding's problem as small matrices. What the failing output reads is marked; of tensors that are too
// large to look at, that part is shown first.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/finding/finding.h"

namespace halflsb {

struct DrawnTensor {
  struct Cell {
    std::string value;
    bool marked = false;
  };
  struct Row {
    std::string name;  // "n=0 h=1 ": its place along the axes that the columns are not; empty where there is no other
    std::vector<Cell> cells;
  };
  std::string title;
  std::string
      marks;  // what is marked, in words; empty where it is the counterpart of what is marked elsewhere, or nothing
  std::int64_t rows = 0, columns = 0;
  std::vector<Row> shown;

  [[nodiscard]] bool cut() const {
    return static_cast<std::int64_t>(shown.size()) < rows ||
           (!shown.empty() && static_cast<std::int64_t>(shown.front().cells.size()) < columns);
  }
};

// What goes in, in the order of the computation; the outputs by the exact reference come last.
[[nodiscard]] std::vector<DrawnTensor> drawn_tensors(const Finding& finding);

// The same for Markdown, marked with brackets.
[[nodiscard]] std::string tensors(const Finding& finding);

}  // namespace halflsb
