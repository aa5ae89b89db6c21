#include "harness/certificate/certificate.h"

#include "reference/bound/ground.h"
#include "reference/bound/monotone.h"

namespace halflsb {
namespace {

using Part = Piece<Integer>;

Json text_or_null(const std::optional<Integer>& value) { return value ? Json(to_text(*value)) : Json(); }
Json range_json(const Interval& range) { return {{"lo", to_text(range.lo)}, {"hi", to_text(range.hi)}}; }

Json parameters_json(const std::optional<Parameters>& parameters) {
  if (!parameters) return nullptr;
  Json json = Json::object();
  for (const ParameterField& field : find_recipe(parameters->scheme)->fields) {
    json[std::string(field.name)] = format_parameter(field, parameters->values.find(field.name)->second);
  }
  return json;
}

Json question_json(const Question& question, const std::optional<Parameters>& parameters) {
  Json steps = Json::array();
  for (const Step& step : question.scheme.steps) {
    steps.push_back({{"step", step.name},
                     {"multiplier", to_text(step.multiplier)},
                     {"addend", to_text(step.addend)},
                     {"divisor", to_text(step.divisor)},
                     {"rounding", name_of(step.rounding)},
                     {"width", std::to_string(step.width)},
                     {"saturating", step.saturating}});
  }
  return {{"scheme", parameters ? Json(parameters->scheme) : Json()},
          {"parameters", parameters_json(parameters)},
          {"steps", std::move(steps)},
          {"factor", to_text(question.factor)},
          {"zero_point", to_text(question.zero_point)},
          {"real_offset", to_text(question.offset)},
          {"accumulator", range_json(question.accumulator)},
          {"output", question.output ? range_json(*question.output) : Json()}};
}

Json claims_json(const Proof& proof, bool counted) {
  const auto at = [](const ErrorAt& error) {
    return Json{{"value", to_text(error.value)}, {"accumulator", to_text(error.accumulator)}};
  };
  const auto count = [&](const std::optional<Integer>& misrounded) {
    return counted ? text_or_null(misrounded) : Json();
  };
  const auto& [error, overflow, method] = proof;
  Json safe, unsaturated;
  if (overflow.zero_is_safe) safe = {{"lo", text_or_null(overflow.safe_lo)}, {"hi", text_or_null(overflow.safe_hi)}};
  if (error.unsaturated) {
    unsaturated = {{"lo", to_text(error.unsaturated->lo)},
                   {"hi", to_text(error.unsaturated->hi)},
                   {"mean", to_text(error.unsaturated->mean)},
                   {"misrounded", count(error.unsaturated->misrounded)}};
  }
  return {{"overflow",
           {{"possible", overflow.possible},
            {"step", overflow.possible ? Json(overflow.step) : Json()},
            {"witness", text_or_null(overflow.witness)},
            {"safe_accumulator", std::move(safe)},
            {"headroom_bits", text_or_null(overflow.headroom_bits)}}},
          {"error",
           {{"max", at(error.extremes.max)},
            {"min", at(error.extremes.min)},
            {"max_abs", at(max_abs(error.extremes))},
            {"mean", to_text(error.mean)}}},
          {"misrounded", count(error.misrounded)},
          {"unsaturated", std::move(unsaturated)}};
}

// Euclid's algorithm on floor((c*x + d) / m), 0 <= x <= n, down to a level that never leaves 0: lemma B4's exchange of x and level.
Json descent_json(Integer n, Integer c, Integer d, Integer m) {
  Json levels = Json::array();
  while (n >= 0) {
    const Integer c_quotient = floor_div<Integer>(c, m), d_quotient = floor_div<Integer>(d, m);
    const Integer c_rest = c - c_quotient * m, d_rest = d - d_quotient * m;
    const Integer top = (c_rest * n + d_rest) / m;
    levels.push_back({{"n", to_text(n)},
                      {"c", to_text(c)},
                      {"d", to_text(d)},
                      {"m", to_text(m)},
                      {"c_quotient", to_text(c_quotient)},
                      {"d_quotient", to_text(d_quotient)},
                      {"top", to_text(top)}});
    n = top - 1;
    c = m;
    d = m - d_rest - 1;
    m = c_rest;
  }
  return levels;
}

// The last N of each output but the last.
Json level_ends(const Part& piece) {
  Json ends = Json::array();
  const bool rising = piece.slope > 0;
  const Integer last = piece.value(piece.hi);
  for (Integer level = piece.value(piece.lo); level != last; rising ? ++level : --level) {
    // Where outputs rise, the N before those of at least level + 1; where they fall, the last of at least level.
    const Integer end =
        rising ? Integer(at_least<Integer>(piece, level + 1).first - 1) : at_least<Integer>(piece, level).second;
    if (ends.empty() || ends.back() != to_text(end)) ends.push_back(to_text(end));  // an output may have no N
  }
  return ends;
}

Json piece_json(const Part& piece, bool counted) {
  Json json = range_json({piece.lo, piece.hi});
  const Integer out = piece.value(piece.lo);
  if (out == piece.value(piece.hi)) {
    json["out"] = to_text(out);
    return json;
  }
  const Integer first = piece.block_of(piece.lo) + 1, last = piece.block_of(piece.hi) - 1;  // the blocks that are whole
  const Integer d = piece.slope * first + piece.addend;
  json["block_offset"] = to_text(piece.offset);
  json["block"] = to_text(piece.block);
  json["slope"] = to_text(piece.slope);
  json["addend"] = to_text(piece.addend);
  json["divisor"] = to_text(piece.divisor);
  json["ties"] = nullptr;
  if (piece.ties) {
    json["ties"] = {{"period", to_text(piece.ties->period)},
                    {"up", text_or_null(piece.ties->up)},
                    {"down", text_or_null(piece.ties->down)},
                    {"descent", descent_json(last - first, piece.slope, d + 1, piece.divisor)}};
  }
  json["descent"] = descent_json(last - first, piece.slope, d, piece.divisor);
  json["level_ends"] = counted ? level_ends(piece) : Json();
  return json;
}

// visit(piece) for the piece cut where N changes its sign.
template <class Visit>
void by_sign(Part piece, Visit visit) {
  if (piece.lo < 0 && piece.hi >= 0) {
    Part negative = piece;
    negative.hi = -1;
    visit(negative);
    piece.lo = 0;
  }
  visit(piece);
}

// The pieces of the normal form; where there is none one for each output.
std::optional<std::vector<Part>> parts_of(const Question& question) {
  std::vector<Part> parts;
  const auto add = [&](const Part& piece, const Zone<Integer>&) {
    by_sign(piece, [&](const Part& part) { parts.push_back(part); });
  };
  if (const auto ground = ground_of<Integer>(question)) {
    ground->each_part(add);
    return parts;
  }
  const Monotone<Integer> out(question.scheme, question.output);
  const auto& [lo, hi] = question.accumulator;
  const Integer last = out.value(hi);
  if (abs(last - out.value(lo)) > kMostCertifiedLevels) return std::nullopt;
  Ground<Integer> levels{question.unit(), {}, zones_of<Integer>(question)};
  for (Integer from = lo; from <= hi;) {
    const Integer level = out.value(from), to = level == last ? hi : out.last_by_inverse(level, hi);
    levels.pieces.push_back({from, to, 0, 1, 0, level, 1, {}});
    from = to + 1;
  }
  levels.each_part(add);
  return parts;
}

}  // namespace

Result<Json> certificate(const Question& question, const std::optional<Parameters>& parameters, const Proof& proof) {
  if (proof.method != Method::analytic && proof.method != Method::levels) {
    return Error{"there is no certificate of a proof by " + std::string(name_of(proof.method))};
  }
  if (computes_in_float(question.scheme))
    return Error{"there is no certificate of a scheme that computes in floating point"};
  const auto parts = parts_of(question);
  if (!parts)
    return Error{"more than " + std::to_string(kMostCertifiedLevels) + " outputs are too many for a certificate"};
  Integer levels = 0;
  for (const Part& part : *parts) levels += abs(part.value(part.hi) - part.value(part.lo));
  const bool counted = levels <= kMostCertifiedLevels;
  Json covers{"overflow", "extremes", "mean"};
  if (counted) covers.push_back("misrounded");
  Json pieces = Json::array();
  for (const Part& part : *parts) pieces.push_back(piece_json(part, counted));
  return Json{{"certificate", "halflsb prove"},
              {"version", "1"},
              {"question", question_json(question, parameters)},
              {"covers", std::move(covers)},
              {"claims", claims_json(proof, counted)},
              {"pieces", std::move(pieces)}};
}

}  // namespace halflsb
