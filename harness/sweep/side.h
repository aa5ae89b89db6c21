// One side of a measurement, ready to give its outputs; a kernel's run in this process.
#pragma once

#include <algorithm>

#include "harness/sweep/measure.h"

namespace halflsb {

struct Batch {
  std::int64_t from = 0;
  std::size_t n = 0;
  [[nodiscard]] std::int64_t last() const { return from + static_cast<std::int64_t>(n) - 1; }
};

// What a call answered, where it is not outputs.
[[nodiscard]] inline Measured not_ok(const CallResult& call, const Batch& batch) {
  Measured measured;
  if (call.status == CallStatus::unsupported) {
    measured.unsupported = call.detail;
  } else {
    const Reason reason = call.status == CallStatus::out_of_bounds ? Reason::out_of_bounds : Reason::crash;
    measured.failure = KernelFailure{reason, call.detail, {batch.from, batch.last()}};
  }
  return measured;
}

class MeasuredSide {
 public:
  MeasuredSide(const SweepSide& side, const Interval& part) {
    if (const auto* kernel = std::get_if<KernelQuestion>(&side)) {
      kernel_.emplace(*kernel);
    } else {
      const auto& scheme = std::get<SchemeSide>(side);
      scheme_ = SchemeRows::make(scheme.scheme, scheme.output, std::max<Integer>(abs(part.lo), abs(part.hi)));
    }
  }
  [[nodiscard]] bool usable() const { return kernel_ || scheme_; }
  [[nodiscard]] bool may_overflow() const { return scheme_ && scheme_->may_overflow(); }
  CallResult fill(const Batch& batch) {
    if (kernel_) return kernel_->fill(batch.from, batch.n, out_.data());
    scheme_->fill(batch.from, batch.n, out_.data());
    return {};
  }
  [[nodiscard]] const std::vector<std::int64_t>& out() const { return out_; }

 private:
  std::optional<KernelRows> kernel_;
  std::optional<SchemeRows> scheme_;
  std::vector<std::int64_t> out_ = std::vector<std::int64_t>(kBatch);
};

}  // namespace halflsb
