// A strip of plain markup, so that it is there without the plot library, and its text stays readable on a phone.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/report/escape.h"
#include "harness/report/html.h"

namespace halflsb::report {
namespace {

constexpr double kLinear = 16;  // |N| below which the scale is about linear

// Percent of the strip's width.
double place(const Integer& n) {
  const double value = std::clamp(to_decimal(n), -0x1p31, 0x1p31);
  return 50 + 50 * std::copysign(std::log1p(std::abs(value) / kLinear) / std::log1p(0x1p31 / kLinear), value);
}

std::string band(const char* type, const Integer& lo, const Integer& hi) {
  const double from = place(lo);
  return fmt::format("<span class=\"band {}\" style=\"left:{:.2f}%;width:{:.2f}%\"></span>", type, from,
                     std::max(0.4, place(hi) - from));
}

}  // namespace

std::string number_line(const ErrorCurve& curve, const std::vector<Met>& met) {
  const Interval& all = curve.accumulator;
  const Overflow& overflow = curve.overflow;
  std::string html = "<div class=\"line\" role=\"img\" aria-label=\"where accumulators saturate and overflow\">";
  if (!overflow.zero_is_safe) html += band("unsafe", all.lo, all.hi);
  if (overflow.safe_lo && *overflow.safe_lo > all.lo) html += band("unsafe", all.lo, *overflow.safe_lo - 1);
  if (overflow.safe_hi && *overflow.safe_hi < all.hi) html += band("unsafe", *overflow.safe_hi + 1, all.hi);
  if (curve.unsaturated) html += band("unsaturated", curve.unsaturated->lo, curve.unsaturated->hi);
  bool finding = false;
  for (const Met& point : met) {
    finding = finding || point.finding;
    html += fmt::format("<span class=\"met\" style=\"left:{:.2f}%\" title=\"N = {}, {}\">{}</span>",
                        place(point.accumulator), to_text(point.accumulator), escaped(point.by),
                        point.finding ? "&#9660;" : "&#9661;");
  }
  html += "</div>\n<div class=\"ticks\" aria-hidden=\"true\">";
  constexpr std::pair<int, const char*> kTicks[] = {
      {31, "2<sup>31</sup>"}, {20, "2<sup>20</sup>"}, {10, "2<sup>10</sup>"}};
  for (const auto& [exponent, text] : kTicks) {
    for (const char* sign : {"&minus;", ""}) {
      const Integer n =
          *sign == '\0' ? pow2(static_cast<unsigned>(exponent)) : Integer(-pow2(static_cast<unsigned>(exponent)));
      html += fmt::format("<span style=\"left:{:.2f}%\">{}{}</span>", place(n), sign, text);
    }
  }
  html +=
      "<span style=\"left:50%\">0</span></div>\n<p class=\"key\"><span class=\"swatch unsaturated\"></span> not "
      "saturated";
  html += " <span class=\"swatch unsafe\"></span> overflows";
  if (!met.empty()) html += finding ? " &#9660; a finding's accumulator" : " &#9661; worst accumulator met";
  return html + "</p>\n";
}

}  // namespace halflsb::report
