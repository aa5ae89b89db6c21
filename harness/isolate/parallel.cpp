#include "harness/isolate/parallel.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <iostream>
#include <map>
#include <vector>

#include "harness/isolate/pipe.h"

namespace halflsb {
namespace {

struct Running {
  pid_t child = -1;
  Pipe pipe;
  std::string result;
};

[[noreturn]] void be_child(const std::function<std::string(std::size_t)>& work, std::size_t index, int write_end,
                           pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);  // it died before the line above
  const bool written = write_all(write_end, work(index) + kComplete);
  _exit(written ? 0 : 1);
}

std::vector<std::size_t> keys_of(const std::map<std::size_t, Running>& running) {
  std::vector<std::size_t> keys;
  for (const auto& [index, job] : running) keys.push_back(index);
  return keys;
}

void finish(Running& job) {
  while (waitpid(job.child, nullptr, 0) < 0 && errno == EINTR) {
  }
  if (!take_complete(job.result)) job.result.clear();
}

}  // namespace

void run_parallel(std::size_t jobs, std::size_t count, const std::function<std::string(std::size_t)>& work,
                  const std::function<void(std::size_t, const std::string&)>& done,
                  const std::function<void(const std::vector<std::size_t>&)>& tick) {
  constexpr int kTick = 500;  // milliseconds
  const pid_t parent = getpid();
  std::map<std::size_t, Running> running;
  std::map<std::size_t, std::string> finished;  // that wait for an earlier one
  std::size_t started = 0;
  std::size_t reported = 0;
  while (reported < count) {
    while (started < count && running.size() < std::max<std::size_t>(jobs, 1)) {
      std::cout.flush();  // what is in the buffer would be written by the child as well
      Running job;
      job.child = job.pipe.open() ? fork() : -1;
      if (job.child == 0) be_child(work, started, job.pipe.write_end, parent);
      job.pipe.close_write();
      if (job.child < 0) {
        finished.emplace(started++, "");
        continue;
      }
      fcntl(job.pipe.read_end, F_SETFL, O_NONBLOCK);
      running.emplace(started++, std::move(job));
    }
    std::vector<pollfd> waited;
    for (const auto& [index, job] : running) waited.push_back({job.pipe.read_end, POLLIN, 0});
    if (!waited.empty()) poll(waited.data(), waited.size(), tick ? kTick : -1);
    if (tick) tick(keys_of(running));
    for (auto job = running.begin(); job != running.end();) {
      if (drain(job->second.pipe.read_end, job->second.result, std::string::npos)) {
        ++job;
        continue;
      }
      finish(job->second);
      finished.emplace(job->first, std::move(job->second.result));
      job = running.erase(job);
    }
    for (auto next = finished.find(reported); next != finished.end(); next = finished.find(reported)) {
      done(reported++, next->second);
      finished.erase(next);
    }
  }
}

}  // namespace halflsb
