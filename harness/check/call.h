// Calls a target on a problem through the ABI, once, in guarded memory.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "harness/check/arena.h"
#include "harness/problem/problem.h"
#include "targets/abi/target.h"

namespace halflsb {

enum class CallStatus { ok, unsupported, failed, crashed, out_of_bounds };

struct CallResult {
  CallStatus status = CallStatus::ok;
  std::vector<std::int32_t> output;  // where ok or out_of_bounds by a stray write
  std::string detail;                // for people, where not ok
};

// Keeps its buffers from call to call. One per thread.
class Caller {
 public:
  // `pattern` fills the output and all memory around the tensors beforehand.
  [[nodiscard]] CallResult call(const halflsb_target& target, const Problem& problem, Placement placement,
                                std::uint8_t pattern);

 private:
  GuardedBuffer input_, filter_, bias_, output_;
};

}  // namespace halflsb
