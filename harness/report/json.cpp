// The report as JSON; its schema is harness/cli/schema.json, "report".
#include "harness/finding/json.h"

#include "harness/finding/render.h"
#include "harness/report/writers.h"

namespace halflsb::report {
namespace {

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json integer_or_null(const std::optional<Integer>& value) { return value ? Json(to_text(*value)) : Json(); }

Json rational_or_null(const std::optional<Rational>& value) { return value ? rational(*value) : Json(); }

Json to_json(const Interval& interval) { return {{"lo", to_text(interval.lo)}, {"hi", to_text(interval.hi)}}; }

// A set of parameters in the words of `prove`.
Json to_json(const Requantization& rq) {
  Json parameters = halflsb::to_json(rq.of(0));
  parameters["zero_point"] = rq.zero_point;
  return {{"scheme", rq.recipe().name},
          {"parameters", std::move(parameters)},
          {"factor", to_text(rq.real_factor(0))},
          {"output", {{"lo", rq.output.lo}, {"hi", rq.output.hi}}},
          {"width", rq.width}};
}

Json to_json(const Sample& sample) {
  return {{"seconds", sample.seconds},
          {"executions", or_null(sample.executions)},
          {"corpus", or_null(sample.corpus)},
          {"worst", or_null(sample.worst)}};
}

Json to_json(const Worst& worst) {
  Json json = to_json(worst.requantization);
  json["error"] = rational_or_null(worst.error);
  json["accumulator"] = text_or_null(worst.accumulator);
  json["proved"] = rational_or_null(worst.proved);
  json["overflow"] = {{"possible", worst.overflow_possible}, {"reached", worst.frontier_reached}};
  return json;
}

Json to_json(const TargetReport& target) {
  Json json{{"target", target.name},
            {"kind", text_or_null(target.kind)},
            {"scheme", text_or_null(target.scheme)},
            {"tolerance", text_or_null(target.tolerance)},
            {"plugin", text_or_null(target.plugin)},
            {"expected", target.expected_to_pass ? "pass" : "fail"},
            {"verdict", name_of(target.verdict())},
            {"error", text_or_null(target.error)},
            {"new", target.news},
            {"known", target.known},
            {"runs", or_null(target.runs)},
            {"rounds", or_null(target.rounds)},
            {"executions", or_null(target.executions)},
            {"repeated", or_null(target.repeated)},
            {"unconfirmed", or_null(target.unconfirmed)},
            {"seconds", or_null(target.seconds)}};
  json["history"] = Json::array();
  for (const Sample& sample : target.history) json["history"].push_back(to_json(sample));
  json["worst"] = Json::array();
  for (const Worst& worst : target.worst) json["worst"].push_back(to_json(worst));
  return json;
}

Json at(const ErrorAt& error) {
  Json json = rational(error.value);
  json["accumulator"] = to_text(error.accumulator);
  return json;
}

Json to_json(const ParameterSet& set, const ErrorCurve& curve, const Report& report) {
  Json json = to_json(set.requantization);
  json["findings"] = Json::array();
  for (const std::size_t i : set.findings) json["findings"].push_back(report.findings[i].file);
  json["targets"] = set.targets;
  json["accumulator"] = to_json(curve.accumulator);
  json["unsaturated"] = curve.unsaturated ? to_json(*curve.unsaturated) : Json();
  json["proved"] = Json();
  if (curve.proof) {
    const Extremes& extremes = curve.proof->error.extremes;
    json["proved"] = {{"max", at(extremes.max)}, {"min", at(extremes.min)}, {"method", name_of(curve.proof->method)}};
  }
  json["worst_found"] = rational_or_null(set.worst_found);
  const Overflow& overflow = curve.overflow;
  json["overflow"] = {{"possible", overflow.possible},
                      {"step", overflow.possible ? Json(overflow.step) : Json()},
                      {"witness", integer_or_null(overflow.witness)},
                      {"safe_accumulator", Json()}};
  if (overflow.zero_is_safe) {
    json["overflow"]["safe_accumulator"] = {{"lo", integer_or_null(overflow.safe_lo)},
                                            {"hi", integer_or_null(overflow.safe_hi)}};
  }
  const Histogram& histogram = curve.histogram;
  json["histogram"] = {{"bin_width", histogram.width},
                       {"first_bin", histogram.first},
                       {"counts", histogram.counts},
                       {"of", histogram.total},
                       {"every_accumulator", histogram.every}};
  return json;
}

}  // namespace

Json report_json(const Report& report, const Curves& curves) {
  const Totals totals = totals_of(report);
  Json summary{{"targets", totals.targets},
               {"not_as_expected", totals.unexpected},
               {"executions", or_null(totals.executions)},
               {"seconds", or_null(totals.seconds)},
               {"new", totals.news},
               {"known", totals.known}};
  Json json{{"command", "report"}, {"directory", report.directory}, {"summary", std::move(summary)}};
  json["targets"] = Json::array();
  for (const TargetReport& target : report.targets) json["targets"].push_back(to_json(target));
  json["findings"] = Json::array();
  for (const ReportedFinding& reported : report.findings) {
    json["findings"].push_back({{"file", reported.file},
                                {"signature", signature(reported.finding)},
                                {"known", reported.known},
                                {"finding", halflsb::to_json(reported.finding)}});
  }
  json["parameter_sets"] = Json::array();
  for (std::size_t i = 0; i < curves.curves.size(); ++i)
    json["parameter_sets"].push_back(to_json(curves.sets.kept[i], curves.curves[i], report));
  json["parameter_sets_left_out"] = curves.sets.left_out;
  json["unreadable"] = Json::array();
  for (const Unreadable& file : report.unreadable)
    json["unreadable"].push_back({{"file", file.file}, {"why", file.why}});
  return json;
}

}  // namespace halflsb::report
