// halflsb replay --glow-dump: does the exact reference, and does a target, reproduce a layer that Glow dumped?
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <iostream>

#include "harness/check/call.h"
#include "harness/check/domain.h"
#include "harness/check/elements.h"
#include "harness/check/expect.h"
#include "harness/check/registry.h"
#include "harness/cli/explain.h"
#include "harness/cli/replay.h"
#include "harness/layer/choice.h"
#include "harness/problem/fields.h"
#include "reference/exact/parse_number.h"

namespace halflsb::cli {
namespace {

Result<Dump> read_dump(const char* flag, const std::string& path, const std::string& raw_type) {
  if (path.empty()) return Error{fmt::format("--{} is missing (expected a file)", flag)};
  if (raw_type.empty()) return read_text_dump(path);
  const auto type = parse_raw_type(raw_type);
  if (!type) return Error{fmt::format("--raw-{}: {}", flag, type.error().message)};
  return read_raw_dump(path, *type);
}

Result<LayerDumps> read_dumps(const DumpOptions& options) {
  auto src = read_dump("src", options.src, options.raw_src);
  if (!src) return src.error();
  auto filter = read_dump("filter", options.filter, options.raw_filter);
  if (!filter) return filter.error();
  auto bias = read_dump("bias", options.bias, options.raw_bias);
  if (!bias) return bias.error();
  auto dest = read_dump("dest", options.dest, options.raw_dest);
  if (!dest) return dest.error();
  return LayerDumps{std::move(*src), std::move(*filter), std::move(*bias), std::move(*dest)};
}

// Copies the sizes of a flag into an array; false and an error where they cannot be read.
template <std::size_t N>
std::optional<Error> take_sizes(const char* flag, const std::string& text, std::int64_t least,
                                std::array<std::int64_t, N>& into) {
  if (text.empty()) return std::nullopt;
  const auto sizes = parse_sizes(text, N, ',', least);
  if (!sizes) return Error{fmt::format("--{}: {}", flag, sizes.error().message)};
  std::copy(sizes->begin(), sizes->end(), into.begin());
  return std::nullopt;
}

Result<LayerGeometry> read_geometry(const DumpOptions& options) {
  LayerGeometry geometry;
  std::array<std::int64_t, 2> kernel{};
  std::array<std::int64_t, 1> groups{1};
  for (const auto& error :
       {take_sizes("kernel", options.kernel, 1, kernel), take_sizes("stride", options.stride, 1, geometry.stride),
        take_sizes("pad", options.pad, 0, geometry.pad), take_sizes("dilation", options.dilation, 1, geometry.dilation),
        take_sizes("group", options.group, 1, groups)}) {
    if (error) return *error;
  }
  if (!options.kernel.empty()) geometry.kernel = kernel;
  geometry.groups = groups[0];
  return geometry;
}

// All three, or none.
Result<std::optional<Parameters>> given(const char* prefix, const std::string& pre, const std::string& scale,
                                        const std::string& post) {
  if (pre.empty() && scale.empty() && post.empty()) return std::optional<Parameters>{};
  if (pre.empty() || scale.empty() || post.empty()) {
    return Error{fmt::format("give all of --{0}-pre, --{0}-scale and --{0}-post, or none", prefix)};
  }
  Parameters parameters{"glow", {}};
  const std::string* texts[] = {&pre, &scale, &post};
  for (std::size_t i = 0; i < 3; ++i) {
    const ParameterField& field = find_recipe("glow")->fields[i];
    const auto value = parse_parameter(field, *texts[i]);
    if (!value) return Error{fmt::format("--{}-{}", prefix, value.error().message)};
    parameters.values.emplace(field.name, *value);
  }
  return std::optional(parameters);
}

Result<KnownParameters> known_parameters(const DumpOptions& options) {
  const auto output = given("out", options.out_pre, options.out_scale, options.out_post);
  if (!output) return output.error();
  const auto bias = given("bias", options.bias_pre, options.bias_scale, options.bias_post);
  if (!bias) return bias.error();
  return KnownParameters{*output, *bias};
}

struct Difference {
  std::string by;  // "reference" or a target
  std::size_t count = 0;
  std::int64_t largest = 0;
  std::vector<std::size_t> first;
  std::vector<std::int32_t> output;
  std::string failed;  // why there is no output
};

Difference difference(std::string by, std::vector<std::int32_t> output, const std::vector<std::int32_t>& dest) {
  constexpr std::size_t kShown = 5;
  Difference result;
  result.by = std::move(by);
  for (std::size_t i = 0; i < dest.size(); ++i) {
    const std::int64_t apart = std::abs(std::int64_t{output[i]} - dest[i]);
    if (apart == 0) continue;
    if (result.count++ < kShown) result.first.push_back(i);
    result.largest = std::max(result.largest, apart);
  }
  result.output = std::move(output);
  return result;
}

std::vector<Difference> compare_all(const Problem& problem, const Expected& expected,
                                    const std::vector<RegisteredTarget>& targets,
                                    const std::vector<std::int32_t>& dest) {
  std::vector<Difference> differences{difference("reference", expected.output, dest)};
  Caller caller;
  for (const RegisteredTarget& target : targets) {
    Difference failed;
    failed.by = target.target->name;
    failed.failed = outside_domain(*target.target, problem);
    if (!machine_supports(*target.target)) failed.failed = "this machine lacks the instruction set";
    if (!expected.accumulators_fit) failed.failed = "an accumulator or a bias term does not fit 32 bits";
    if (failed.failed.empty()) {
      caller.prepare(*target.target, problem);
      const CallResult call = caller.run(Placement::against_end, 0x5A);
      if (call.status == CallStatus::ok) {
        differences.push_back(difference(target.target->name,
                                         widened(caller.output(), expected.output.size(), caller.output_type()), dest));
        continue;
      }
      failed.failed = call.detail;
    }
    differences.push_back(std::move(failed));
  }
  return differences;
}

std::string slashed(const Parameters& p) {
  return fmt::format("{}/{}/{}", halflsb::to_text(p.integer("pre")), halflsb::to_text(p.integer("scale")),
                     halflsb::to_text(p.integer("post")));
}

std::string slashed(const LayerParameters& p) {
  return slashed(p.output) + (p.bias ? " with bias " + slashed(*p.bias) : "");
}

Json layer_json(const LayerParameters& p) {
  return {{"output", to_json(p.output)}, {"bias", p.bias ? to_json(*p.bias) : Json()}};
}

void print_choice(const LayerChoice& choice) {
  std::cout << fmt::format("parameters  {} (pre/scale/post){}\n", slashed(choice.chosen),
                           choice.ambiguous() ? ", ambiguous" : (choice.derived ? ", derived" : ""));
  if (!choice.derived) return;
  std::string names;
  std::size_t reproducing = 0;
  constexpr std::size_t kShown = 24;
  for (std::size_t i = 0; i < choice.candidates.size(); ++i) {
    reproducing += choice.reproduces[i] ? 1 : 0;
    if (i < kShown) names += fmt::format("  {}{}", slashed(choice.candidates[i]), choice.reproduces[i] ? "*" : "");
  }
  std::cout << fmt::format("  the printed scales allow {} set{}, {} of them reproduce{} dest (*):{}{}\n",
                           choice.candidates.size(), choice.candidates.size() == 1 ? "" : "s", reproducing,
                           reproducing == 1 ? "s" : "", names, choice.candidates.size() > kShown ? " ..." : "");
}

void print_difference(const Problem& problem, const Difference& d, const std::vector<std::int32_t>& dest) {
  if (!d.failed.empty()) {
    std::cout << fmt::format("{:<34} not run: {}\n", d.by, d.failed);
    return;
  }
  std::cout << fmt::format("{:<34} {} of {} outputs differ from dest", d.by, d.count, dest.size());
  if (d.count > 0) std::cout << fmt::format(", by at most {}", d.largest);
  std::cout << "\n";
  for (const std::size_t i : d.first) {
    std::cout << fmt::format("    ({})  dest {}  got {}\n", fmt::join(position_of(problem, i), ","), dest[i],
                             d.output[i]);
  }
}

Json json_of(const Problem& problem, const Difference& d, const std::vector<std::int32_t>& dest) {
  Json first = Json::array();
  for (const std::size_t i : d.first) {
    first.push_back({{"where", position_of(problem, i)}, {"dest", dest[i]}, {"got", d.output[i]}});
  }
  return {{"by", d.by},
          {"differ", d.failed.empty() ? Json(d.count) : Json()},
          {"max_difference", d.failed.empty() ? Json(d.largest) : Json()},
          {"first", std::move(first)},
          {"not_run", d.failed.empty() ? Json() : Json(d.failed)}};
}

// The chosen parameters beside those that reproduce dest, so that the step that differs can be marked.
void print_explanation(const ConvLayer& layer, const LayerChoice& choice, std::array<std::int64_t, 4> where,
                       std::int32_t dest) {
  std::cout << fmt::format("\noutput ({}): dest {}\n", fmt::join(where, ","), dest);
  const OutputExplanation mine = explain_output(Problem(layer), where);
  const auto reproducing = choice.reproducing();
  if (!reproducing || *reproducing == choice.chosen) {
    std::cout << to_text(mine);
    return;
  }
  const OutputExplanation theirs = explain_output(Problem(with_parameters(layer, *reproducing)), where);
  std::cout << to_text(mine, theirs.rows, "with " + slashed(*reproducing));
}

}  // namespace

int replay_dump(const DumpOptions& options) {
  const auto fail = [](const std::string& message) { return usage_error("replay", message); };
  const auto geometry = read_geometry(options);
  if (!geometry) return fail(geometry.error().message);
  const auto dumps = read_dumps(options);
  if (!dumps) return fail(dumps.error().message);
  auto layer = layer_of(*dumps, *geometry);
  if (!layer) return fail(layer.error().message);
  const auto known = known_parameters(options);
  if (!known) return fail(known.error().message);
  const auto choice = choose_parameters(*known, *dumps, *layer);
  if (!choice) return fail(choice.error().message);
  const Problem problem = with_parameters(*layer, choice->chosen);
  if (auto error = invalid(std::get<ConvLayer>(problem))) return fail(error->message);
  const auto targets = targets_for(problem, options.target);
  if (!targets) return fail(targets.error().message);
  std::array<std::int64_t, 4> where{};
  if (!options.explain.empty()) {
    const auto position = parse_position(problem, options.explain);
    if (!position) return fail("--explain: " + position.error().message);
    where = *position;
  }
  const std::vector<std::int32_t>& dest = dumps->dest.data;
  const std::vector<Difference> differences = compare_all(problem, expect(problem), *targets, dest);
  int exit_code = kHolds;
  for (const Difference& d : differences) {
    if (d.count > 0) exit_code = worst(exit_code, kFinding);
    if (!d.failed.empty() && !options.target.empty()) exit_code = worst(exit_code, kUndecided);
  }
  const ConvLayer& chosen = std::get<ConvLayer>(problem);
  if (options.format == "json") {
    Json results = Json::array();
    for (const Difference& d : differences) results.push_back(json_of(problem, d, dest));
    Json candidates = Json::array();
    for (std::size_t i = 0; i < choice->candidates.size(); ++i) {
      Json candidate = layer_json(choice->candidates[i]);
      candidate["reproduces"] = static_cast<bool>(choice->reproduces[i]);
      candidates.push_back(std::move(candidate));
    }
    Json json{{"command", "replay"},
              {"parameters", layer_json(choice->chosen)},
              {"derived", choice->derived},
              {"ambiguous", choice->ambiguous()},
              {"candidates", std::move(candidates)},
              {"outputs", dest.size()},
              {"results", std::move(results)}};
    if (!options.explain.empty()) json["explanation"] = to_json(explain_output(problem, where));
    print_line(json);
    return exit_code;
  }
  const ConvShape& s = chosen.shape;
  std::cout << fmt::format("layer       {}x{}x{}x{} by {}x{}x{}x{} gives {} outputs\n", s.batch, s.in_height,
                           s.in_width, s.in_channels, s.out_channels, s.kernel_height, s.kernel_width,
                           s.group_channels(), dest.size());
  print_choice(*choice);
  for (const Difference& d : differences) print_difference(problem, d, dest);
  if (!options.explain.empty()) print_explanation(chosen, *choice, where, dest[flat_index(problem, where)]);
  return exit_code;
}

}  // namespace halflsb::cli
