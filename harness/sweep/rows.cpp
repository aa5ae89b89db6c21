#include "harness/sweep/rows.h"

#include <algorithm>
#include <numeric>

#include "harness/check/domain.h"
#include "harness/check/elements.h"

namespace halflsb {
namespace {

// A layer of one pixel and one input channel, whose output channels are the accumulators.
ConvLayer layer_of(const KernelQuestion& question, const std::vector<std::int32_t>& accumulators) {
  ConvLayer layer;
  const bool takes_i8 = ((question.target->domain.input_types >> HALFLSB_I8) & 1U) != 0;
  layer.input_type = layer.filter_type = takes_i8 ? ElementType::i8 : ElementType::u8;
  layer.shape.out_channels = static_cast<std::int64_t>(accumulators.size());
  layer.requantization = question.requantization;
  layer.input = {0};
  layer.filter.assign(accumulators.size(), 0);
  layer.bias = Bias{ElementType::i32, 0, {}, accumulators};
  return layer;
}

Problem problem_of(const KernelQuestion& question, const std::vector<std::int32_t>& accumulators) {
  if (question.target->conv2d != nullptr) return layer_of(question, accumulators);
  return RequantizeProblem{question.requantization, accumulators};
}

std::size_t most_at_once(const halflsb_target& target) {
  if (target.conv2d == nullptr) return kBatch;
  return static_cast<std::size_t>(std::clamp<std::int64_t>(target.domain.out_channels.max, 1, kBatch));
}

}  // namespace

std::optional<SchemeRows> SchemeRows::make(const Scheme& scheme, const std::optional<Interval>& output,
                                           const Integer& largest, const Passes& passes) {
  auto chain = Chain::compile(scheme, output, largest);
  if (!chain || chain->largest_value() >= pow2(61)) return std::nullopt;
  return SchemeRows(*std::move(chain), passes);
}

SchemeRows::SchemeRows(Chain chain, const Passes& passes)
    : chain_(std::move(chain)),
      passes_(&passes),
      narrow_(std::make_unique<Scratch<std::uint32_t>>()),
      wide_(std::make_unique<Scratch<std::uint64_t>>()) {}

template <class Lane>
void SchemeRows::fill_with(Scratch<Lane>& scratch, Int128 from, std::size_t n, std::int64_t* out) {
  for (std::size_t done = 0; done < n; done += kLanes) {
    const std::size_t count = std::min(kLanes, n - done);
    const LaneRow<Lane> row = chain_.run<Lane>(from + static_cast<Int128>(done), count, scratch, *passes_);
    may_overflow_ = may_overflow_ || row.may_overflow;
    const auto base = static_cast<std::int64_t>(row.base);
    if constexpr (sizeof(Lane) == sizeof(std::uint32_t)) {
      passes_->widen32(row.x, out + done, count, base);
    } else {
      passes_->widen64(row.x, out + done, count, base);
    }
  }
}

void SchemeRows::fill(Int128 from, std::size_t n, std::int64_t* out) {
  may_overflow_ = false;
  if (chain_.lane_bits() == 32) {
    fill_with(*narrow_, from, n, out);
  } else if (chain_.lane_bits() == 64) {
    fill_with(*wide_, from, n, out);
  } else {
    may_overflow_ = true;
    for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<std::int64_t>(chain_.value(from + static_cast<Int128>(i)));
  }
}

std::string not_askable(const KernelQuestion& question, const Interval& accumulator) {
  const Interval int32 = signed_range(32);
  if (accumulator.lo < int32.lo || accumulator.hi > int32.hi) return "a kernel takes accumulators of 32 bits";
  if (!machine_supports(*question.target)) return "this machine lacks the instruction set";
  return outside_domain(*question.target, problem_of(question, {0}));
}

CallResult KernelRows::fill(std::int64_t from, std::size_t n, std::int64_t* out) {
  const std::size_t most = most_at_once(*question_->target);
  for (std::size_t done = 0; done < n; done += most) {
    const std::size_t count = std::min(most, n - done);
    accumulators_.resize(count);
    std::iota(accumulators_.begin(), accumulators_.end(),
              from + static_cast<std::int64_t>(done));  // 64 bits: what follows the last of 32 is formed as well
    if (count == prepared_) {
      caller_.replace_accumulators(accumulators_);
    } else {
      problem_ = problem_of(*question_, accumulators_);
      caller_.prepare(*question_->target, problem_);
      prepared_ = count;
    }
    const CallResult result = caller_.run(Placement::against_end, 0x5A);
    if (result.status != CallStatus::ok) return result;
    const std::vector<std::int32_t> outputs = widened(caller_.output(), count, caller_.output_type());
    std::copy(outputs.begin(), outputs.end(), out + done);
  }
  return {};
}

}  // namespace halflsb
