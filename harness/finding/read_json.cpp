// The reader of a finding's JSON.
#include <algorithm>
#include <cmath>
#include <optional>

#include "harness/finding/json.h"
#include "harness/finding/steps.h"
#include "harness/problem/text.h"
#include "harness/readers/excerpt.h"
#include "harness/readers/read_file.h"
#include "reference/exact/parse_number.h"

namespace halflsb {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{1} << 26;
constexpr std::size_t kMaxNameLength = 200;  // of a target: it becomes part of file names

// Takes values out of one JSON object and remembers the first thing that was wrong.
class Reader {
 public:
  Reader(const Json& json, std::string where, std::optional<Error>& error)
      : json_(json), where_(std::move(where)), error_(error) {
    if (!json.is_object()) fail(where_.empty() ? "the finding is not a JSON object" : where_ + " is not a JSON object");
  }

  // Null where the key is missing, which is an error unless `optional`.
  const Json& get(const char* key, bool optional = false) {
    static const Json nothing;
    if (!json_.is_object()) return nothing;
    const auto found = json_.find(key);
    if (found != json_.end()) return *found;
    if (!optional) fail(path(key) + " is missing");
    return nothing;
  }

  std::string text(const char* key, bool optional = false) {
    const Json& value = get(key, optional);
    if (value.is_string()) return value.get<std::string>();
    if (!(optional && value.is_null())) expected(key, "a string");
    return "";
  }

  // A number, or beyond 2^53 a string.
  Integer integer(const char* key, const Integer& lo, const Integer& hi, bool optional = false) {
    const Json& value = get(key, optional);
    if (optional && value.is_null()) return lo;
    const Integer number = integer_of(value, lo - 1);
    if (number >= lo && number <= hi) return number;
    expected(key, "an integer in [" + to_text(lo) + ", " + to_text(hi) + "]");
    return lo;
  }

  template <class Enum>
  Enum one_of(const char* key, std::initializer_list<Enum> choices) {
    const std::string name = text(key);
    std::string names;
    for (const Enum choice : choices) {
      if (name == name_of(choice)) return choice;
      names += (names.empty() ? "" : ", ") + std::string(name_of(choice));
    }
    expected(key, "one of " + names);
    return *choices.begin();
  }

  void expected(const char* key, const std::string& what) {
    fail(path(key) + " is not what it must be (expected " + what + ")");
  }

  void fail(std::string message) {
    if (!error_) error_ = Error{std::move(message)};
  }

  static Integer integer_of(const Json& value, const Integer& otherwise) {
    if (value.is_number_unsigned()) return value.get<std::uint64_t>();
    if (value.is_number_integer()) return value.get<std::int64_t>();
    if (!value.is_string()) return otherwise;
    const auto parsed = parse_integer(value.get_ref<const std::string&>());
    return parsed ? *parsed : otherwise;
  }

 private:
  [[nodiscard]] std::string path(const char* key) const {
    return "\"" + (where_.empty() ? "" : where_ + ".") + key + "\"";
  }

