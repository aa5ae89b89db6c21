#include "harness/finding/markdown.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "harness/check/expect.h"
#include "harness/finding/json.h"
#include "harness/finding/matrix.h"
#include "harness/finding/steps.h"
#include "harness/problem/fields.h"
#include "harness/problem/text.h"

namespace halflsb {
namespace {

std::string title(const Finding& finding) {
  const Mismatch& mismatch = finding.mismatch;
  std::string text = fmt::format("# {}: {}", finding.target, name_of(mismatch.reason));
  if (shows_output(mismatch)) text += fmt::format(", want {}, got {}", mismatch.want, mismatch.got);
  return text + "\n\n";
}

std::string contract(const halflsb_target* target) {
  if (target == nullptr) return "";
  std::string text = "**Contract.** ";
  if (target->tolerance != nullptr) {
    text += fmt::format("Every output is within {} LSB of the real value N x factor + zero point, clamped.",
                        target->tolerance);
  } else {
    const Recipe* recipe = find_recipe(target->scheme == nullptr ? "" : target->scheme);
    text += fmt::format("Bit for bit the scheme `{}`", recipe == nullptr ? "?" : recipe->name);
    if (recipe != nullptr) text += fmt::format(": `{}` on unbounded integers, then the clamp.", recipe->formula);
  }
  return text + "\n\n";
}

// Every field of the problem but its data.
std::string parameters(const Finding& finding) {
  std::string text = fmt::format("## Problem\n\n| {} | |\n|---|---|\n", kind_of(finding.problem));
  for (const Field& field : to_fields(finding.problem)) {
    const bool data = field.key == "acc" || field.key.ends_with("_data");
    if (data || (field.is_default && field.key != "zero_point")) continue;
    const std::string value = field.value.size() <= 200 ? field.value : field.value.substr(0, 200) + "...";
    text += fmt::format("| {} | `{}` |\n", field.key, value);
  }
  return text + "\n";
}

std::string steps(const Finding& finding) {
  const OutputExplanation explanation = explain_output(finding.problem, finding.mismatch.where);
  std::string text = fmt::format("## Step by step, output ({})\n\n", fmt::join(finding.mismatch.where, ","));
  text += "| step | | exact | in register | bits | |\n|---|---|---:|---:|---:|---|\n";
  bool overflowed = false;
  for (const Row& row : explanation.rows) {
    std::string note = row.saturated ? "saturated" : "";
    if (row.overflows) note = overflowed ? "overflows" : "**first overflow**";
    overflowed = overflowed || row.overflows;
    const std::string operation = row.operation.empty() ? "" : "`" + row.operation + "`";
    const std::string exact = to_text(row.exact);
    const std::string in_register = to_text(row.in_register);
    text += fmt::format("| {} | {} | {} | {} | {} | {} |\n", row.step, operation, exact,
                        exact == in_register ? in_register : "**" + in_register + "**",
                        row.width == 0 ? "" : std::to_string(row.width), note);
  }
  return text + fmt::format("\nReal value {}, clamped; factor {}.\n\n", readable(explanation.real),
                            readable(explanation.factor));
}

std::string result(const Mismatch& mismatch) {
  std::string text = "## Result\n\n";
  if (!mismatch.detail.empty()) text += mismatch.detail + "\n\n";
  if (!shows_output(mismatch)) return text;
  const char* what = mismatch.reason == Reason::tolerance ? "want (real value)" : "want";
  text +=
      fmt::format("| {} | got | error, LSB | outputs that differ |\n|---:|---:|---:|---:|\n| {} | {} | {} | {} |\n\n",
                  what, mismatch.want, mismatch.got, readable(mismatch.error), mismatch.count);
  return text;
}

std::string found(const Finding& finding) {
  const FoundBy& by = finding.found_by;
  std::string text = fmt::format("Found by {} after {} problem{}, seed {}.", by.engine, by.problems,
                                 by.problems == 1 ? "" : "s", by.seed);
  if (finding.minimal == Minimal::proved) text += " Minimal: proved.";
  if (finding.minimal == Minimal::local) text += " Minimal: no single simplification of it fails.";
  return text + "\n\n";
}

}  // namespace

std::string to_markdown(const Finding& finding, const halflsb_target* target) {
  const bool output = shows_output(finding.mismatch);
  std::string text =
      title(finding) + contract(target) + result(finding.mismatch) + parameters(finding) + tensors(finding);
  if (output) text += steps(finding);
  text += "## Again\n\n" + found(finding);
  return text + "```\n" + replay_line(finding) + "\n```\n";
}

}  // namespace halflsb
