// What write_file() leaves where it may not, or need not, put a file.
#include "harness/finding/write_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "harness/isolate/scratch_folder.h"

namespace halflsb {
namespace {

namespace fs = std::filesystem;

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::ptrdiff_t entries(const std::string& path) {
  return std::distance(fs::directory_iterator(path), fs::directory_iterator());
}

TEST(WriteFile, ReplacesAFileAndLeavesNothingElse) {
  const ScratchFolder folder;
  const std::string path = folder / "a";
  for (const std::string text : {"first", "second\n"}) {
    EXPECT_FALSE(write_file(path, text));
    EXPECT_EQ(content(path), text);
  }
  EXPECT_EQ(entries(folder / ""), 1);
}

TEST(WriteFile, WritesBehindALink) {
  const ScratchFolder folder;
  ASSERT_FALSE(write_file(folder / "file", "old"));
  fs::create_symlink("file", folder / "link");
  EXPECT_FALSE(write_file(folder / "link", "new"));
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(content(folder / "file"), "new");
}

TEST(WriteFile, ReplacesNoDevice) {
  const ScratchFolder folder;
  fs::create_symlink("/dev/null", folder / "null");
  EXPECT_FALSE(write_file(folder / "null", "gone"));
  EXPECT_TRUE(fs::is_character_file(folder / "null"));
}

TEST(WriteFile, SaysWhatStoodInTheWay) {
  const ScratchFolder folder;
  fs::create_directory(folder / "d");
  for (const std::string name : {"d", "none/x"}) {
    const auto error = write_file(folder / name, "text");
    ASSERT_TRUE(error);
    EXPECT_EQ(error->message.rfind((folder / name) + ": cannot be written: ", 0), 0U) << error->message;
  }
  EXPECT_EQ(entries(folder / ""), 1);
}

}  // namespace
}  // namespace halflsb
