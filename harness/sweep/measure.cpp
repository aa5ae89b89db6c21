#include "harness/sweep/measure.h"

#include <algorithm>

#include "harness/check/domain.h"
#include "harness/sweep/side.h"
#include "reference/exact/parse_number.h"
#include "reference/scheme/evaluate.h"

namespace halflsb {
namespace {

// Of one side of 0 each, outward from it.
std::vector<Batch> batches_of(const Interval& part) {
  constexpr auto kMost = static_cast<std::int64_t>(kBatch);
  const auto lo = part.lo.convert_to<std::int64_t>(), hi = part.hi.convert_to<std::int64_t>();
  std::vector<Batch> batches;
  for (std::int64_t end = std::min<std::int64_t>(hi, -1); end >= lo;) {
    const std::int64_t start = std::max(lo, end - kMost + 1);
    batches.push_back({start, static_cast<std::size_t>(end - start + 1)});
    end = start - 1;
  }
  for (std::int64_t start = std::max<std::int64_t>(lo, 0); start <= hi; start += kMost) {
    batches.push_back({start, static_cast<std::size_t>(std::min(hi - start + 1, kMost))});
  }
  return batches;
}

void add_difference(const Batch& batch, const MeasuredSide& a, const MeasuredSide& b, DifferenceTally<Int128>& tally) {
  const RowDifference found = best_passes().compare(a.out().data(), b.out().data(), batch.n);
  if (found.differing == 0) return;
  tally.differing += Int128{found.differing};
  const bool rising = batch.from >= 0;
  const auto nearest_where = [&](auto holds) {
    std::size_t i = rising ? 0 : batch.n - 1;
    while (!holds(a.out()[i] - b.out()[i])) rising ? ++i : --i;
    return Int128{batch.from} + static_cast<Int128>(i);
  };
  keep_nearest<Int128>(tally.witness, nearest_where([](std::int64_t difference) { return difference != 0; }));
  const auto largest = static_cast<std::int64_t>(found.max_difference);
  if (tally.largest && largest < tally.largest->value) return;
  keep_peak<Int128>(tally.largest, 1, largest,
                    nearest_where([&](std::int64_t difference) { return std::abs(difference) == largest; }));
}

// A kernel's outputs lie in its output type: lanes above the lowest value of it.
class KernelErrors {
 public:
  KernelErrors(const Sweep& sweep, const KernelQuestion& kernel, ErrorTally<Int128>& tally)
      : sweep_(sweep), rows_(sweep.unit(), sweep.passes(), tally), values_(sweep.unit(), tally) {
    const ElementTypeInfo& type = info(output_type_of(kernel.requantization.output));
    lowest_ = type.smallest;
    top_ = static_cast<std::uint64_t>(type.largest) - static_cast<std::uint64_t>(type.smallest);
    in_rows_ = sweep.row_errors_fit(top_);
  }

  void add(const Batch& batch, const std::vector<std::int64_t>& out) {
    if (in_rows_) {
      for (std::size_t i = 0; i < batch.n; ++i) lanes_[i] = static_cast<std::uint64_t>(out[i] - lowest_);
    }
    sweep_.each_run(batch.from, batch.last(), [&](const SweepZone<Int128>& zone, Int128 from, std::size_t n) {
      const auto at = static_cast<std::size_t>(from - batch.from);
      if (in_rows_) {
        rows_.row(zone, from, n, {lanes_.data() + at, lowest_, top_, false});
        return;
      }
      for (std::size_t i = 0; i < n; ++i) values_.value(zone, from + static_cast<Int128>(i), out[at + i]);
    });
  }
  void finish() { rows_.finish(); }

