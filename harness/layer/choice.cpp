#include "harness/layer/choice.h"

#include <fmt/format.h>

namespace halflsb {
namespace {

constexpr std::size_t kMaxCombinations = 1 << 16;

// The nominal parameters first, then the others.
std::vector<Parameters> nominal_first(const GlowCandidates& candidates) {
  std::vector<Parameters> ordered{candidates.nominal};
  for (const Parameters& p : candidates.all) {
    if (p != candidates.nominal) ordered.push_back(p);
  }
  return ordered;
}

// The candidates for output and bias together.
Result<std::vector<LayerParameters>> all_candidates(const LayerDumps& dumps, const KnownParameters& known) {
  std::array<RealInterval, 4> scales{};
  const Dump* tensors[] = {&dumps.src, &dumps.filter, &dumps.dest, &dumps.bias};
  for (std::size_t i = 0; i < scales.size(); ++i) {
    auto scale = printed_interval(tensors[i]->type.scale_text);
    if (!scale) return scale.error();
    scales[i] = *scale;
  }
  const auto& [src, filter, dest, bias_scale] = scales;
  std::vector<Parameters> outputs;
  if (known.output) {
    outputs = {*known.output};
  } else {
    const auto found = glow_candidates(output_factor(src, filter, dest));
    if (!found) return found.error();
    outputs = nominal_first(*found);
  }
  std::vector<std::optional<Parameters>> biases{known.bias};
  if (!known.bias && dumps.bias.type.type != ElementType::i32) {
    const auto found = glow_candidates(bias_factor(bias_scale, src, filter));
    if (!found) return Error{"bias: " + found.error().message};
    const std::vector<Parameters> ordered = nominal_first(*found);
    biases.assign(ordered.begin(), ordered.end());
  }
  if (outputs.size() * biases.size() > kMaxCombinations) {
    return Error{fmt::format("the printed scales allow {} parameter sets: give some of the parameters",
                             outputs.size() * biases.size())};
  }
  std::vector<LayerParameters> all;
  for (const Parameters& o : outputs) {
    for (const auto& b : biases) all.push_back({o, b});
  }
  return all;
}

}  // namespace

std::optional<LayerParameters> LayerChoice::reproducing() const {
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (reproduces[i]) return candidates[i];
  }
  return std::nullopt;
}

Result<LayerChoice> choose_parameters(const KnownParameters& known, const LayerDumps& dumps, const ConvLayer& layer) {
  const bool bias_known = known.bias || dumps.bias.type.type == ElementType::i32;
  LayerChoice choice;
  choice.derived = !known.output || !bias_known;
  // With everything known the candidates still serve to say what would reproduce dest.
  const auto candidates = all_candidates(dumps, choice.derived ? known : KnownParameters{std::nullopt, known.bias});
  if (candidates) {
    choice.candidates = *candidates;
  } else if (choice.derived) {
    return candidates.error();
  }
  const Reproducer reproducer(layer, dumps.dest.data);
  for (const LayerParameters& p : choice.candidates) choice.reproduces.push_back(reproducer.reproduces(p));
  if (choice.derived) {
    choice.chosen = choice.reproducing().value_or(choice.candidates.front());
  } else {
    choice.chosen = {*known.output, known.bias};
  }
  return choice;
}

}  // namespace halflsb
