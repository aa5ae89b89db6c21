#include "harness/readers/dump_type.h"

#include <charconv>
#include <cmath>

#include "harness/readers/excerpt.h"
#include "reference/conv/shape.h"

namespace halflsb {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// What numbers and type names are made of; a token ends before anything else.
bool is_token(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '+';
}

std::optional<double> finite_number(std::string_view text) {
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<std::int64_t> integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Reads from left to right into `type`. Each member says whether it succeeded; the first that did not has set `error`.
struct TypeParser {
  std::string_view text, where;
  std::size_t at = 0;
  DumpType type{};
  Error error{};

  void skip_blanks() {
    while (at < text.size() && is_blank(text[at])) ++at;
  }

  bool fail(std::size_t position, std::string_view what, std::string_view found, std::string_view expected) {
    error.message = std::string(where) + ":" + std::to_string(position + 1) + ": " + std::string(what) +
                    (found.empty() ? "end of the text" : excerpt(found)) + " (expected " + std::string(expected) + ")";
    return false;
  }

  bool next_is(char c) {
    skip_blanks();
    return at < text.size() && text[at] == c;
  }

  // The characters of `wanted` in this order, blanks between them or not.
  bool expect(std::string_view wanted) {
    for (const char c : wanted) {
      if (!next_is(c)) return fail(at, "", text.substr(at), "'" + std::string(wanted) + "'");
      ++at;
    }
    return true;
  }

  bool expect_end() {
    skip_blanks();
    return at == text.size() || fail(at, "", text.substr(at), "nothing more");
  }

  std::string_view token() {
    skip_blanks();
    const std::size_t start = at;
    while (at < text.size() && is_token(text[at])) ++at;
    return text.substr(start, at - start);
  }

  // For messages: the refused token, or what stands in the place of one.
  std::string_view found(std::size_t start) const { return text.substr(start, at > start ? at - start : text.npos); }

  bool element_type() {
    const std::string_view name = token();
    const auto parsed = name == "ui8" ? std::optional(ElementType::u8) : parse_element_type(name);
    if (!parsed) return fail(at - name.size(), "the type is ", found(at - name.size()), "i8, u8, ui8, i16 or i32");
    type.type = *parsed;
    return true;
  }

  bool scale() {
    const std::string_view number = token();
    const auto value = finite_number(number);
    if (!value || *value < 0) {  // four decimals print a small scale as 0.0000
      return fail(at - number.size(), "the scale is ", found(at - number.size()), "a finite number, not negative");
    }
    type.scale_text = number;
    return true;
  }

  bool zero_point() {
    const std::string_view number = token();
    const auto value = integer(number);
    if (!value || *value < smallest(type.type) || *value > largest(type.type)) {
      return fail(at - number.size(), "the zero point is ", found(at - number.size()),
                  "an integer from " + std::to_string(smallest(type.type)) + " to " +
                      std::to_string(largest(type.type)) + " for " + std::string(name_of(type.type)));
    }
    type.zero_point = *value;
    return true;
  }

  bool range_end(std::string& end) {
    const std::string_view number = token();
    if (!finite_number(number)) {
      return fail(at - number.size(), "a range of real values has ", found(at - number.size()), "a finite number");
    }
    end = number;
    return true;
  }

  bool optional_range() {
    if (!next_is('[')) return true;
    type.range.emplace();
    return expect("[") && range_end(type.range->first) && expect(",") && range_end(type.range->second) && expect("]");
  }

  bool shape() {
    skip_blanks();
    const std::size_t start = at;
    do {
      skip_blanks();
      if (at != start && type.shape.size() == kMaxDumpDimensions) {
        return fail(at, "dimension 9 is ", text.substr(at), "1 to 8 dimensions");
      }
      // Not token(): "1x56" is three tokens.
      const std::size_t digits = at;
      while (at < text.size() && is_token(text[at]) && text[at] != 'x') ++at;
      const auto value = integer(text.substr(digits, at - digits));
      if (!value || *value < 1) return fail(digits, "a dimension is ", found(digits), "an integer from 1 to 2^28");
      type.shape.push_back(*value);
    } while (next_is('x') && expect("x"));
    const auto count = element_count(type.shape);
    if (!count) error.message = std::string(where) + ":" + std::to_string(start + 1) + ": " + count.error().message;
    return count.ok();
  }

  Result<DumpType> result(bool parsed) {
    if (!parsed) return error;
    return std::move(type);
  }
};

}  // namespace

Result<std::int64_t> element_count(const std::vector<std::int64_t>& shape) {
  if (shape.empty() || shape.size() > kMaxDumpDimensions) {
    return Error{"the shape has " + std::to_string(shape.size()) + " dimensions (expected 1 to 8)"};
  }
  std::int64_t count = 1;
  for (const std::int64_t dimension : shape) {
    if (dimension < 1) return Error{"a dimension is " + std::to_string(dimension) + " (expected at least 1)"};
    if (dimension > kMaxTensorElements / count) {
      return Error{"the shape has too many elements (expected at most 2^28 = " + std::to_string(kMaxTensorElements) +
                   ")"};
    }
    count *= dimension;
  }
  return count;
}

Result<DumpType> parse_type_line(std::string_view line, std::string_view where) {
  TypeParser parser{line, where};
  return parser.result(parser.element_type() && parser.expect("[S:") && parser.scale() && parser.expect("O:") &&
                       parser.zero_point() && parser.expect("]") && parser.optional_range() && parser.expect("<") &&
                       parser.shape() && parser.expect(">") && parser.expect_end());
}

Result<DumpType> parse_raw_type(std::string_view text) {
  TypeParser parser{text, "raw type"};
  return parser.result(parser.element_type() && parser.expect(",") && parser.scale() && parser.expect(",") &&
                       parser.zero_point() && parser.expect(",") && parser.shape() && parser.expect_end());
}

}  // namespace halflsb
