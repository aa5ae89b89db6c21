// A campaign's status of one target, and the scoreboard: JSON in which anything but the essential may be missing.
#pragma once

#include <map>
#include <string>

#include "harness/problem/json.h"
#include "harness/report/report.h"

namespace halflsb::report {

struct Status {
  TargetReport target;
  std::map<std::string, bool> findings;  // file name -> known
};

[[nodiscard]] Result<Status> status_from_json(const Json& json);

[[nodiscard]] Result<Scoreboard> scoreboard_from_json(const Json& json);

}  // namespace halflsb::report
