#include "harness/cli/target_flags.h"

#include <algorithm>
#include <filesystem>
#include <thread>

#include "reference/exact/parse_number.h"

namespace halflsb::cli {

void PluginFlags::add_to(CommandLine& app) {
  app.add_option("--plugin", files, "a shared library with targets of its own (see halflsb/target.h); may be repeated")
      .one_value_each();
}

std::optional<Error> PluginFlags::load() const {
  for (const std::string& file : files) {
    if (auto error = add_plugin(file)) return Error{"--plugin " + error->message};
  }
  return std::nullopt;
}

void TargetFlags::add_to(CommandLine& app) {
  app.add_option("targets", names, "names of targets");
  app.add_flag("--all", all, "every portable and seeded target");
  app.add_option("--origin", origin, "every target of this origin: portable, external, seeded, plugin");
  app.add_option("--kind", kind, "every target of this kind: requantize, conv2d");
  plugins.add_to(app);
}

Result<RegisteredTarget> target_named(const std::string& name) {
  const RegisteredTarget* target = find_target(name);
  if (target == nullptr) return Error{in_quotes(name) + " is not a target (see halflsb targets)"};
  return *target;
}

Result<std::vector<RegisteredTarget>> TargetFlags::selected() const {
  const bool set = of_a_set();
  if (by_name() ? set : !set && plugins.files.empty()) {
    return Error{"name some targets, or give --all, --origin, --kind or --plugin"};
  }
  if (auto error = plugins.load()) return *std::move(error);
  std::vector<RegisteredTarget> targets;
  for (const std::string& name : names) {
    const auto target = target_named(name);
    if (!target) return target.error();
    targets.push_back(*target);
  }
  if (by_name()) return targets;
  for (const RegisteredTarget& candidate : registered_targets()) {
    const bool plugin = candidate.origin == "plugin";
    const bool in_all = candidate.origin == "portable" || candidate.origin == "seeded";
    if (all && !in_all && !plugin) continue;
    if (!set && !plugin) continue;
    if (!origin.empty() && origin != candidate.origin) continue;
    if (!kind.empty() && kind != candidate.target->kind) continue;
    targets.push_back(candidate);
  }
  if (targets.empty()) return Error{"no target has this origin and kind (see halflsb targets)"};
  return targets;
}

void KnownFlag::add_to(CommandLine& app) {
  app.add_option(
         "--known", paths,
         std::string(
             "a finding's JSON file or a directory of them: what has the same minimized form is known, not new; "
             "may be repeated (") +
             kRegressions + " where there is one)")
      .one_value_each();
}

Result<KnownFindings> KnownFlag::get() const {
  KnownFindings known;
  for (const std::string& path : paths) {
    if (auto error = known.add(path)) return Error{"--known: " + error->message};
  }
  std::error_code ignored;
  if (paths.empty() && std::filesystem::is_directory(kRegressions, ignored)) {
    if (auto error = known.add(kRegressions)) return *std::move(error);
  }
  return known;
}

void JobsFlag::add_to(CommandLine& app, const std::string& what) {
  app.add_option("--jobs", jobs, what + " side by side (the number of cores)");
}

Result<std::uint64_t> JobsFlag::get() const {
  if (jobs.empty()) return std::uint64_t{std::max(1U, std::thread::hardware_concurrency())};
  return parse_count("--jobs", jobs, 1, 1024);
}

void TimeLimitFlag::add_to(CommandLine& app) {
  app.add_option("--time-limit", seconds, "seconds of processor time after which a problem counts as endless")
      .show_default();
}

Result<TimeLimit> TimeLimitFlag::get() const {
  const auto value = parse_seconds(seconds);
  if (!value || *value > 3600)
    return Error{"--time-limit: " + in_quotes(seconds) + " is not a time up to 3600 seconds"};
  return TimeLimit{*value};
}

Result<double> parse_seconds(const std::string& text) {
  std::string digits = text;
  Integer unit = 1;
  if (!digits.empty() && std::string_view("smh").find(digits.back()) != std::string_view::npos) {
    unit = digits.back() == 's' ? 1 : digits.back() == 'm' ? 60 : 3600;
    digits.pop_back();
  }
  const auto number = parse_rational(digits);
  if (number && *number > 0 && *number * Rational(unit) <= 30 * 24 * 3600) return to_decimal(*number * Rational(unit));
  return Error{in_quotes(text) +
               " is not a time (expected a positive number of seconds, or one that ends in s, m or h)"};
}

Result<std::uint64_t> parse_count(const std::string& flag, const std::string& text, std::uint64_t least,
                                  std::uint64_t most) {
  const auto value = parse_integer(text, Interval{least, most});
  if (!value) return Error{flag + ": " + value.error().message};
  return value->convert_to<std::uint64_t>();
}

}  // namespace halflsb::cli
