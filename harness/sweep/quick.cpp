#include "harness/sweep/quick.h"

#include <queue>

#include "harness/sweep/side.h"

namespace halflsb {
namespace {

struct Probe {
  std::int64_t n = 0, a = 0, b = 0;
  [[nodiscard]] bool same(const Probe& other) const { return a == other.a && b == other.b; }
};

// Takes its probes one by one and compares them.
class Look {
 public:
  Look(const Measurement& what, const Interval& range) : a_(what.a, range), b_(*what.b, range) {}

  Probe at(std::int64_t n) {
    Probe probe{n, take(a_, n), take(b_, n)};
    ++probes_;
    const Int128 difference = Int128{probe.a} - probe.b;
    if (failed_ || difference == 0) return probe;
    ++tally_.differing;
    keep_nearest<Int128>(tally_.witness, n);
    keep_peak<Int128>(tally_.largest, 1, difference < 0 ? -difference : difference, n);
    return probe;
  }
  [[nodiscard]] bool more() const { return !failed_ && probes_ < static_cast<Int128>(kMostProbes); }
  [[nodiscard]] Measured measured() const {
    if (failed_) return *failed_;
    ErrorTally<Int128> count;
    count.count = probes_;
    return {in_integers(count, tally_), {}, ""};
  }

 private:
  std::int64_t take(MeasuredSide& side, std::int64_t n) {
    const Batch one{n, 1};
    const CallResult call = side.fill(one);
    if (call.status != CallStatus::ok && !failed_) failed_ = not_ok(call, one);
    return side.out().front();
  }

  MeasuredSide a_, b_;
  DifferenceTally<Int128> tally_;
  Int128 probes_ = 0;
  std::optional<Measured> failed_;
};

Measured look(const Measurement& what, const Interval& range, Heartbeat& heartbeat) {
  Look look(what, range);
  std::queue<std::pair<Probe, Probe>> open;
  open.emplace(look.at(range.lo.convert_to<std::int64_t>()), look.at(range.hi.convert_to<std::int64_t>()));
  while (!open.empty() && look.more()) {
    const auto [low, high] = open.front();
    open.pop();
    if (high.n - low.n < 2 || low.same(high)) continue;
    heartbeat.beat(0);
    const Probe middle = look.at(low.n + (high.n - low.n) / 2);
    open.emplace(low, middle);
    open.emplace(middle, high);
  }
  return look.measured();
}

}  // namespace

Measured quick_look(const Measurement& what, const Interval& range) {
  const Ending ending = run_isolated(
      [&](Heartbeat& heartbeat) { return to_json(look(what, range, heartbeat)).dump(-1, ' ', true); }, what.limit);
  if (ending.how == Ending::How::returned) {
    if (auto measured = measured_from_json(Json::parse(ending.result, nullptr, false))) return *std::move(measured);
  }
  Measured measured;
  measured.failure =
      KernelFailure{ending.how == Ending::How::stalled ? Reason::timeout : Reason::crash, ending.detail, range};
  return measured;
}

}  // namespace halflsb
