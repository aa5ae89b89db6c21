#include "harness/finding/known.h"

#include <filesystem>

#include "harness/finding/files.h"
#include "harness/finding/json.h"
#include "harness/problem/text.h"

namespace halflsb {
namespace {

std::string form_of(const Finding& finding) { return finding.target + " " + canonical_text(finding.problem); }

}  // namespace

std::optional<Error> KnownFindings::add(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    const auto all = load_findings(path);
    if (!all) return all.error();
    for (const Finding& finding : *all) add(finding);
    return std::nullopt;
  }
  const auto finding = load_finding(path);
  if (!finding) return finding.error();
  add(*finding);
  return std::nullopt;
}

void KnownFindings::add(const Finding& finding) { forms_.insert(form_of(finding)); }

bool KnownFindings::contains(const Finding& finding) const { return forms_.contains(form_of(finding)); }

}  // namespace halflsb
