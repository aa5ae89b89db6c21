// Work in processes of its own: what comes back when it returns, dies, hangs, exits or prints, and several at once.
#include "harness/isolate/isolate.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <new>
#include <thread>

#include "harness/check/sanitized.h"
#include "harness/isolate/bounded.h"
#include "harness/isolate/parallel.h"

namespace halflsb {
namespace {

constexpr TimeLimit kShort{0.3};

TEST(Isolate, ReturnsTheResult) {
  const Ending ending = run_isolated([](Heartbeat&) { return std::string(3 << 20, 'x') + "\nend"; }, kShort);
  EXPECT_EQ(ending.how, Ending::How::returned);
  EXPECT_EQ(ending.result, std::string(3 << 20, 'x') + "\nend");
}

TEST(Isolate, ReportsADeathAndWhatItWasAt) {
  const Ending ending = run_isolated(
      [](Heartbeat& heartbeat) -> std::string {
        heartbeat.keep("best so far");
        heartbeat.beat(41);
        heartbeat.beat(42, "the last step");
        std::signal(SIGABRT, SIG_DFL);
        std::abort();
      },
      kShort);
  EXPECT_EQ(ending.how, Ending::How::died);
  EXPECT_EQ(ending.mark, 42U);
  EXPECT_EQ(ending.text, "the last step");
  EXPECT_EQ(ending.kept, "best so far");
  EXPECT_EQ(ending.detail, "dies of signal 6");
}

TEST(Isolate, ATextThatIsTooLongIsDropped) {
  const Ending ending = run_isolated(
      [](Heartbeat& heartbeat) -> std::string {
        heartbeat.beat(1, std::string(Heartbeat::kMaxText + 1, 'x'));
        return "";
      },
      kShort);
  EXPECT_EQ(ending.text, "");
}

TEST(Isolate, AnExitIsNotAResult) {
  const Ending ending = run_isolated([](Heartbeat&) -> std::string { _exit(0); }, kShort);
  EXPECT_EQ(ending.how, Ending::How::died);
  EXPECT_EQ(ending.detail, "exits with status 0");
}

TEST(Isolate, QuotesTheSanitizer) {
  const Ending ending = run_isolated(
      [](Heartbeat&) -> std::string {
        const char text[] = "noise\nkernel.cpp:7: runtime error: shift exponent -1 is negative\nmore\n";
        if (write(STDERR_FILENO, text, sizeof text - 1) < 0) _exit(2);
        _exit(1);
      },
      kShort);
  EXPECT_EQ(ending.detail, "exits with status 1: runtime error: shift exponent -1 is negative");
}

TEST(Isolate, EndsWhatNeverReturns) {
  volatile bool forever = true;
  const Ending busy = run_isolated(
      [&](Heartbeat& heartbeat) {
        heartbeat.beat(7);
        while (forever) {
        }
        return std::string();
      },
      kShort);
  EXPECT_EQ(busy.how, Ending::How::stalled);
  EXPECT_EQ(busy.mark, 7U);
  const Ending asleep = run_isolated(
      [&](Heartbeat&) {
        while (forever) pause();
        return std::string();
      },
      TimeLimit{0.05});
  EXPECT_EQ(asleep.how, Ending::How::stalled);
}

TEST(Isolate, SleepCountsLikeWork) {
  const auto start = std::chrono::steady_clock::now();
  const Ending ending = run_isolated(
      [](Heartbeat&) -> std::string {
        while (true) usleep(1000);
      },
      kShort);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  EXPECT_EQ(ending.how, Ending::How::stalled);
  EXPECT_LT(seconds.count(), kShort.cpu_seconds * TimeLimit::kWallFactor / 2);
}

TEST(Isolate, NoSignalStopsTheEnd) {
  const Ending ending = run_isolated(
      [](Heartbeat&) -> std::string {
        sigset_t all;
        sigfillset(&all);
        sigprocmask(SIG_BLOCK, &all, nullptr);
        raise(SIGSTOP);
        return "";
      },
      TimeLimit{0.1});
  EXPECT_EQ(ending.how, Ending::How::stalled);
}

TEST(Isolate, ClosedDescriptorsLoseNothing) {
  const Ending ending = run_isolated(
      [](Heartbeat& heartbeat) {
        for (int descriptor = 0; descriptor < 1024; ++descriptor) close(descriptor);
        heartbeat.beat(3);
        return std::string("done");
      },
      kShort);
  EXPECT_EQ(ending.how, Ending::How::returned);
  EXPECT_EQ(ending.result, "done");
}

TEST(Isolate, StartsThreadsButNoProcess) {
  const Ending ending = run_isolated(
      [](Heartbeat&) {
        const pid_t child = fork();
        if (child == 0) _exit(0);
        std::string result = child < 0 ? "no process" : "a process";
        std::thread([&result] { result += ", a thread"; }).join();
        return result;
      },
      kShort);
  EXPECT_EQ(ending.result, "no process, a thread");
}

TEST(Isolate, KeepsSignalsInside) {
  const Ending ending = run_isolated(
      [](Heartbeat&) -> std::string {
        kill(getppid(), SIGTERM);
        return "";
      },
      kShort);
  EXPECT_EQ(ending.how, Ending::How::died);
  EXPECT_EQ(ending.detail, "dies of signal 31: it may not signal other processes");
}

TEST(Isolate, MemoryIsBounded) {
  if (kSanitized) GTEST_SKIP() << "AddressSanitizer maps more than any bound";
  const Ending ending = run_isolated(
      [](Heartbeat&) -> std::string {
        constexpr std::size_t kPiece = 64 << 20;
        for (std::size_t had = 0; had <= kMostMemory; had += kPiece) {
          volatile char* piece = new char[kPiece];
          piece[0] = 1;  // an allocation that nobody uses may be left out
        }
        return "all of it";
      },
      kShort);
  EXPECT_EQ(ending.how, Ending::How::died);
  EXPECT_EQ(ending.detail, "exits with status 1: *** out of memory");
}

TEST(Isolate, ABeatStartsTheClockAnew) {
  const Ending ending = run_isolated(
      [](Heartbeat& heartbeat) {
        for (std::uint64_t i = 0; i < 10; ++i) {
          heartbeat.beat(i);
          usleep(100'000);
        }
        heartbeat.extend(20);
        usleep(1'000'000);
        return std::string("done");
      },
      kShort);
  EXPECT_EQ(ending.how, Ending::How::returned);
}

TEST(Parallel, ReportsInOrderWhateverEndsFirst) {
  for (const std::size_t jobs : {1U, 3U, 100U}) {
    std::vector<std::string> results;
    run_parallel(
        jobs, 9,
        [](std::size_t i) {
          usleep(static_cast<useconds_t>((9 - i) * 2000));
          if (i == 4) _exit(3);
          return std::to_string(i);
        },
        [&](std::size_t i, const std::string& result) {
          EXPECT_EQ(i, results.size());
          results.push_back(result);
        });
    EXPECT_EQ(results, (std::vector<std::string>{"0", "1", "2", "3", "", "5", "6", "7", "8"}));
  }
}

}  // namespace
}  // namespace halflsb
