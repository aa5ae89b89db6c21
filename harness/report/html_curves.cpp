// Error against accumulator, a section for each set of parameters; what grew over time; the search strategies.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <map>

#include "harness/finding/render.h"
#include "harness/report/escape.h"
#include "harness/report/html.h"

namespace halflsb::report {
namespace {

constexpr std::size_t kMostCurvesOpen = 3;

std::string name_of_set(const Requantization& rq) {
  std::string text = fmt::format("{} {}", rq.recipe().name, to_text(rq.of(0)));
  if (rq.zero_point != 0) text += fmt::format(" zero_point={}", rq.zero_point);
  return text + fmt::format(", output [{}, {}]", rq.output.lo, rq.output.hi);
}

std::string row(const char* name, const std::string& value) {
  return fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", name, value);
}

std::string bound(const ErrorAt& at) {
  return escaped(readable(at.value)) + " LSB at N = " + grouped(to_text(at.accumulator), "&#8239;");
}

std::string interval(const std::optional<Integer>& lo, const std::optional<Integer>& hi) {
  const auto end = [](const std::optional<Integer>& value) {
    return value ? grouped(to_text(*value), "&#8239;") : std::string("unbounded");
  };
  return end(lo) + " to " + end(hi);
}

std::string overflow_text(const Overflow& overflow) {
  std::string text = overflow.possible ? fmt::format("possible: <b>{}</b>, first at N = {}", escaped(overflow.step),
                                                     grouped(to_text(*overflow.witness), "&#8239;"))
                                       : std::string("impossible for int32 accumulators");
  if (!overflow.zero_is_safe) return text + "; not even N = 0 is safe";
  return text + "; safe N: " + interval(overflow.safe_lo, overflow.safe_hi);
}

// Whether the shading is in the picture, and where it is if not.
std::string frontier_note(const ErrorCurve& curve) {
  const Overflow& overflow = curve.overflow;
  if (!overflow.zero_is_safe) return "";
  const bool below = overflow.safe_lo && *overflow.safe_lo > curve.view.lo;
  const bool above = overflow.safe_hi && *overflow.safe_hi < curve.view.hi;
  return below || above ? "" : "No accumulator in the plot overflows; the line above it shows where they do.";
}

std::string proved_html(const ErrorCurve& curve) {
  if (!curve.proof) return row("Proven error", "none: the prover has no answer for these parameters");
  const Extremes& extremes = curve.proof->error.extremes;
  return row("Proven largest error", bound(extremes.max)) + row("Proven smallest error", bound(extremes.min));
}

// What a search came to, of what there is.
std::string reached_text(const Rational& found, const ErrorCurve& curve) {
  std::string text = escaped(readable(found)) + " LSB";
  if (!curve.proof) return text;
  const Rational proved = max_abs(curve.proof->error.extremes).value;
  if (found == proved) return text + ": <b>all there is</b>";
  if (proved != 0) text += fmt::format(": {:.4g} % of what there is", 100 * to_decimal(Rational(found / proved)));
  return text;
}

std::string set_html(const Curves& curves, std::size_t i, const Report& report) {
  const ParameterSet& set = curves.sets.kept[i];
  const ErrorCurve& curve = curves.curves[i];
  std::string html = fmt::format("<details class=\"set\" id=\"set-{}\"{}><summary><code>{}</code></summary>\n", i,
                                 i < kMostCurvesOpen ? " open" : "", escaped(name_of_set(set.requantization)));
  html += "<table class=\"properties\"><tbody>\n" +
          row("Factor", escaped(readable(set.requantization.real_factor(0)))) + proved_html(curve);
  if (set.worst_found) html += row("Largest |error| that a search met", reached_text(*set.worst_found, curve));
  html += row("Overflow", overflow_text(curve.overflow));
  std::string users;
  for (const std::size_t finding : set.findings) {
    const ReportedFinding& reported = report.findings[finding];
    users += fmt::format("{}<a href=\"#{}\">{}</a>", users.empty() ? "" : ", ", escaped(finding_anchor(reported)),
                         escaped(reported.finding.target));
  }
  if (!users.empty()) html += row("Findings", users);
  if (!set.targets.empty()) html += row("Searched by", escaped(fmt::format("{}", fmt::join(set.targets, ", "))));
  html += "</tbody></table>\n" + number_line(curve, set.met) + "<div class=\"pair\">\n";
  html += plot(
      "curve", i,
      "Error, LSB, against the accumulator N. Dashed: the proven bounds. Hatched: overflow. " + frontier_note(curve));
  const Histogram& histogram = curve.histogram;
  html += plot("histogram", i,
               fmt::format("Share of accumulators, %, by error, LSB: {}{} that do{} saturate",
                           histogram.every ? "all " : "a sample of ", grouped(std::to_string(histogram.total)),
                           curve.unsaturated ? " not" : ""));
  return html + "</div>\n</details>\n";
}

// Values for the script: seven digits are more than a screen has.
double rounded(double value) {
  if (value == 0 || !std::isfinite(value)) return 0;
  const double power = std::pow(10, 6 - std::floor(std::log10(std::abs(value))));
  return std::isfinite(power) && power > 0 ? std::round(value * power) / power : value;
}

Json decimal_or_null(const std::optional<Integer>& value) { return value ? Json(to_decimal(*value)) : Json(); }

Json points_of(const std::vector<std::pair<Integer, double>>& samples) {
  Json points = Json::array();
  for (const auto& [n, error] : samples) points.push_back({n.convert_to<std::int64_t>(), rounded(error)});
  return points;
}

}  // namespace

std::string curves_html(const Report& report, const Curves& curves) {
  if (curves.curves.empty()) return "";
  std::string html =
      "<section id=\"errors\">\n<h2>Error against accumulator</h2>\n<p>Of the scheme, exactly, for each set of "
      "parameters.";
  if (curves.sets.left_out > 0) html += fmt::format(" {} more sets are left out.", curves.sets.left_out);
  html += "</p>\n";
  for (std::size_t i = 0; i < curves.curves.size(); ++i) html += set_html(curves, i, report);
  return html + "</section>\n";
}

Json curves_data(const Curves& curves) {
  Json data = Json::array();
  for (std::size_t i = 0; i < curves.curves.size(); ++i) {
    const ErrorCurve& curve = curves.curves[i];
    const Overflow& overflow = curve.overflow;
    std::map<Integer, bool> met;  // of one accumulator a finding's mark is enough
    for (const Met& point : curves.sets.kept[i].met) {
      if (curve.view.contains(point.accumulator)) met[point.accumulator] |= point.finding;
    }
    Json marks = Json::array();
    for (const auto& [n, finding] : met)
      marks.push_back({{"n", to_decimal(n)}, {"label", finding ? "finding" : "met"}});
    Json json{{"points", points_of(curve.samples)},
              {"max", Json()},
              {"min", Json()},
              {"zero_is_safe", overflow.zero_is_safe},
              {"safe_lo", decimal_or_null(overflow.safe_lo)},
              {"safe_hi", decimal_or_null(overflow.safe_hi)},
              {"marks", std::move(marks)},
              {"histogram",
               {{"width", curve.histogram.width},
                {"first", curve.histogram.first},
                {"counts", curve.histogram.counts},
                {"total", curve.histogram.total}}}};
    if (curve.proof) {
      json["max"] = to_decimal(curve.proof->error.extremes.max.value);
      json["min"] = to_decimal(curve.proof->error.extremes.min.value);
    }
    data.push_back(std::move(json));
  }
  return data;
}

std::string histories_html(const Report& report) {
  std::string html;
  std::size_t index = 0;
  for (const TargetReport& target : report.targets) {
    if (target.history.empty()) continue;
    const Sample& last = target.history.back();
    html += fmt::format("<details class=\"history\"{}><summary>{} <b>{}</b></summary>\n", index == 0 ? " open" : "",
                        badge(target.verdict()), escaped(target.name));
    html += fmt::format("<p>After {}: {} executions, corpus {}, worst |error| {}.</p>\n<div class=\"triple\">\n",
                        duration(last.seconds), count_html(last.executions), count_html(last.corpus),
                        last.worst ? fmt::format("{:.6g} LSB", *last.worst) : std::string("&ndash;"));
    html += plot("executions", index, "Executions over seconds") + plot("corpus", index, "Corpus size over seconds") +
            plot("worst", index, "Worst |error|, LSB, over seconds");
    html += "</div>\n</details>\n";
    ++index;
  }
  if (html.empty()) return "";
  return "<section id=\"time\">\n<h2>Over time</h2>\n" + html + "</section>\n";
}

Json histories_data(const Report& report) {
  Json data = Json::array();
  for (const TargetReport& target : report.targets) {
    if (target.history.empty()) continue;
    Json json{
        {"seconds", Json::array()}, {"executions", Json::array()}, {"corpus", Json::array()}, {"worst", Json::array()}};
    for (const Sample& sample : target.history) {
      json["seconds"].push_back(sample.seconds);
      json["executions"].push_back(or_null(sample.executions));
      json["corpus"].push_back(or_null(sample.corpus));
      json["worst"].push_back(or_null(sample.worst));
    }
    data.push_back(std::move(json));
  }
  return data;
}

std::string scoreboard_html(const Scoreboard& board) {
  std::string html = fmt::format(
      "<section id=\"strategies\">\n<h2>Search strategies</h2>\n<p>How fast each finds {} known fault{}.</p>\n"
      "<div class=\"wide\"><table>\n<thead><tr><th></th><th>Strategy</th><th class=\"n\">Found</th>"
      "<th class=\"n\">Median problems until then</th><th>What it is</th></tr></thead>\n<tbody>\n",
      board.faults, board.faults == 1 ? "" : "s");
  char letter = 'A';
  for (const Strategy& strategy : board.strategies) {
    const auto& after = strategy.found_after;
    html += fmt::format(
        "<tr><td>{}</td><th scope=\"row\">{}</th><td class=\"n\">{} of {}</td><td "
        "class=\"n\">{}</td><td>{}</td></tr>\n",
        letter++, escaped(strategy.name), after.size(), strategy.trials,
        after.empty() ? "&ndash;" : fmt::format("{:.0f}", after[after.size() / 2]), escaped(strategy.what));
  }
  html += "</tbody>\n</table></div>\n";
  html += plot("scoreboard", 0,
               "Share of trials that have found their fault, %, against problems tried (logarithmic). A line for each "
               "strategy, with its letter.");
  return html + "</section>\n";
}

Json scoreboard_data(const Scoreboard& board) {
  Json strategies = Json::array();
  for (const Strategy& strategy : board.strategies)
    strategies.push_back({{"name", strategy.name}, {"trials", strategy.trials}, {"found_after", strategy.found_after}});
  return {{"most_problems", board.most_problems}, {"strategies", std::move(strategies)}};
}

}  // namespace halflsb::report
