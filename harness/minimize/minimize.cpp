#include "harness/minimize/minimize.h"

#include <algorithm>
#include <vector>

#include "harness/minimize/simpler.h"

namespace halflsb {
namespace {

class Minimizer {
 public:
  Minimizer(const Problem& failing, const Mismatch& mismatch, const Oracle& oracle, const MinimizeLimits& limits)
      : result_{failing, mismatch}, oracle_(oracle), limits_(limits), lists_(simpler_lists(failing)) {
    tried_.resize(lists_.size());
  }

  Minimized run() {
    for (std::uint64_t before = 0; before != version_;) {
      before = version_;
      for (const Concern concern : {Concern::shape, Concern::parameters, Concern::data}) settle(concern);
    }
    return std::move(result_);
  }

 private:
  // Until no list of this concern has a candidate that fails.
  void settle(Concern concern) {
    for (std::uint64_t before = 0; before != version_;) {
      before = version_;
      for (std::size_t i = 0; i < lists_.size(); ++i) {
        if (lists_[i].concern == concern && tried_[i] != version_) follow(i);
      }
    }
  }

  // Goes through one list. After a success it goes on at the same place of the new problem's list, as what came before
  // has just been tried on a problem that differs little; or rather one place before it, where a number takes twice the
  // step: else one that fails nearly everywhere could come down in small steps of one size.
  void follow(std::size_t index) {
    for (std::size_t from = 0; result_.complete;) {
      Problem next;
      bool found = false;
      Candidates candidates(from, [&](Problem&& candidate) {
        found = fails(candidate);
        if (found) next = std::move(candidate);
        return found || !result_.complete;
      });
      lists_[index].offer(result_.problem, candidates);
      if (!found) {
        if (from == 0) tried_[index] = version_;
        from = 0;
        if (tried_[index] == version_ || !result_.complete) return;
        continue;
      }
      result_.problem = std::move(next);
      ++version_;
      from = candidates.position() - std::min<std::size_t>(candidates.position(), 1);
    }
  }

  bool fails(const Problem& candidate) {
    const Reason wanted = result_.mismatch.reason;
    // What fails only sometimes may pass once and be no simpler for that.
    const int attempts = wanted == Reason::nondeterministic ? 3 : 1;
    for (int i = 0; i < attempts; ++i) {
      const bool spent = result_.checks >= limits_.max_checks;
      if (spent || (wanted == Reason::timeout && timeouts_ >= limits_.max_timeouts)) {
        result_.complete = false;
        return false;
      }
      ++result_.checks;
      Outcome outcome = oracle_(candidate);
      if (!outcome.mismatch) continue;
      if (outcome.mismatch->reason == Reason::timeout) ++timeouts_;
      if (outcome.mismatch->reason != wanted) continue;
      result_.mismatch = std::move(*outcome.mismatch);
      return true;
    }
    return false;
  }

  Minimized result_;
  const Oracle& oracle_;
  MinimizeLimits limits_;
  const std::vector<SimplerList>& lists_;
  std::uint64_t version_ = 1;         // one more with each success
  std::vector<std::uint64_t> tried_;  // the version on which all of a list passed
  std::uint64_t timeouts_ = 0;
};

}  // namespace

Minimized minimize(const Problem& failing, const Mismatch& mismatch, const Oracle& oracle,
                   const MinimizeLimits& limits) {
  return Minimizer(failing, mismatch, oracle, limits).run();
}

}  // namespace halflsb
