#include "harness/check/call.h"

#include <cstring>

#include "harness/check/domain.h"
#include "harness/check/fault.h"
#include "harness/check/stale_memory.h"

namespace halflsb {
namespace {

// Calls a kernel with a copy of its arguments, so that one that writes to them is seen, and the next call has them as they were.
template <class Args>
class Bound {
 public:
  Bound(int (*kernel)(const Args*), const Args& args) : kernel_(kernel), args_(args) {
    std::memcpy(before_.data(), &args_, sizeof args_);  // padding included
  }
  [[nodiscard]] std::optional<Fault> run(int* status) const {
    const auto call = [](const void* self) {
      const auto& bound = *static_cast<const Bound*>(self);
      return bound.kernel_(&bound.args_);
    };
    return call_guarded(call, this, status);
  }
  [[nodiscard]] bool unchanged() const { return std::memcmp(before_.data(), &args_, sizeof args_) == 0; }

 private:
  int (*kernel_)(const Args*);
  Args args_;
  std::array<std::uint8_t, sizeof(Args)> before_;
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

void Caller::replace_accumulators(const std::vector<std::int32_t>& values) {
  InputArray& array = inputs_[target_->conv2d != nullptr ? kBias : kInput];
  array.own.resize(array.bytes.size());
  std::memcpy(array.own.data(), values.data(), array.own.size());
  array.bytes = array.own;
}

CallResult Caller::run(Placement placement, std::uint8_t pattern) {
  const auto width = static_cast<std::size_t>(info(output_type_).bytes);
  bool placed = output_.place(count_ * width, 0, width, placement, pattern);
  for (InputArray& input : inputs_) placed = placed && (!input.present || input.place(placement, pattern));
  if (!placed) return {CallStatus::unsupported, "not enough memory for the tensors"};
  std::memset(output_.data(), pattern, count_ * width);
  set_pointers();
  const DirtyHeap heap(pattern);
  dirty_stack(pattern, runs_++ % 32 < 2);  // deep on the first problem, and now and then
  return call_and_look();
}

// Runs the kernel and looks at everything it touched.
CallResult Caller::call_and_look() {
  int status = HALFLSB_OK;
  Bound requantize(target_->requantize, requantize_);
  Bound conv2d(target_->conv2d, conv2d_);
  const auto fault = target_->conv2d != nullptr ? conv2d.run(&status) : requantize.run(&status);
  if (fault) {
    bool guarded = output_.guards(fault->address);
    for (const InputArray& input : inputs_) guarded = guarded || (input.present && input.buffer.guards(fault->address));
    if (guarded) return {CallStatus::out_of_bounds, "reads or writes beyond a tensor"};
    if (fault->signal == 0) return {CallStatus::crashed, "throws a C++ exception"};
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
  if (!requantize.unchanged() || !conv2d.unchanged()) {
    result.status = CallStatus::out_of_bounds;
    result.detail = "writes to its arguments";
  }
  return result;
}

}  // namespace halflsb
