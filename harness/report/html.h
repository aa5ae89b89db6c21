// The parts of the HTML page, each a piece of its body, and what the page's script plots.
#pragma once

#include <string>

#include "harness/report/writers.h"

namespace halflsb::report {

[[nodiscard]] std::string summary_html(const Report& report);
[[nodiscard]] std::string targets_html(const Report& report);
[[nodiscard]] std::string findings_html(const Report& report, const Curves& curves);
[[nodiscard]] std::string curves_html(const Report& report, const Curves& curves);
[[nodiscard]] std::string histories_html(const Report& report);
[[nodiscard]] std::string scoreboard_html(const Scoreboard& board);
[[nodiscard]] std::string unreadable_html(const Report& report);

// Lists, in the order of the plots on the page.
[[nodiscard]] Json curves_data(const Curves& curves);
[[nodiscard]] Json histories_data(const Report& report);
[[nodiscard]] Json scoreboard_data(const Scoreboard& board);

// Where the accumulators of one set of parameters lie, from -2^31 to 2^31 on a logarithmic scale to both sides.
[[nodiscard]] std::string number_line(const ErrorCurve& curve, const std::vector<Met>& met);

// Shared small pieces.
[[nodiscard]] std::string count_html(const std::optional<std::uint64_t>& count);
[[nodiscard]] std::string badge(Verdict verdict);
[[nodiscard]] std::string finding_anchor(const ReportedFinding& reported);  // its id on the page
// A plot that the script draws: the index-th of its kind. `what` says in words what it shows.
[[nodiscard]] std::string plot(const char* kind, std::size_t index, const std::string& what);
// A text with a button that copies it. `markup_id` is unique on the page.
[[nodiscard]] std::string copyable(const std::string& markup_id, const std::string& text, const char* what);

}  // namespace halflsb::report
