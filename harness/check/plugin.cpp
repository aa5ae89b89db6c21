#include "harness/check/plugin.h"

#include <dlfcn.h>

#include <algorithm>
#include <deque>
#include <string_view>

#include "harness/check/domain.h"
#include "harness/check/quiet.h"
#include "harness/isolate/isolate.h"
#include "harness/problem/shift_limits.h"
#include "reference/exact/parse_number.h"
#include "reference/scheme/recipe.h"

namespace halflsb {
namespace {

constexpr std::int64_t kMaxSize = 1 << 20;  // of a dimension: beyond any problem that is drawn
constexpr std::uint32_t kByteTypes = 1U << HALFLSB_I8 | 1U << HALFLSB_U8;
constexpr std::uint32_t kAllTypes = kByteTypes | 1U << HALFLSB_I16 | 1U << HALFLSB_I32;
constexpr std::uint32_t kBiasTypes = 1U << HALFLSB_I8 | 1U << HALFLSB_I32;
constexpr std::uint32_t kAllActivations = 0xF;

struct Bounds {
  const char* name;
  halflsb_range halflsb_domain::*range;
  halflsb_range most;
};

constexpr Bounds kGlow[] = {{"pre", &halflsb_domain::pre, {0, 255}},
                            {"post", &halflsb_domain::post, {0, 255}},
                            {"scale", &halflsb_domain::scale, {1, INT32_MAX}}};
constexpr Bounds kQ31[] = {{"multiplier", &halflsb_domain::multiplier, {INT32_MIN, INT32_MAX}}};
constexpr Bounds kFloat32[] = {{"shift", &halflsb_domain::shift, {kLeastFloat32Exponent, kFloat32Limit}}};
constexpr Bounds kOutput[] = {{"zero_point", &halflsb_domain::zero_point, {INT32_MIN, INT32_MAX}}};
constexpr Bounds kConv[] = {{"in_channels", &halflsb_domain::in_channels, {1, kMaxSize}},
                            {"out_channels", &halflsb_domain::out_channels, {1, kMaxSize}},
                            {"kernel", &halflsb_domain::kernel, {1, kMaxSize}},
                            {"stride", &halflsb_domain::stride, {1, kMaxSize}},
                            {"dilation", &halflsb_domain::dilation, {1, kMaxSize}},
                            {"pad", &halflsb_domain::pad, {0, kMaxSize}},
                            {"groups", &halflsb_domain::groups, {1, kMaxSize}}};

std::string text_of(const halflsb_range& range) {
  return std::to_string(range.min) + " to " + std::to_string(range.max);
}

// Narrows one target's domain; remembers the first thing that is wrong.
struct Domain {
  halflsb_domain& domain;
  std::string wrong;

