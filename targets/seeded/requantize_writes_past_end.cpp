// Outputs are stored as whole vectors of 8, the last one past the end; the surplus lanes hold the zero point.
// Story: an output buffer that its own allocator pads to the vector width, and a caller that does not.
// Smallest trigger: count=1: outputs 1 to 7 are written.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct WritesPastEnd : RequantizeKernel<WritesPastEnd, Glow> {
  using RequantizeKernel::RequantizeKernel;

  void run() const {
    for (int64_t i = 0; i < count(); i += 8) {
      for (int64_t lane = 0; lane < 8; ++lane) store(output(i + lane < count() ? load(i + lane) : 0), i + lane);
    }
  }
};

}  // namespace

constinit const halflsb_target kRequantizeWritesPastEnd = requantize_glow(
    "seeded_requantize_writes_past_end", "writes up to seven outputs past the end", run_requantize<WritesPastEnd>);

}  // namespace halflsb::seeded
