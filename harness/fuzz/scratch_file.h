// Bytes behind a path, for readers that open files. It lives in memory and ends with this object.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <string>

#include "harness/fuzz/require.h"

namespace halflsb {

class ScratchFile {
 public:
  explicit ScratchFile(const std::string& bytes) : descriptor_(memfd_create("input", MFD_CLOEXEC)) {
    require(descriptor_ >= 0, "no file in memory can be made", "memfd_create");
    for (std::size_t done = 0; done < bytes.size();) {
      const ssize_t put = write(descriptor_, bytes.data() + done, bytes.size() - done);
      require(put > 0, "the file in memory cannot be written", "write");
      done += static_cast<std::size_t>(put);
    }
  }
  ~ScratchFile() { close(descriptor_); }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;

  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

}  // namespace halflsb
