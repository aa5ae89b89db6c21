// What other projects expect of convolutions, requantizations and recipes, bit for bit. The vectors are not part of the
// project: HALFLSB_DATA names the folder that holds them.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "harness/vectors/run_vectors.h"

namespace halflsb {
namespace {

namespace fs = std::filesystem;

class PublishedVectors : public testing::TestWithParam<const char*> {};

TEST_P(PublishedVectors, AreExact) {
  const char* data = std::getenv("HALFLSB_DATA");
  if (data == nullptr || *data == '\0')
    GTEST_SKIP() << "HALFLSB_DATA is not set: the vectors are not part of the project";
  const fs::path folder = fs::path(data) / GetParam();
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is absent";
  VectorRunner runner;
  runner.run_folder(folder.string());
  const VectorTally& tally = runner.tally();
  std::cout << tally.summary(GetParam());
  for (const std::string& failure : tally.failures) ADD_FAILURE() << failure;
  if (HasFailure()) return;
  if (tally.files == 0) GTEST_SKIP() << folder << " holds no .json file";
  if (tally.cases == 0) GTEST_SKIP() << folder << " holds no case of a kind that is checked";
}

INSTANTIATE_TEST_SUITE_P(Folders, PublishedVectors, testing::Values("cmsis_nn", "tflm_kernels", "glow", "requant"),
                         [](const auto& folder) { return std::string(folder.param); });

}  // namespace
}  // namespace halflsb
