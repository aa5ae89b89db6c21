#include "harness/readers/glow_dump.h"

#include <array>
#include <string_view>

#include "harness/readers/byte_reader.h"
#include "harness/readers/decimal.h"
#include "harness/readers/excerpt.h"

namespace halflsb {
namespace {

constexpr std::size_t kMaxTypeLine = 4096;
constexpr std::size_t kMaxNumber = 64;
constexpr std::string_view kExample = "a type line such as i8[S:0.0255 O:-128]<1 x 8 x 8 x 4>";

bool is_blank(int c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

int next_visible(ByteReader& file, int c) {
  while (is_blank(c)) c = file.get();
  return c;
}

std::string here(const ByteReader& file) {
  return file.name() + ":" + std::to_string(file.line()) + ":" + std::to_string(file.column()) + ": ";
}

Result<DumpType> read_type(ByteReader& file) {
  std::string line;
  for (int c = file.get(); c != ByteReader::kEnd && c != '\n'; c = file.get()) {
    if (line.size() == kMaxTypeLine)
      return Error{here(file) + excerpt(line) + " (expected " + std::string(kExample) + ")"};
    line += static_cast<char>(c);
  }
  if (file.failed()) return file.failure();
  return parse_type_line(line, file.name() + ":1");
}

// One value; c is its first character and becomes the one behind it.
struct Field {
  std::array<char, kMaxNumber + 1> text;
  std::size_t size = 0;

  void read(ByteReader& file, int& c) {
    for (size = 0; c != ',' && c != ByteReader::kEnd && !is_blank(c); c = file.get()) {
      if (size == text.size()) return;  // too long already
      text[size++] = static_cast<char>(c);
    }
  }
  [[nodiscard]] std::string_view view() const { return {text.data(), size}; }
};

Result<Dump> read_values(ByteReader& file, DumpType type, std::size_t count) {
  const std::int64_t lo = smallest(type.type), hi = largest(type.type);
  Dump dump{std::move(type), {}};
  dump.data.reserve(count);
  Field field;
  for (int c = next_visible(file, file.get()); c != ByteReader::kEnd; c = next_visible(file, file.get())) {
    const std::uint64_t line = file.line(), column = file.column();
    const auto refuse = [&](const std::string& what, const std::string& expected) {
      return Error{file.name() + ":" + std::to_string(line) + ":" + std::to_string(column) + ": " + what +
                   " (expected " + expected + ")"};
    };
    field.read(file, c);
    if (dump.data.size() == count) {
      return refuse("more values than the shape has elements", std::to_string(count));
    }
    const auto value = field.size > kMaxNumber ? std::nullopt : parse_integral_decimal(field.view());
    if (!value || *value < lo || *value > hi) {
      return refuse("element " + std::to_string(dump.data.size()) + " is " +
                        (field.size == 0 ? std::string("empty") : excerpt(field.view())),
                    "an integer from " + std::to_string(lo) + " to " + std::to_string(hi));
    }
    dump.data.push_back(static_cast<std::int32_t>(*value));
    c = next_visible(file, c);
    if (c == ByteReader::kEnd) break;
    if (c != ',') {
      const char found = static_cast<char>(c);
      return Error{here(file) + excerpt({&found, 1}) + " after element " + std::to_string(dump.data.size() - 1) +
                   " (expected ',')"};
    }
  }
  if (file.failed()) return file.failure();
  if (dump.data.size() < count) {
    return Error{here(file) + "the file ends after " + std::to_string(dump.data.size()) + " values (expected " +
                 std::to_string(count) + ")"};
  }
  return dump;
}

}  // namespace

Result<Dump> read_text_dump(const std::string& path) {
  auto file = ByteReader::open(path);
  if (!file) return file.error();
  if (file->size() == 0) return Error{file->name() + ": the file is empty (expected " + std::string(kExample) + ")"};
  auto type = read_type(*file);
  if (!type) return type.error();
  const auto count = element_count(type->shape);
  if (!count) return Error{file->name() + ":1: " + count.error().message};
  // Every value takes a digit, and all but the last a comma: no memory is reserved for what the file cannot hold.
  const auto elements = static_cast<std::uint64_t>(*count);
  if (file->size() < 2 * elements - 1) {
    return Error{file->name() + ": " + std::to_string(file->size()) + " bytes cannot hold " + std::to_string(elements) +
                 " values (expected at least 2 bytes each)"};
  }
  return read_values(*file, std::move(*type), static_cast<std::size_t>(elements));
}

Result<Dump> read_raw_dump(const std::string& path, const DumpType& type) {
  auto file = ByteReader::open(path);
  if (!file) return file.error();
  const auto count = element_count(type.shape);
  if (!count) return Error{file->name() + ": " + count.error().message};
  const int width = info(type.type).bytes;
  const std::uint64_t expected = static_cast<std::uint64_t>(*count) * static_cast<std::uint64_t>(width);
  if (file->size() != expected) {
    return Error{file->name() + ": the file has " + std::to_string(file->size()) + " bytes (expected " +
                 std::to_string(expected) + ", " + std::to_string(*count) + " x " + std::string(name_of(type.type)) +
                 ")"};
  }
  Dump dump{type, {}};
  dump.data.reserve(static_cast<std::size_t>(*count));
  for (std::int64_t i = 0; i < *count; ++i) {
    std::int64_t value = 0;
    for (int byte = 0; byte < width; ++byte) {
      const int c = file->get();
      if (c == ByteReader::kEnd) {
        return file->failed() ? file->failure()
                              : Error{file->name() + ": ended early, at element " + std::to_string(i)};
      }
      value |= static_cast<std::int64_t>(c) << (8 * byte);
    }
    // Two's complement: what is above the largest value stands for that minus 2^bits.
    if (value > largest(type.type)) value -= std::int64_t{1} << (8 * width);
    dump.data.push_back(static_cast<std::int32_t>(value));
  }
  return dump;
}

}  // namespace halflsb