  template <std::size_t n>
  void narrow(const Bounds (&all)[n]) {
    for (const Bounds& bounds : all) {
      halflsb_range& range = domain.*bounds.range;
      const halflsb_range kept{std::max(range.min, bounds.most.min), std::min(range.max, bounds.most.max)};
      if (kept.min > kept.max && wrong.empty()) {
        wrong = std::string("domain.") + bounds.name + " is " + text_of(range) + " (expected a range within " +
                text_of(bounds.most) + ")";
      }
      range = kept;
    }
  }
  void mask(const char* name, std::uint32_t& bits, std::uint32_t known, bool may_be_empty = false) {
    bits &= known;
    if (bits == 0 && !may_be_empty && wrong.empty()) {
      wrong = std::string("domain.") + name + " is empty (expected at least one bit of " + std::to_string(known) + ")";
    }
  }
};

bool is_one_line(std::string_view text) {
  return text.size() <= 200 && std::none_of(text.begin(), text.end(),
                                            [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; });
}

std::string wrong_with_name(const halflsb_target& t) {
  const std::string_view name = t.name == nullptr ? "" : t.name;
  const bool spelled = name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == std::string_view::npos;
  if (name.empty() || name.size() > 120 || !spelled) return "name is not what it must be (expected [a-z0-9_.]+)";
  const std::string_view kind = t.kind == nullptr ? "" : t.kind;
  if (kind != "requantize" && kind != "conv2d") return "kind is neither requantize nor conv2d";
  if ((kind == "conv2d" ? t.conv2d == nullptr : t.requantize == nullptr)) return "the kernel of its kind is missing";
  if ((t.scheme == nullptr) == (t.tolerance == nullptr)) return "exactly one of scheme and tolerance is expected";
  if (t.defect != nullptr && !is_one_line(t.defect)) return "defect is not one line of up to 200 printable characters";
  if (t.scheme != nullptr && find_recipe(t.scheme) == nullptr) return "scheme " + in_quotes(t.scheme) + " is not known";
  if (t.tolerance == nullptr) return "";
  const auto tolerance = parse_rational(t.tolerance);
  return tolerance && *tolerance >= 0 ? "" : "tolerance is not what it must be (expected p/q of at least 0)";
}

}  // namespace

Result<halflsb_target> sanitized(const halflsb_target& target) {
  if (target.struct_size < sizeof target || target.domain.struct_size != sizeof target.domain ||
      target.abi_version != HALFLSB_ABI_VERSION) {
    return Error{"built for another version of the ABI (expected version " + std::to_string(HALFLSB_ABI_VERSION) + ")"};
  }
  if (std::string wrong = wrong_with_name(target); !wrong.empty()) return Error{std::move(wrong)};
  halflsb_target clean = target;
  clean.struct_size = sizeof clean;
  Domain domain{clean.domain, ""};
  const std::string_view scheme = target.scheme == nullptr ? "ideal" : target.scheme;
  const bool conv = std::string_view(target.kind) == "conv2d";
  const bool leaky = (clean.domain.activations >> HALFLSB_ACTIVATION_LEAKY_RELU & 1U) != 0;
  if (scheme == "glow" || (conv && (clean.domain.bias_rescaled != 0 || leaky))) domain.narrow(kGlow);
  const Recipe& recipe = *find_recipe(scheme);
  for (const ParameterField& field : recipe.fields) {
    if (field.name == "multiplier") domain.narrow(kQ31);
    if (field.name == "shift") {
      const auto [least, most] = shift_limits(recipe);
      domain.narrow({{"shift", &halflsb_domain::shift, {least, most}}});
    }
    if (field.kind == ParameterField::Kind::float32) domain.narrow(kFloat32);
  }
  domain.narrow(kOutput);
  domain.mask("output_types", clean.domain.output_types, kAllTypes);
  if (conv) {
    domain.narrow(kConv);
    domain.mask("input_types", clean.domain.input_types, kByteTypes);
    domain.mask("bias_types", clean.domain.bias_types, kBiasTypes, true);
    domain.mask("activations", clean.domain.activations, kAllActivations);
  }
  if (!domain.wrong.empty()) return Error{std::move(domain.wrong)};
  return clean;
}

namespace {

Result<std::vector<halflsb_target>> open_plugin(const std::string& path) {
  // Without a slash, dlopen() would look in the system's folders.
  const std::string file = path.find('/') == std::string::npos ? "./" + path : path;
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return Error{"cannot be loaded (" + std::string(dlerror()) + ")"};
  const auto offer = reinterpret_cast<decltype(&halflsb_targets)>(dlsym(library, "halflsb_targets"));
  if (offer == nullptr) return Error{"does not export halflsb_targets() (see halflsb/target.h)"};
  std::size_t count = 0;
  const halflsb_target* const* offered = offer(HALFLSB_ABI_VERSION, &count);
  if (offered == nullptr || count == 0) return Error{"offers no target"};
  std::vector<halflsb_target> targets;
  for (std::size_t i = 0; i < count; ++i) {
    const auto clean = offered[i] == nullptr ? Result<halflsb_target>(Error{"is null"}) : sanitized(*offered[i]);
    if (!clean) return Error{"target " + std::to_string(i) + ": " + clean.error().message};
    targets.push_back(*clean);
  }
  return targets;
}

// What loading does: an empty text where it succeeds.
std::string try_plugin(const std::string& path) {
  constexpr TimeLimit kLoading{5};
  const Ending ending = run_isolated(
      [&path](Heartbeat&) {
        const auto targets = open_plugin(path);
        return targets ? std::string() : targets.error().message;
      },
      kLoading);
  if (ending.how == Ending::How::returned) return ending.result;
  if (ending.how == Ending::How::stalled) return "is not loaded within 5 seconds";
  return "cannot be loaded (the process that tries " + ending.detail + ")";
}

}  // namespace

Result<std::vector<const halflsb_target*>> load_plugin(const std::string& path) {
  if (std::string wrong = try_plugin(path); !wrong.empty()) return Error{path + ": " + wrong};
  const QuietOutput quiet;
  const auto opened = open_plugin(path);
  if (!opened) return Error{path + ": " + opened.error().message};
  static std::deque<halflsb_target> loaded;  // addresses stay
  std::vector<const halflsb_target*> targets;
  for (const halflsb_target& target : *opened) targets.push_back(&loaded.emplace_back(target));
  return targets;
}

}  // namespace halflsb
