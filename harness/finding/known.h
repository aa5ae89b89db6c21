// Findings that are not news. One is known where another of the same target has the same problem, minimized as they both are: what
// else they say, and how they were found, does not matter.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "harness/finding/finding.h"
#include "reference/exact/result.h"

namespace halflsb {

class KnownFindings {
 public:
  // A finding's JSON file, or all those of a directory; an error where one of them is not a finding.
  [[nodiscard]] std::optional<Error> add(const std::string& path);
  void add(const Finding& finding);
  [[nodiscard]] bool contains(const Finding& finding) const;

 private:
  std::set<std::string> forms_;
};

}  // namespace halflsb
