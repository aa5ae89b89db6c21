// call_guarded() replaces the handlers of the deadly signals for good, libFuzzer's among them; a fault outside a kernel
// would then leave no artifact. Here each has its own while its work runs: ours around a kernel, the earlier ones
// everywhere else.
#pragma once

#include <array>
#include <csignal>

namespace halflsb {

class KernelSignals {
 public:
  // Takes the handlers in force as the earlier ones.
  KernelSignals();

  class Scope {
   public:
    explicit Scope(const KernelSignals& signals) : signals_(signals) { install(signals_.kernel_); }
    ~Scope() { install(signals_.outside_); }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    const KernelSignals& signals_;
  };
  // In force until the result goes out of scope.
  [[nodiscard]] Scope guard() const { return Scope(*this); }

 private:
  using Actions = std::array<struct sigaction, 5>;
  static Actions in_force();
  static void install(const Actions& actions);

  Actions outside_, kernel_;
};

}  // namespace halflsb
