#include "harness/cli/sweep_progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

namespace halflsb::cli {
namespace {

constexpr double kLiveEvery = 0.2, kPlainEvery = 5;

double seconds_between(std::chrono::steady_clock::time_point from, std::chrono::steady_clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

}  // namespace

SweepProgress::SweepProgress(const Integer& of) : of_(of), start_(Clock::now()), shown_(start_) {}

double SweepProgress::seconds() const { return seconds_between(start_, Clock::now()); }

void SweepProgress::show(const Integer& done) {
  static const bool terminal = isatty(STDERR_FILENO) != 0;
  const auto now = Clock::now();
  if (!started_) {
    started_ = true;
    at_start_ = done;
    first_ = now;
    return;
  }
  if (seconds_between(shown_, now) < (terminal ? kLiveEvery : kPlainEvery)) return;
  shown_ = now;
  const double rate = to_decimal(Rational(Integer(done - at_start_))) / seconds_between(first_, now);
  const double left = rate > 0 ? to_decimal(Rational(Integer(of_ - done))) / rate : 0;
  std::cerr << fmt::format("{}{:5.1f} %  {:.3g} G acc/s  {:.0f} s left{}", terminal ? "\r\033[K" : "",
                           100 * to_decimal(Rational(done, of_)), rate / 1e9, left, terminal ? "" : "\n")
            << std::flush;
  live_ = terminal;
}

void SweepProgress::finish() {
  if (live_) std::cerr << "\r\033[K" << std::flush;
}

}  // namespace halflsb::cli