  const Json& json_;
  std::string where_;
  std::optional<Error>& error_;
};

// It becomes part of lines that people read and shells run.
bool is_path(const std::string& text) {
  constexpr std::size_t kMaxPathLength = 4096;
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  return text.size() <= kMaxPathLength && std::none_of(text.begin(), text.end(), control);
}

FoundBy read_found_by(Reader reader) {
  FoundBy by;
  by.engine = reader.text("engine");
  if (by.engine != "property" && by.engine != "fuzz" && by.engine != "sweep" && by.engine != "verify") {
    reader.expected("engine", "one of property, fuzz, sweep, verify");
  }
  by.seed = reader.integer("seed", 0, pow2(64) - 1).convert_to<std::uint64_t>();
  by.problems = reader.integer("problems", 0, pow2(64) - 1).convert_to<std::uint64_t>();
  const Json& seconds = reader.get("seconds");
  by.seconds = seconds.is_number() ? seconds.get<double>() : -1.0;
  if (!std::isfinite(by.seconds) || by.seconds < 0) reader.expected("seconds", "a number of seconds");
  return by;
}

Rational read_error(Reader reader) {
  const auto value = parse_rational(reader.text("value"));
  if (value) return *value;
  reader.expected("value", "a rational p/q");
  return 0;
}

std::string read_want(Reader& reader, Reason reason) {
  const Json& want = reader.get("want");
  if (reason != Reason::tolerance) return to_text(reader.integer("want", signed_range(32).lo, signed_range(32).hi));
  const auto real = want.is_string() ? parse_rational(want.get_ref<const std::string&>()) : Result<Rational>(Error{});
  if (real) return to_text(*real);
  reader.expected("want", "a rational \"p/q\": the reason is a tolerance");
  return "0";
}

// want, got, where and error: all of them, or none where there is no output to show.
void read_output(Reader& reader, const Problem& problem, Mismatch& mismatch, std::optional<Error>& error) {
  constexpr std::array<const char*, 4> kKeys{"want", "got", "where", "error"};
  const auto is_null = [&](const char* key) { return reader.get(key).is_null(); };
  const auto nulls = std::count_if(kKeys.begin(), kKeys.end(), is_null);
  mismatch.has_output = nulls == 0;
  if (nulls != 0 && nulls != 4) reader.fail("want, got, where and error: some are null (expected all or none)");
  if (error || !mismatch.has_output) return;
  mismatch.want = read_want(reader, mismatch.reason);
  mismatch.got = reader.integer("got", signed_range(64).lo, signed_range(64).hi).convert_to<std::int64_t>();
  mismatch.error = read_error(Reader(reader.get("error"), "error", error));
  const Json& where = reader.get("where");
  const std::array<std::int64_t, 4> shape = output_shape(problem);
  bool inside = where.is_array() && where.size() == 4;
  for (std::size_t i = 0; i < 4 && inside; ++i) {
    const Integer at = Reader::integer_of(where[i], -1);
    inside = at >= 0 && at < shape[i];
    if (inside) mismatch.where[i] = at.convert_to<std::int64_t>();
  }
  if (!inside) reader.expected("where", "[n, h, w, c] inside the output of the problem");
}

Result<Problem> read_problem(Reader& reader, std::optional<Error>& error) {
  const std::string line = reader.text("problem");
  if (error) return *error;
  auto problem = parse_problem(line);
  if (!problem) return Error{"\"problem\": " + problem.error().message};
  const std::string kind = reader.text("kind");
  if (!error && kind != kind_of(*problem))
    reader.expected("kind", std::string(kind_of(*problem)) + ", as the problem is");
  if (error) return *error;
  return problem;
}

}  // namespace

bool is_target_name(const std::string& name) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; };
  return !name.empty() && name.size() <= kMaxNameLength && std::all_of(name.begin(), name.end(), allowed);
}

Result<Finding> finding_from_json(const Json& json) {
  std::optional<Error> error;
  Reader reader(json, "", error);
  Finding finding;
  finding.target = reader.text("target");
  if (!is_target_name(finding.target)) reader.expected("target", "a name of a-z, 0-9, _ and .");
  auto problem = read_problem(reader, error);
  if (!problem) return problem.error();
  finding.problem = std::move(*problem);
  Mismatch& mismatch = finding.mismatch;
  mismatch.reason = reader.one_of("reason", {Reason::mismatch, Reason::tolerance, Reason::out_of_bounds, Reason::crash,
                                             Reason::timeout, Reason::nondeterministic});
  mismatch.detail = reader.text("detail", true);
  mismatch.count = reader.integer("differing", 0, kMaxOutputElements, true).convert_to<std::size_t>();
  if (!error) read_output(reader, finding.problem, mismatch, error);
  finding.found_by = read_found_by(Reader(reader.get("found_by"), "found_by", error));
  if (!reader.get("minimal").is_null()) {
    finding.minimal = reader.one_of("minimal", {Minimal::local, Minimal::proved});
  }
  const Json& minimized = reader.get("minimized");
  if (!minimized.is_boolean() || minimized.get<bool>() != (finding.minimal != Minimal::no)) {
    reader.expected("minimized", "true where minimal is proved or local, false where it is null");
  }
  finding.plugin = reader.text("plugin", true);
  if (!is_path(finding.plugin)) reader.expected("plugin", "the path of a shared library, or null");
  if (error) return *error;
  return finding;
}

Result<Finding> load_finding(const std::string& path) {
  const auto text = read_file(path, kMaxFileBytes);
  if (!text) return text.error();
  const std::string name = one_line(path);
  if (text->empty()) return Error{name + ": the file is empty (expected the JSON of a finding)"};
  try {
    const Json json = Json::parse(*text);
    auto finding = finding_from_json(json);
    if (!finding) return Error{name + ": " + finding.error().message};
    return finding;
  } catch (const Json::parse_error& error) {
    return Error{name + ": not JSON from byte " + std::to_string(error.byte) + " on (expected a finding)"};
  } catch (const Json::exception&) {
    return Error{name + ": a number is too large (expected the JSON of a finding)"};
  }
}

}  // namespace halflsb
