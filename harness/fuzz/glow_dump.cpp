// The readers of tensor dumps. Every input is read as a text dump; where its first line says a raw type
// ("i8,0.0341,-128,1x2x2x3"), what follows that line is read as raw data too. What was read is written in both forms,
// and must read back as the same.
#include "harness/readers/glow_dump.h"

#include <algorithm>

#include "harness/fuzz/features.h"
#include "harness/fuzz/require.h"
#include "harness/fuzz/scratch_file.h"
#include "harness/fuzz/text_mutator.h"

namespace halflsb {
namespace {

std::string shape_text(const DumpType& type, const char* separator) {
  std::string text;
  for (const std::int64_t size : type.shape) text += (text.empty() ? "" : separator) + std::to_string(size);
  return text;
}

std::string type_line(const DumpType& type) {
  std::string text(name_of(type.type));
  text += "[S:" + type.scale_text + " O:" + std::to_string(type.zero_point) + "]";
  if (type.range) text += "[" + type.range->first + "," + type.range->second + "]";
  return text + "<" + shape_text(type, " x ") + ">";
}

std::string as_text(const Dump& dump) {
  std::string text = type_line(dump.type) + "\n";
  for (const std::int32_t value : dump.data) text += std::to_string(value) + ".000000, ";
  return text + "\n";
}

std::string as_raw(const Dump& dump) {
  std::string bytes;
  for (const std::int32_t value : dump.data) {
    for (int byte = 0; byte < info(dump.type.type).bytes; ++byte) {
      bytes += static_cast<char>(static_cast<std::uint32_t>(value) >> (8 * byte));
    }
  }
  return bytes;
}

Result<Dump> read_text(const std::string& text) {
  const ScratchFile file(text);
  return read_text_dump(file.path());
}

Result<Dump> read_raw(const std::string& bytes, const DumpType& type) {
  const ScratchFile file(bytes);
  return read_raw_dump(file.path(), type);
}

void require_sound(const Result<Dump>& dump, const std::string& input) {
  if (!dump) {
    require_message(dump.error().message);
    mark_message(dump.error().message);
    return;
  }
  const std::int64_t lo = smallest(dump->type.type);
  const std::int64_t hi = largest(dump->type.type);
  const auto fits = [&](std::int64_t value) { return value >= lo && value <= hi; };
  const auto count = element_count(dump->type.shape);
  require(count && static_cast<std::size_t>(*count) == dump->data.size(), "the data is not of the shape's size", input);
  require(fits(dump->type.zero_point), "the zero point does not fit the type", input);
  require(std::all_of(dump->data.begin(), dump->data.end(), fits), "a value does not fit the type", input);
  const auto same = [&](const Result<Dump>& again, const char* form) {
    if (!again) report("refused as " + std::string(form) + " (" + again.error().message + "): " + input);
    require(*again == *dump, form, input);
  };
  same(read_text(as_text(*dump)), "text");
  same(read_raw(as_raw(*dump), dump->type), "raw data");
}

void require_sound(const Result<DumpType>& type, const std::string& input) {
  if (!type) {
    require_message(type.error().message);
    mark_message(type.error().message);
    return;
  }
  const auto again = parse_type_line(type_line(*type), "again");
  require(again && *again == *type, "another type when written again", input);
  DumpType plain = *type;
  plain.range.reset();
  const auto raw = parse_raw_type(std::string(name_of(plain.type)) + "," + plain.scale_text + "," +
                                  std::to_string(plain.zero_point) + "," + shape_text(plain, "x"));
  require(raw && *raw == plain, "another raw type when written again", input);
}

void run(const std::string& input) {
  require_sound(read_text(input), input);
  const auto end = std::min(input.find('\n'), input.size());
  const std::string line = input.substr(0, end);
  const auto raw_type = parse_raw_type(line);
  require_sound(parse_type_line(line, "line"), input);
  require_sound(raw_type, input);
  if (!raw_type || end == input.size()) return;
  const std::string bytes = input.substr(end + 1);
  const auto dump = read_raw(bytes, *raw_type);
  require_sound(dump, input);
  if (dump) require(as_raw(*dump) == bytes, "other raw data when written again", input);
}

}  // namespace
}  // namespace halflsb

HALFLSB_FUZZ_READER(halflsb::run)
