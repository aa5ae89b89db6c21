#include "harness/cli/sweep_flags.h"

#include <fmt/format.h>

#include "harness/finding/render.h"
#include "reference/exact/parse_number.h"

namespace halflsb::cli {
namespace {

std::string text_of(const Interval& range) { return halflsb::to_text(range.lo) + ":" + halflsb::to_text(range.hi); }

// Flags that give the same question, whichever way it was typed.
std::string canonical(const SweepQuery& query, const SweepFlags& flags) {
  const SchemeQuery& scheme = query.scheme;
  std::string text = fmt::format("--scheme {}", scheme.recipe->name);
  for (const ParameterField& field : scheme.recipe->fields) {
    if (field.name == "factor") continue;  // below
    text += fmt::format(" --{} {}", field.name, format_parameter(field, scheme.parameters.rational(field.name)));
  }
  text += fmt::format(" --factor {} --acc {} --zero-point {} --output {}", halflsb::to_text(scheme.factor),
                      text_of(query.accumulator), halflsb::to_text(scheme.zero_point),
                      scheme.output ? text_of(*scheme.output) : "none");
  if (scheme.recipe->takes_width) text += fmt::format(" --width {}", scheme.width);
  if (query.max_error) text += " --max-error " + halflsb::to_text(*query.max_error);
  if (query.target != nullptr) text += fmt::format(" --target {}", query.target->name);
  for (const std::string& file : flags.plugins.files) text += " --plugin " + file;
  return text;
}

// A kernel's outputs are clamped: to int32 where the flags say to nothing.
Interval kernel_output(const SchemeQuery& scheme) { return scheme.output.value_or(signed_range(32)); }

}  // namespace

void SweepFlags::add_to(CommandLine& app) {
  SchemeFlags::add_to(app);
  app.add_option("--max-error", max_error, "P/Q in LSB: a larger error is a finding");
  app.add_option("--target", target, "this kernel in place of the scheme that it declares");
  plugins.add_to(app);
}

Result<SweepQuery> resolve(const SweepFlags& flags) {
  if (auto error = flags.plugins.load()) return *std::move(error);
  SchemeFlags scheme_flags = flags;
  const halflsb_target* target = nullptr;
  if (!flags.target.empty()) {
    const auto found = target_named(flags.target);
    if (!found) return Error{"--target: " + found.error().message};
    target = found->target;
    if (scheme_flags.scheme.empty() && target->scheme != nullptr) scheme_flags.scheme = target->scheme;
  }
  const auto scheme = resolve(scheme_flags);
  if (!scheme) return scheme.error();
  const auto accumulator = accumulator_range(flags);
  if (!accumulator) return accumulator.error();
  SweepQuery query{*scheme, *accumulator, {}, target, ""};
  if (!flags.max_error.empty()) {
    const auto limit = parse_rational(flags.max_error);
    if (!limit) return Error{"--max-error: " + limit.error().message};
    query.max_error = *limit;
  }
  query.text = canonical(query, flags);
  return query;
}

Result<KernelQuestion> kernel_question(const halflsb_target& target, const SchemeQuery& scheme,
                                       const Interval& accumulator) {
  const Interval output = kernel_output(scheme);
  KernelQuestion question;
  question.target = &target;
  question.requantization.parameters = {scheme.parameters};
  question.requantization.zero_point = scheme.zero_point.convert_to<std::int64_t>();
  question.requantization.output = {output.lo.convert_to<std::int64_t>(), output.hi.convert_to<std::int64_t>()};
  const std::string why_not = not_askable(question, accumulator);
  if (!why_not.empty()) return Error{fmt::format("{} cannot be swept: {}", target.name, why_not)};
  return question;
}

SchemeSide scheme_side(const SchemeQuery& scheme, bool for_kernel) {
  if (for_kernel) return {scheme.scheme(), kernel_output(scheme)};
  return {scheme.scheme(), scheme.output};
}

Result<Shard> parse_shard(const std::string& text) {
  const auto slash = text.find('/');
  const auto number = [&](std::size_t from, std::size_t n) {
    return parse_integer(text.substr(from, n), Interval{1, 1 << 20});
  };
  if (slash != std::string::npos) {
    const auto index = number(0, slash), of = number(slash + 1, std::string::npos);
    if (index && of && *index <= *of) return Shard{index->convert_to<std::uint64_t>(), of->convert_to<std::uint64_t>()};
  }
  return Error{"--shard: " + in_quotes(text) + " is not i/n with 1 <= i <= n <= 2^20"};
}

Result<Interval> part_of(const Shard& shard, const Interval& range) {
  const Integer count = range.hi - range.lo + 1;
  if (count < shard.of)
    return Error{fmt::format("--shard: more shards than the {} accumulators", halflsb::to_text(count))};
  return Interval{Integer(range.lo + count * (shard.index - 1) / shard.of),
                  Integer(range.lo + count * shard.index / shard.of - 1)};
}

}  // namespace halflsb::cli
