// Runs a fuzz target once on each file given, and on each file below the folders given: a corpus as a regression test,
// with any compiler and without libFuzzer. A failing input ends the program with a line that names it.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

// Nothing is mutated here, but the targets' mutators are part of what is linked.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t*, std::size_t size, std::size_t) { return size; }

namespace {

namespace fs = std::filesystem;

const char* current_input = "";

// Only what is safe in a signal handler. The second signal, raised under the default action, ends us with the first
// one's status.
void name_the_input(int signal) {
  for (const char* part : {"replay: fails on ", current_input, "\n"}) {
    if (write(STDERR_FILENO, part, std::strlen(part)) < 0) break;
  }
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

int refuse(const std::string& line) {
  static_cast<void>(std::fprintf(stderr, "replay: %s\n", line.c_str()));
  return 2;
}

// In the order of their names; what does not exist is left in the list, so that reading it fails.
std::vector<std::string> files_of(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return {path};
  std::vector<std::string> files;
  for (fs::recursive_directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
    if (at->is_regular_file(error)) files.push_back(at->path().string());
  }
  if (error) files.push_back(path);
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return refuse("expected files or folders of inputs");
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE}) std::signal(signal, name_the_input);
  std::size_t count = 0;
  for (int i = 1; i < argc; ++i) {
    for (const std::string& path : files_of(argv[i])) {
      std::error_code error;
      std::ifstream file(path, std::ios::binary);
      const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
      if (!fs::is_regular_file(path, error) || !file) return refuse("cannot read '" + path + "'");
      current_input = path.c_str();
      LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
      ++count;
    }
  }
  std::printf("%zu inputs\n", count);
}
