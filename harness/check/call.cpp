#include "harness/check/call.h"

#include <cstring>

#include "harness/check/domain.h"
#include "harness/check/fault.h"
#include "harness/check/stale_memory.h"

namespace halflsb {
namespace {

template <class Args>
struct Bound {  // what a KernelCall receives
  int (*kernel)(const Args*);
  const Args* args;
  static int call(const void* bound) {
    const auto& self = *static_cast<const Bound*>(bound);
    return self.kernel(self.args);
  }
};

}  // namespace

void InputArray::set(std::span<const std::uint8_t> value, std::size_t align, std::size_t read_past) {
  bytes = value;
  alignment = align;
  slack = read_past;
  present = true;
}

bool InputArray::place(Placement placement, std::uint8_t pattern) {
  if (!buffer.place(bytes.size(), slack, alignment, placement, pattern)) return false;
  if (!bytes.empty()) std::memcpy(buffer.data(), bytes.data(), bytes.size());
  return true;
}

bool InputArray::unchanged() const {
  return buffer.intact() && (bytes.empty() || std::memcmp(buffer.data(), bytes.data(), bytes.size()) == 0);
}

CallResult Caller::run(Placement placement, std::uint8_t pattern) {
  const auto width = static_cast<std::size_t>(info(output_type_).bytes);
  bool placed = output_.place(count_ * width, 0, width, placement, pattern);
  for (InputArray& input : inputs_) placed = placed && (!input.present || input.place(placement, pattern));
  if (!placed) return {CallStatus::unsupported, "not enough memory for the tensors"};
  std::memset(output_.data(), pattern, count_ * width);
  set_pointers();
  const DirtyHeap heap(pattern);
  dirty_stack(pattern);
  return call_and_look();
}

// Runs the kernel and looks at everything it touched.
CallResult Caller::call_and_look() {
  int status = HALFLSB_OK;
  const Bound<halflsb_requantize_args> requantize{target_->requantize, &requantize_};
  const Bound<halflsb_conv2d_args> conv2d{target_->conv2d, &conv2d_};
  const auto fault = target_->conv2d != nullptr ? call_guarded(conv2d.call, &conv2d, &status)
                                                : call_guarded(requantize.call, &requantize, &status);
  if (fault) {
    bool guarded = output_.guards(fault->address);
    for (const InputArray& input : inputs_) guarded = guarded || (input.present && input.buffer.guards(fault->address));
    if (guarded) return {CallStatus::out_of_bounds, "reads or writes beyond a tensor"};
    return {CallStatus::crashed, "dies of signal " + std::to_string(fault->signal)};
  }
  if (status == HALFLSB_UNSUPPORTED) return {CallStatus::unsupported, "the kernel answers UNSUPPORTED"};
  if (status != HALFLSB_OK) return {CallStatus::failed, "the kernel answers " + std::to_string(status)};
  CallResult result;
  if (!output_.intact()) {
    result.status = CallStatus::out_of_bounds;
    result.detail = "writes beyond the output";
  }
  for (const InputArray& input : inputs_) {
    if (!input.present || input.unchanged()) continue;
    result.status = CallStatus::out_of_bounds;
    result.detail = "writes to an input, or beyond it";
  }
  return result;
}

}  // namespace halflsb
