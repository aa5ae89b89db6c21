#include "harness/cli/fuzz_progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "harness/campaign/status.h"
#include "harness/cli/terminal.h"

namespace halflsb::cli {
namespace {

constexpr double kPlainEvery = 30;  // seconds

std::string worst_text(double worst, const std::optional<double>& proved) {
  if (worst < 0) return "";
  return fmt::format("  worst error {:.4f}{}", worst, proved ? fmt::format(" of {:.4f} proved", *proved) : "");
}

}  // namespace

FuzzProgress::FuzzProgress(std::string directory, const std::vector<RegisteredTarget>& targets, double seconds_each,
                           std::optional<double> proved)
    : directory_(std::move(directory)),
      targets_(targets),
      seconds_each_(seconds_each),
      proved_(proved),
      begun_(targets.size()) {}

std::string FuzzProgress::line(std::size_t target) {
  const std::string name = targets_[target].target->name;
  const double spent = std::chrono::duration<double>(Clock::now() - begun_[target]).count();
  const std::string left = fmt::format("{:.0f} s left", std::max(0.0, seconds_each_ - spent));
  const auto status = load_status(directory_, name);
  if (!status || status->history.empty()) return fmt::format("{:<44} {}", name, left);
  const StatusSample& now = status->history.back();
  const double rate = status->seconds > 0 ? static_cast<double>(now.executions) / status->seconds : 0;
  return fmt::format("{:<44} {:>7.0f}/s  corpus {:>5}  {} found{}  {}", name, rate, now.corpus, status->findings.size(),
                     worst_text(now.worst, proved_), left);
}

void FuzzProgress::show(const std::vector<std::size_t>& running) {
  for (const std::size_t target : running) {
    if (begun_[target] == Clock::time_point()) begun_[target] = Clock::now();
  }
  const std::chrono::duration<double> since = Clock::now() - shown_;
  if (!on_terminal() && since.count() < kPlainEvery) return;
  shown_ = Clock::now();
  clear();
  for (const std::size_t target : running) std::cerr << line(target) << "\n";
  std::cerr << std::flush;
  if (on_terminal()) lines_ = running.size();
}

void FuzzProgress::clear() {
  for (; lines_ > 0; --lines_) std::cerr << "\033[A\r\033[K";
  std::cerr << std::flush;
}

}  // namespace halflsb::cli
