// The report in its formats. Each is a whole file; the same directory gives the same bytes.
#pragma once

#include <optional>
#include <string>

#include "harness/problem/json.h"
#include "harness/report/error_curve.h"
#include "harness/report/parameter_sets.h"
#include "harness/report/report.h"

namespace halflsb::report {

struct Curves {
  ParameterSets sets;
  std::vector<ErrorCurve> curves;  // of sets.kept
};

[[nodiscard]] Curves curves_of(const Report& report);

[[nodiscard]] Json report_json(const Report& report, const Curves& curves);
[[nodiscard]] std::string report_html(const Report& report, const Curves& curves);
[[nodiscard]] std::string report_junit(const Report& report);     // the format of Ant's and Jenkins' schemas
[[nodiscard]] std::string report_sarif(const Report& report);     // 2.1.0
[[nodiscard]] std::string report_markdown(const Report& report);  // to be pasted: a summary, and the findings
[[nodiscard]] std::string report_text(const Report& report);      // for the terminal

// "mismatch, want 127, got -128", without want and got where they mean nothing.
[[nodiscard]] std::string title_of(const Finding& finding);

// "2 h 05 min", "61.2 s"
[[nodiscard]] std::string duration(double seconds);

template <class T>
[[nodiscard]] Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

// "12 345 678", parted by `space`.
[[nodiscard]] std::string grouped(std::string digits, std::string_view space = " ");

}  // namespace halflsb::report
