// A fresh folder for files that nobody needs afterwards, removed at its end.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace halflsb {

class ScratchFolder {
 public:
  ScratchFolder() {
    std::error_code error;
    const std::string pattern(6, 'X');  // mkdtemp() replaces it
    std::string name = (std::filesystem::temp_directory_path(error) / ("halflsb_" + pattern)).string();
    if (!error && mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    if (made()) std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] bool made() const { return !path_.empty(); }  // false: there is no room for temporary files
  [[nodiscard]] std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  [[nodiscard]] std::string string() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace halflsb