 private:
  const Sweep& sweep_;
  RowLedger<std::uint64_t> rows_;
  Ledger<Int128> values_;
  std::int64_t lowest_ = 0;
  std::uint64_t top_ = 0;
  bool in_rows_ = false;
  std::vector<std::uint64_t> lanes_ = std::vector<std::uint64_t>(kBatch);
};

Measured measure_here(const Measurement& what, const Interval& part, Heartbeat* heartbeat) {
  MeasuredSide a(what.a, part);
  std::optional<MeasuredSide> b;
  if (what.b) b.emplace(*what.b, part);
  ErrorTally<Int128> errors;
  DifferenceTally<Int128> difference;
  std::optional<KernelErrors> ledger;
  if (what.errors != nullptr) ledger.emplace(*what.errors, std::get<KernelQuestion>(what.a), errors);
  const std::vector<Batch> batches = batches_of(part);
  for (std::size_t i = 0; i < batches.size(); ++i) {
    const Batch& batch = batches[i];
    if (heartbeat != nullptr) heartbeat->beat(i);
    for (MeasuredSide* side : {&a, b ? &*b : nullptr}) {
      if (side == nullptr) continue;
      if (const CallResult call = side->fill(batch); call.status != CallStatus::ok) return not_ok(call, batch);
    }
    if (ledger) ledger->add(batch, a.out());
    if (b && what.compared) add_difference(batch, a, *b, difference);
    if (what.errors == nullptr || !b || !b->may_overflow()) continue;
    what.errors->each_run(batch.from, batch.last(), [&](const SweepZone<Int128>&, Int128 from, std::size_t n) {
      what.errors->keep_overflow(from, n, errors.overflow);
    });
  }
  if (ledger) ledger->finish();
  return {in_integers(errors, difference), {}, {}};
}

// Outputs that do not fit 64 bits: of schemes alone.
Measured compare_unbounded(const SchemeSide& a, const SchemeSide& b, const Interval& part) {
  const auto out = [](const SchemeSide& side, const Integer& n) {
    const Integer value = evaluate(side.scheme, n);
    return side.output ? saturate(value, *side.output).value : value;
  };
  Measured measured;
  DifferenceTally<Integer>& tally = measured.tally.difference;
  for (Integer n = part.lo; n <= part.hi; ++n) {
    const Integer size = abs(Integer(out(a, n) - out(b, n)));
    if (size == 0) continue;
    ++tally.differing;
    keep_nearest<Integer>(tally.witness, n);
    keep_peak<Integer>(tally.largest, 1, size, n);
  }
  return measured;
}

// Does one call on these fail? What it says then.
std::optional<Ending> failing(const Measurement& what, const Batch& batch) {
  Measurement alone = what;
  alone.errors = nullptr;
  alone.b.reset();
  Ending ending = run_isolated(
      [&](Heartbeat& heartbeat) {
        heartbeat.beat(0);
        return to_json(measure_here(alone, {batch.from, batch.last()}, nullptr)).dump();
      },
      TimeLimit{what.limit.cpu_seconds / 4});
  if (ending.how != Ending::How::returned) return ending;
  return std::nullopt;
}

// Halves the batch as long as a half of it fails as well.
KernelFailure narrowed(const Measurement& what, Batch batch, const Ending& first) {
  Ending ending = first;
  while (batch.n > 1) {
    const Batch low{batch.from, batch.n / 2};
    const Batch high{low.last() + 1, batch.n - low.n};
    const Batch* half = &low;
    auto fails = failing(what, low);
    if (!fails) {
      half = &high;
      fails = failing(what, high);
    }
    if (!fails) break;
    ending = *fails;
    batch = *half;
  }
  return {
      ending.how == Ending::How::stalled ? Reason::timeout : Reason::crash, ending.detail, {batch.from, batch.last()}};
}

}  // namespace

Measured measure(const Measurement& what, const Interval& part) {
  const bool kernel =
      std::holds_alternative<KernelQuestion>(what.a) || (what.b && std::holds_alternative<KernelQuestion>(*what.b));
  if (!kernel) {
    const bool usable = MeasuredSide(what.a, part).usable() && MeasuredSide(*what.b, part).usable();
    if (usable) return measure_here(what, part, nullptr);
    return compare_unbounded(std::get<SchemeSide>(what.a), std::get<SchemeSide>(*what.b), part);
  }
  const Ending ending = run_isolated(
      [&](Heartbeat& heartbeat) { return to_json(measure_here(what, part, &heartbeat)).dump(-1, ' ', true); },
      what.limit);
  if (ending.how == Ending::How::returned) {
    if (auto measured = measured_from_json(Json::parse(ending.result, nullptr, false))) return *std::move(measured);
  }
  Measured measured;
  measured.failure = narrowed(what, batches_of(part)[ending.mark], ending);
  return measured;
}

Json to_json(const Measured& measured) {
  Json json{{"tally", to_json(measured.tally)}, {"unsupported", measured.unsupported}, {"failure", nullptr}};
  if (measured.failure) {
    json["failure"] = {{"reason", static_cast<int>(measured.failure->reason)},
                       {"detail", measured.failure->detail},
                       {"lo", to_text(measured.failure->accumulator.lo)},
                       {"hi", to_text(measured.failure->accumulator.hi)}};
  }
  return json;
}

std::optional<Measured> measured_from_json(const Json& json) {
  if (!json.is_object() || !json.contains("tally")) return std::nullopt;
  const auto tally = tally_from_json(json["tally"]);
  if (!tally) return std::nullopt;
  Measured measured{*tally, {}, json.value("unsupported", "")};
  if (const Json& failure = json["failure"]; failure.is_object()) {
    const auto integer = [&](const char* name) { return *parse_integer(failure[name].get_ref<const std::string&>()); };
    measured.failure = KernelFailure{static_cast<Reason>(failure["reason"].get<int>()),
                                     failure["detail"].get<std::string>(),
                                     {integer("lo"), integer("hi")}};
  }
  return measured;
}

}  // namespace halflsb
