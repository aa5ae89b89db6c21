#include "harness/cli/finding.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "harness/cli/render.h"
#include "harness/problem/text.h"

namespace halflsb::cli {
namespace {

std::string replay_line(const halflsb_target& target, const Problem& problem) {
  return fmt::format("halflsb replay --target {} '{}'", target.name, minimal_text(problem));
}

Json want_of(const Mismatch& mismatch) {
  if (!mismatch.has_output) return nullptr;
  return mismatch.reason == Reason::tolerance ? Json(mismatch.want) : Json(std::stoll(mismatch.want));
}

}  // namespace

Json to_json(const halflsb_target& target, const Finding& finding) {
  const Mismatch& mismatch = finding.mismatch;
  return {
      {"target", target.name},
      {"kind", target.kind},
      {"problem", minimal_text(finding.problem)},
      {"want", want_of(mismatch)},
      {"got", mismatch.has_output ? Json(mismatch.got) : Json()},
      {"where", mismatch.has_output ? Json(mismatch.where) : Json()},
      {"error", mismatch.has_output ? rational(mismatch.error) : Json()},
      {"reason", name_of(mismatch.reason)},
      {"detail", mismatch.detail},
      {"found_by",
       {{"engine", "property"}, {"seed", finding.seed}, {"problems", finding.problems}, {"seconds", finding.seconds}}},
      {"minimized", true},
      {"minimal", "local"},
      {"replay", replay_line(target, finding.problem)}};
}

std::string to_text(const Mismatch& mismatch) {
  std::string text(name_of(mismatch.reason));
  if (!mismatch.detail.empty()) text += ": " + mismatch.detail;
  if (!mismatch.has_output) return text;
  return text + fmt::format(", want {} got {} at ({}), error {} LSB, {} output{} differ{}", mismatch.want, mismatch.got,
                            fmt::join(mismatch.where, ","), readable(mismatch.error), mismatch.count,
                            mismatch.count == 1 ? "" : "s", mismatch.count == 1 ? "s" : "");
}

std::string to_text(const halflsb_target& target, const Finding& finding) {
  return fmt::format("    {}\n    found after {} problems, {:.2f} s, seed {}\n    {}\n", to_text(finding.mismatch),
                     finding.problems, finding.seconds, finding.seed, replay_line(target, finding.problem));
}

}  // namespace halflsb::cli
