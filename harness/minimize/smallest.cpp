#include "harness/minimize/smallest.h"

#include <algorithm>
#include <vector>

#include "harness/check/domain.h"
#include "harness/check/fault.h"
#include "harness/minimize/contract.h"

namespace halflsb {
namespace {

// Parameters are within the target's domain, so within int32.
halflsb_rescale rescale_of(const Parameters& p) {
  halflsb_rescale rescale{};
  const auto take = [&p](const char* name, std::int32_t& into) {
    if (const auto found = p.values.find(name); found != p.values.end()) {
      into = numerator(found->second).convert_to<std::int32_t>();
    }
  };
  take("pre", rescale.pre);
  take("post", rescale.post);
  take("scale", rescale.scale);
  take("multiplier", rescale.multiplier);
  take("shift", rescale.shift);
  rescale.factor = to_decimal(find_recipe(p.scheme)->slope(p));
  return rescale;
}

// 0, 1, -1, 2, -2, ...
std::int32_t accumulator_of(std::int64_t index) {
  return static_cast<std::int32_t>(index % 2 == 1 ? (index + 1) / 2 : -index / 2);
}

class Search {
 public:
  Search(const halflsb_target& target, const RequantizeProblem& problem, std::size_t position)
      : target_(target),
        position_(position),
        others_(problem.accumulators),
        contract_(target, problem.requantization, pow2(31)),
        type_(output_type_of(problem.requantization.output)),
        accumulators_(others_.size()),
        output_(others_.size()) {
    const Requantization& rq = problem.requantization;
    args_.struct_size = sizeof args_;
    args_.count = others_.size();
    args_.accumulator = accumulators_.data();
    args_.output = output_.data();
    args_.output_type = static_cast<std::int32_t>(type_);
    args_.zero_point = static_cast<std::int32_t>(rq.zero_point);
    args_.output_min = static_cast<std::int32_t>(rq.output.lo);
    args_.output_max = static_cast<std::int32_t>(rq.output.hi);
    args_.rescale = rescale_of(rq.of(0));
  }

  Smallest run(std::int32_t limit) {
    // Blocks of calls under one guard. Where the kernel faults, which is another kind of failure, the search goes on
    // behind that accumulator.
    const std::int64_t end = 2 * std::int64_t{limit} + 1;
    for (next_ = 0; next_ < end && !found_; next_ += faulted_ ? 1 : 0) {
      end_ = std::min(end, next_ + 4096);
      int status = 0;
      const auto call = [](const void* search) { return static_cast<Search*>(const_cast<void*>(search))->try_block(); };
      faulted_ = call_guarded(call, this, &status).has_value();
    }
    if (!found_) return {};
    return {accumulator_of(next_), true};
  }

 private:
  // Stops at the first accumulator on which the contract is broken.
  int try_block() {
    for (; next_ < end_; ++next_) {
      accumulators_ = others_;
      accumulators_[position_] = accumulator_of(next_);
      found_ = fails();
      if (found_) return 0;
    }
    return 0;
  }

  bool fails() {
    for (const std::int32_t filling : {0x5A5A5A5A, 0x25252525}) {
      std::fill(output_.begin(), output_.end(), filling);
      if (target_.requantize(&args_) != HALFLSB_OK) return false;
      if (broken()) return true;
      if (!holds_byte(filling & 0xFF)) return false;
    }
    return false;
  }

  // An output that is right may be one that was never written, if it was right before.
  [[nodiscard]] bool holds_byte(std::int64_t byte) const {
    for (std::size_t i = 0; i < others_.size(); ++i) {
      if ((output(i) & 0xFF) == byte) return true;
    }
    return false;
  }

  [[nodiscard]] bool broken() const {
    for (std::size_t i = 0; i < others_.size(); ++i) {
      const std::int32_t accumulator = i == position_ ? accumulator_of(next_) : others_[i];
      if (!contract_.holds(accumulator, output(i))) return true;
    }
    return false;
  }

  [[nodiscard]] std::int64_t output(std::size_t i) const {
    switch (type_) {
      case ElementType::i8: return reinterpret_cast<const std::int8_t*>(output_.data())[i];
      case ElementType::u8: return reinterpret_cast<const std::uint8_t*>(output_.data())[i];
      case ElementType::i16: return reinterpret_cast<const std::int16_t*>(output_.data())[i];
      case ElementType::i32: return output_[i];
    }
    return 0;
  }

  const halflsb_target& target_;
  std::size_t position_;
  std::vector<std::int32_t> others_;
  Contract contract_;
  ElementType type_;
  std::vector<std::int32_t> accumulators_, output_;
  halflsb_requantize_args args_{};
  std::int64_t next_ = 0, end_ = 0;
  bool found_ = false;
  bool faulted_ = false;
};

}  // namespace

Smallest smallest_failing(const halflsb_target& target, const RequantizeProblem& problem, std::size_t position,
                          Reason reason, std::int32_t limit) {
  if (reason != Reason::mismatch && reason != Reason::tolerance) return {std::nullopt, false};
  return Search(target, problem, position).run(limit);
}

}  // namespace halflsb
