#include "harness/cli/proof_report.h"

#include <fmt/format.h>

namespace halflsb::cli {
namespace {

std::string share(const Integer& part, const Integer& whole) {
  return fmt::format("{} of {} ({:.4g} %)", halflsb::to_text(part), halflsb::to_text(whole),
                     100 * to_decimal(Rational(part, whole)));
}

std::string text_of(const Overflow& overflow) {
  std::string text;
  if (overflow.possible) {
    text = fmt::format("POSSIBLE: {} overflows at N = {}", overflow.step, halflsb::to_text(*overflow.witness));
  } else {
    text = "impossible";
    if (overflow.headroom_bits) text += fmt::format(", headroom {} bits", halflsb::to_text(*overflow.headroom_bits));
  }
  const auto end = [](const std::optional<Integer>& value) {
    return value ? halflsb::to_text(*value) : std::string("unbounded");
  };
  if (!overflow.zero_is_safe) return text + "; no N around 0 is safe";
  return text + fmt::format("; safe N: {} to {}", end(overflow.safe_lo), end(overflow.safe_hi));
}

}  // namespace

Json proof_json(const char* command, const SchemeQuery& query, const Interval& accumulator,
                const std::vector<InvalidParameter>& invalid, const Proof& proof) {
  return {{"command", command},
          {"scheme", query.recipe->name},
          {"parameters", parameters_json(query.parameters, query.zero_point)},
          {"factor", halflsb::to_text(query.factor)},
          {"accumulator", to_json(accumulator)},
          {"output", output_json(query.output)},
          {"invalid_parameters", to_json(invalid)},
          {"overflow", to_json(proof.overflow)},
          {"error", to_json(proof.error.extremes, proof.error.mean)},
          {"misrounded",
           {{"count", halflsb::to_text(*proof.error.misrounded)},
            {"of", halflsb::to_text(Integer(accumulator.hi - accumulator.lo + 1))}}},
          {"unsaturated", unsaturated_json(proof.error.unsaturated)},
          {"method", name_of(proof.method)}};
}

std::string proof_text(const SchemeQuery& query, const Interval& accumulator,
                       const std::vector<InvalidParameter>& invalid, const Proof& proof) {
  const ErrorBound& error = proof.error;
  const auto line = [](const char* name, const ErrorAt& at) {
    return fmt::format("  {:<16} {} LSB at N = {}\n", name, readable(at.value), halflsb::to_text(at.accumulator));
  };
  std::string text = fmt::format(
      "{}  {}  zero point {}  factor {}\n  accumulators     {} to {}, output {}\n", query.recipe->name,
      to_text(query.parameters), halflsb::to_text(query.zero_point), readable(query.factor),
      halflsb::to_text(accumulator.lo), halflsb::to_text(accumulator.hi),
      query.output ? fmt::format("[{}, {}]", halflsb::to_text(query.output->lo), halflsb::to_text(query.output->hi))
                   : "not clamped");
  for (const InvalidParameter& item : invalid) {
    text += fmt::format("  invalid          {} {} {} in a register of {} bits\n", item.step, item.what,
                        halflsb::to_text(item.value), item.width);
  }
  text += fmt::format("  overflow         {}\n", text_of(proof.overflow));
  text += line("largest error", error.extremes.max) + line("smallest error", error.extremes.min) +
          line("worst |error|", max_abs(error.extremes));
  text += fmt::format("  mean error       {} LSB\n", readable(error.mean));
  text +=
      fmt::format("  misrounded       {}\n", share(*error.misrounded, Integer(accumulator.hi - accumulator.lo + 1)));
  if (error.unsaturated) {
    const Unsaturated& part = *error.unsaturated;
    text += fmt::format("  unsaturated      {} to {}: misrounded {}, mean {} LSB\n", halflsb::to_text(part.lo),
                        halflsb::to_text(part.hi), share(*part.misrounded, Integer(part.hi - part.lo + 1)),
                        readable(part.mean));
  }
  text += fmt::format("  method           {}\n", name_of(proof.method));
  return text;
}

Json failure_json(const KernelFailure& failure) {
  return {{"reason", halflsb::name_of(failure.reason)},
          {"detail", failure.detail},
          {"accumulator", to_json(failure.accumulator)}};
}

std::string failure_text(const KernelFailure& failure) {
  return fmt::format("{} on accumulators {} to {}: {}\n", halflsb::name_of(failure.reason),
                     halflsb::to_text(failure.accumulator.lo), halflsb::to_text(failure.accumulator.hi),
                     failure.detail);
}

}  // namespace halflsb::cli
