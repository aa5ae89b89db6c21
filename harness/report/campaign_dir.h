// Reads the directory of a fuzz campaign, or that of `check --out`, which holds findings and nothing else.
#pragma once

#include <string>

#include "harness/finding/known.h"
#include "harness/report/report.h"

namespace halflsb::report {

// What cannot be read is listed in the report; an error where that is all, or where there is nothing.
[[nodiscard]] Result<Report> read_campaign(const std::string& directory, const KnownFindings& known);

[[nodiscard]] Result<Scoreboard> read_scoreboard(const std::string& path);

}  // namespace halflsb::report
