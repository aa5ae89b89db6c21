#include "harness/campaign/isolated_check.h"

#include "harness/finding/json.h"

namespace halflsb {

Verdict verdict_of(Reason reason) {
  switch (reason) {
    case Reason::crash: return Verdict::crash;
    case Reason::timeout: return Verdict::timeout;
    case Reason::nondeterministic: return Verdict::nondeterministic;
    case Reason::mismatch:
    case Reason::tolerance:
    case Reason::out_of_bounds: break;
  }
  return Verdict::fail;
}

Mismatch mismatch_of(const Ending& ending) {
  Mismatch mismatch;
  mismatch.reason = ending.how == Ending::How::stalled ? Reason::timeout : Reason::crash;
  mismatch.detail = ending.detail;
  return mismatch;
}

std::string pack(const halflsb_target& target, const Problem& problem, const std::optional<Mismatch>& mismatch) {
  if (!mismatch) return "";
  return to_json(Finding{target.name, problem, *mismatch, {}, Minimal::no})
      .dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::optional<Mismatch> unpack(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto finding = finding_from_json(Json::parse(text, nullptr, false));
  if (!finding) return std::nullopt;
  return finding->mismatch;
}

Outcome isolated_check(const halflsb_target& target, const Problem& problem, const TimeLimit& limit) {
  // Known without the kernel, so that only the mismatch has to come from the other process.
  const Expected expected = expect(problem);
  constexpr std::string_view kUnsupported = "unsupported ";
  const Ending ending = run_isolated(
      [&](Heartbeat& heartbeat) -> std::string {
        heartbeat.beat(0);
        Checker checker;
        const Outcome outcome = checker.check(target, problem, expected);
        if (outcome.verdict == Verdict::unsupported) return std::string(kUnsupported) + outcome.detail;
        return pack(target, problem, outcome.mismatch);
      },
      limit);
  if (ending.how != Ending::How::returned) {
    Mismatch mismatch = mismatch_of(ending);
    return {verdict_of(mismatch.reason), std::move(mismatch), ""};
  }
  if (ending.result.starts_with(kUnsupported)) {
    return {Verdict::unsupported, std::nullopt, ending.result.substr(kUnsupported.size())};
  }
  auto mismatch = unpack(ending.result);
  return {mismatch ? verdict_of(mismatch->reason) : Verdict::pass, std::move(mismatch), ""};
}

}  // namespace halflsb
