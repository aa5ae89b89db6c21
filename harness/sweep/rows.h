// The outputs of a scheme, or of a real kernel, for runs of consecutive accumulators.
#pragma once

#include <string>
#include <vector>

#include "harness/check/call.h"
#include "harness/sweep/chain.h"

namespace halflsb {

inline constexpr std::size_t kBatch = 1 << 15;  // accumulators of one kernel call

class SchemeRows {
 public:
  // Empty where the outputs for |N| <= largest are not proved to fit 62 bits.
  [[nodiscard]] static std::optional<SchemeRows> make(const Scheme& scheme, const std::optional<Interval>& output,
                                                      const Integer& largest, const Passes& passes = best_passes());

  // n <= kBatch.
  void fill(Int128 from, std::size_t n, std::int64_t* out);

  // A step may leave its register somewhere on the rows of the last fill().
  [[nodiscard]] bool may_overflow() const { return may_overflow_; }

 private:
  SchemeRows(Chain chain, const Passes& passes);
  template <class Lane>
  void fill_with(Scratch<Lane>& scratch, Int128 from, std::size_t n, std::int64_t* out);

  Chain chain_;
  const Passes* passes_;
  std::unique_ptr<Scratch<std::uint32_t>> narrow_;
  std::unique_ptr<Scratch<std::uint64_t>> wide_;
  bool may_overflow_ = false;
};

// What a kernel is asked: one set of parameters, through a requantize call, or a 1x1 layer whose products are 0 and whose bias is N.
struct KernelQuestion {
  const halflsb_target* target = nullptr;
  Requantization requantization;
};

// Empty where the kernel can be asked; otherwise why not: its domain, this machine, the range.
[[nodiscard]] std::string not_askable(const KernelQuestion& question, const Interval& accumulator);

// Runs in this process: see isolate.h.
class KernelRows {
 public:
  explicit KernelRows(const KernelQuestion& question) : question_(&question) {}

  // n <= kBatch; what went wrong, if anything.
  [[nodiscard]] CallResult fill(std::int64_t from, std::size_t n, std::int64_t* out);

 private:
  const KernelQuestion* question_;
  Problem problem_;  // what the caller has prepared
  Caller caller_;
  std::size_t prepared_ = 0;
  std::vector<std::int32_t> accumulators_;
};

}  // namespace halflsb
