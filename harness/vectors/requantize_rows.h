// Gathers rows of a requantization table into one problem per set of parameters.
#pragma once

#include <algorithm>
#include <string>

#include "harness/vectors/vector_file.h"

namespace halflsb {

class RequantizeRows {
 public:
  RequantizeRows(std::string name, VectorFile& file)
      : name_(std::move(name)), all_(file.requantizations), begin_(all_.size()) {}

  // x and want are int32.
  void add(const Parameters& parameters, std::int64_t zero_point, OutputRange range, std::int64_t x,
           std::int64_t want) {
    // Equal parameters mostly follow each other; two problems of the same ones do no harm.
    const std::size_t first = std::max(begin_, all_.size() - std::min(all_.size(), kLookBack));
    const auto at =
        std::find_if(all_.begin() + static_cast<std::ptrdiff_t>(first), all_.end(), [&](const auto& vector) {
          const Requantization& rq = vector.requantization;
          return rq.zero_point == zero_point && rq.output == range && rq.parameters.front() == parameters;
        });
    RequantizeVector& vector = at == all_.end() ? begin(parameters, zero_point, range) : *at;
    vector.accumulators.push_back(static_cast<std::int32_t>(x));
    vector.expected.push_back(static_cast<std::int32_t>(want));
  }

 private:
  static constexpr std::size_t kLookBack = 8;

  RequantizeVector& begin(const Parameters& parameters, std::int64_t zero_point, OutputRange range) {
    RequantizeVector vector;
    vector.name = name_;
    vector.requantization.parameters = {parameters};
    vector.requantization.zero_point = zero_point;
    vector.requantization.output = range;
    return all_.emplace_back(std::move(vector));
  }

  std::string name_;
  std::vector<RequantizeVector>& all_;
  std::size_t begin_;
};

[[nodiscard]] inline bool is_between(std::int64_t value, std::int64_t lo, std::int64_t hi) {
  return value >= lo && value <= hi;
}
[[nodiscard]] inline bool is_int32(std::int64_t value) { return is_between(value, INT32_MIN, INT32_MAX); }
inline constexpr OutputRange kInt32Range{INT32_MIN, INT32_MAX};

}  // namespace halflsb
