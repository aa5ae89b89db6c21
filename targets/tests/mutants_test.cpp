// The mutated kernels: with nothing switched on they are their originals, and a switch does what its entry says.
#include <fstream>
#include <map>
#include <set>

#include "targets/mutants/registry.h"
#include "targets/portable/registry.h"
#include "targets/tests/has_avx2.h"
#include "targets/tests/random_conv2d.h"
#include "targets/tests/seeded_run.h"

namespace halflsb::mutants {
namespace {

using seeded::Values;

std::vector<Mutant> all_mutants() {
  size_t count = 0;
  const Mutant* const first = mutants(&count);
  return {first, first + count};
}

std::map<std::string, const halflsb_target*> named(const halflsb_target* const* (*registry)(size_t*)) {
  std::map<std::string, const halflsb_target*> targets;
  size_t count = 0;
  const halflsb_target* const* list = registry(&count);
  for (size_t i = 0; i < count; ++i) targets[list[i]->name] = list[i];
  return targets;
}

int id_of(const std::string& file, const std::string& before, const std::string& after) {
  for (const Mutant& m : all_mutants()) {
    if (m.file == file && m.before == before && m.after == after) return m.id;
  }
  ADD_FAILURE() << "no mutant " << file << ": " << before << " -> " << after;
  return 0;
}

std::string source_line(const std::string& path, int number) {
  std::ifstream file(path);
  std::string line;
  for (int i = 0; i < number; ++i) std::getline(file, line);
  return line;
}

// Tests run in the repo root.
TEST(Mutants, AreListedWithTheLinesTheyChange) {
  int id = 0;
  std::set<std::string> files;
  for (const Mutant& m : all_mutants()) {
    EXPECT_EQ(m.id, ++id);
    EXPECT_STRNE(m.before, m.after);
    EXPECT_NE(source_line(m.file, m.line).find(m.before), std::string::npos) << m.file << ":" << m.line;
    files.insert(m.file);
  }
  EXPECT_GE(id, 900);
  EXPECT_TRUE(files.contains("targets/portable/conv2d_scalar.cpp"));
  EXPECT_TRUE(files.contains("targets/seeded/base/conv2d.h"));
}

TEST(Mutants, KeepTheContractsOfTheirOriginals) {
  const auto mutated = named(mutated_targets);
  EXPECT_EQ(mutated.size(), named(portable::portable_targets).size() + 9);
  for (const auto& [name, original] : named(portable::portable_targets)) {
    ASSERT_TRUE(mutated.contains("mutated." + name));
    const halflsb_target& copy = *mutated.at("mutated." + name);
    EXPECT_STREQ(copy.kind, original->kind);
    EXPECT_STREQ(copy.scheme, original->scheme);
    EXPECT_EQ(copy.isa, original->isa);
    EXPECT_EQ(copy.domain.per_channel, original->domain.per_channel);
  }
}

void expect_same_convolution(const halflsb_target& copy, const halflsb_target& original, uint32_t seed) {
  const bool leaky = (original.domain.activations & 1u << HALFLSB_ACTIVATION_LEAKY_RELU) != 0;
  portable::RandomConv2d random(seed);
  for (int problem = 0; problem < 200; ++problem) {
    portable::Conv2dCase c = random.next(leaky, original.domain.per_channel != 0);
    ASSERT_EQ(c.run(copy.conv2d), c.run(original.conv2d)) << copy.name << ", problem " << problem;
  }
}

void expect_same_requantization(const halflsb_target& copy, const halflsb_target& original) {
  for (int32_t bits = 0; bits < 31; ++bits) {
    const halflsb_rescale r{bits / 2, bits, 1 << 30 >> bits, 1583594044 - bits, 7 - bits, 0};
    seeded::expect_equal(copy.requantize, original.requantize, r);
  }
}

void expect_original(const std::string& copy, const std::string& original, uint32_t seed) {
  const halflsb_target& is = *named(mutated_targets).at("mutated." + copy);
  const halflsb_target& should_be = *named(portable::portable_targets).at(original);
  if (should_be.isa == HALFLSB_ISA_AVX2 && !portable::has_avx2()) return;
  if (is.conv2d != nullptr) {
    expect_same_convolution(is, should_be, seed);
  } else {
    expect_same_requantization(is, should_be);
  }
}

TEST(Mutants, WithNoneOnEachKernelIsItsOriginal) {
  uint32_t seed = 31;
  for (const auto& [name, target] : named(portable::portable_targets)) expect_original(name, name, seed++);
  expect_original("base_requantize_glow", "requantize_glow_scalar", 0);
  expect_original("base_requantize_tflite_double", "requantize_tflite_double_scalar", 0);
  expect_original("base_requantize_tflite_single", "requantize_tflite_single_scalar", 0);
  expect_original("base_conv2d_glow", "conv2d_glow_scalar", seed++);
  expect_original("base_conv2d_glow_per_channel", "conv2d_glow_per_channel", seed++);
  expect_original("base_conv2d_tflite", "conv2d_tflite", seed++);
}

TEST(Mutants, ASwitchChangesWhatItsEntrySays) {
  const auto targets = named(mutated_targets);
  const auto output = [&](const char* name) {
    return seeded::run(targets.at(name)->requantize, {3, -3}, seeded::glow(0, 1, 2), seeded::kI32).output;
  };
  EXPECT_EQ(output("mutated.requantize_glow_scalar"), (Values{1, -1}));
  const int id = id_of("targets/portable/rescale.h", "return (int64_t{n >> r.pre} * r.scale + rounding) >> r.post;",
                       "return (int64_t{n >> r.pre} * r.scale - rounding) >> r.post;");
  forget_reached();
  EXPECT_FALSE(mutant_reached(id));
  switch_mutant(id);
  EXPECT_EQ(output("mutated.requantize_glow_scalar"), (Values{0, -2}));
  EXPECT_TRUE(mutant_reached(id));
  EXPECT_EQ(output("mutated.base_requantize_glow"), (Values{1, -1}));
  switch_mutant(0);
  EXPECT_EQ(output("mutated.requantize_glow_scalar"), (Values{1, -1}));
}

TEST(Mutants, WhatHasNoSwitchIsListedWithAReason) {
  size_t count = 0;
  const LeftOut* const places = left_out(&count);
  EXPECT_GT(count, 0u);
  for (size_t i = 0; i < count; ++i) {
    EXPECT_STRNE(places[i].reason, "");
    EXPECT_NE(source_line(places[i].file, places[i].line).find(places[i].text), std::string::npos) << places[i].text;
  }
}

}  // namespace
}  // namespace halflsb::mutants
