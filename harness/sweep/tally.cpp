#include "harness/sweep/tally.h"

#include "reference/exact/parse_number.h"

namespace halflsb {
namespace {

using Peak = std::optional<Peaked<Integer>>;

void add_peak(Peak& into, int sign, const Peak& other) {
  if (other) keep_peak<Integer>(into, sign, other->value, other->accumulator);
}

void add_nearest(std::optional<Integer>& into, const std::optional<Integer>& other) {
  if (other) keep_nearest<Integer>(into, *other);
}

Json json_of(const std::optional<Integer>& value) { return value ? Json(to_text(*value)) : Json(); }
Json json_of(const Peak& peak) {
  if (!peak) return nullptr;
  return {{"value", to_text(peak->value)}, {"accumulator", to_text(peak->accumulator)}};
}

// Reads fields, and remembers whether one was missing or no integer.
class Reader {
 public:
  explicit Reader(const Json& json) : json_(json) {}

  [[nodiscard]] std::optional<Integer> maybe(const char* name) { return maybe_of(field(json_, name)); }
  [[nodiscard]] Integer integer(const char* name) { return required(maybe(name)); }
  [[nodiscard]] Peak peak(const char* name) {
    const Json& json = field(json_, name);
    if (json.is_null()) return std::nullopt;
    return Peaked<Integer>{required(maybe_of(field(json, "value"))), required(maybe_of(field(json, "accumulator")))};
  }
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  const Json& field(const Json& json, const char* name) {
    static const Json nothing;
    if (json.is_object() && json.contains(name)) return json.at(name);
    ok_ = false;
    return nothing;
  }
  std::optional<Integer> maybe_of(const Json& json) {
    if (json.is_null()) return std::nullopt;
    const auto value = json.is_string() ? parse_integer(json.get_ref<const std::string&>()) : Result<Integer>(Error{});
    if (value) return *value;
    ok_ = false;
    return std::nullopt;
  }
  Integer required(const std::optional<Integer>& value) {
    ok_ = ok_ && value;
    return value.value_or(0);
  }

  const Json& json_;
  bool ok_ = true;
};

}  // namespace

void Tally::add(const Tally& other) {
  error.count += other.error.count;
  add_peak(error.max, 1, other.error.max);
  add_peak(error.min, -1, other.error.min);
  error.sum += other.error.sum;
  error.misrounded += other.error.misrounded;
  error.unsaturated_sum += other.error.unsaturated_sum;
  error.unsaturated_misrounded += other.error.unsaturated_misrounded;
  add_nearest(error.overflow, other.error.overflow);
  difference.differing += other.difference.differing;
  add_nearest(difference.witness, other.difference.witness);
  add_peak(difference.largest, 1, other.difference.largest);
}

Json to_json(const Tally& tally) {
  const ErrorTally<Integer>& e = tally.error;
  const DifferenceTally<Integer>& d = tally.difference;
  return {{"count", to_text(e.count)},
          {"max", json_of(e.max)},
          {"min", json_of(e.min)},
          {"sum", to_text(e.sum)},
          {"misrounded", to_text(e.misrounded)},
          {"unsaturated_sum", to_text(e.unsaturated_sum)},
          {"unsaturated_misrounded", to_text(e.unsaturated_misrounded)},
          {"overflow", json_of(e.overflow)},
          {"differing", to_text(d.differing)},
          {"witness", json_of(d.witness)},
          {"largest_difference", json_of(d.largest)}};
}

Result<Tally> tally_from_json(const Json& json) {
  Reader reader(json);
  Tally tally;
  ErrorTally<Integer>& e = tally.error;
  e.count = reader.integer("count");
  e.max = reader.peak("max");
  e.min = reader.peak("min");
  e.sum = reader.integer("sum");
  e.misrounded = reader.integer("misrounded");
  e.unsaturated_sum = reader.integer("unsaturated_sum");
  e.unsaturated_misrounded = reader.integer("unsaturated_misrounded");
  e.overflow = reader.maybe("overflow");
  DifferenceTally<Integer>& d = tally.difference;
  d.differing = reader.integer("differing");
  d.witness = reader.maybe("witness");
  d.largest = reader.peak("largest_difference");
  if (!reader.ok()) return Error{"is not the tally of a sweep"};
  return tally;
}

}  // namespace halflsb
