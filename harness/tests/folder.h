// A fresh folder for a test's files, removed at its end.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace halflsb {

class Folder {
 public:
  Folder() {
    const std::string pattern(6, 'X');  // mkdtemp() replaces it
    std::string name = (std::filesystem::temp_directory_path() / ("halflsb_test_" + pattern)).string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  [[nodiscard]] std::string string() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace halflsb
