// The reader of findings: what is read and written again says the same, field by field.
#include "harness/finding/json.h"
#include "harness/fuzz/require_problem.h"
#include "harness/fuzz/text_mutator.h"

namespace halflsb {
namespace {

void run(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return;
  const auto finding = finding_from_json(json);
  if (!finding) {
    mark_message(finding.error().message);
    require_message(finding.error().message);
    return;
  }
  mark_fields(finding->problem);
  require_same_forms(finding->problem);
  const Json written = to_json(*finding);
  const auto again = finding_from_json(written);
  if (!again) report("refused when written again (" + again.error().message + "): " + written.dump());
  require(again->problem == finding->problem, "another problem when written again", written.dump());
  require(to_json(*again) == written, "another finding when written again", written.dump());
  require(signature(*again) == signature(*finding), "another signature when written again", written.dump());
  require(to_text(*again) == to_text(*finding), "other text when written again", written.dump());
}

}  // namespace
}  // namespace halflsb

HALFLSB_FUZZ_READER(halflsb::run)
