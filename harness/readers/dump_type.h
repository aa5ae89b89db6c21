// The quantized type of a tensor dump, as Glow prints it: i8[S:0.0255 O:-128][0.000,6.505]<1 x 56 x 56 x 64>
// Accepted types have a finite scale above 0, a zero point that the element type holds, and 1 to 8 dimensions of at
// least 1 with at most 2^28 elements in all. Everything else is an error with the column.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reference/conv/element_type.h"
#include "reference/exact/result.h"

namespace halflsb {

struct DumpType {
  ElementType type = ElementType::i8;
  std::string scale_text;  // exactly as printed
  std::int64_t zero_point = 0;
  std::optional<std::pair<std::string, std::string>> range;  // of the real values, as printed
  std::vector<std::int64_t> shape;

  friend bool operator==(const DumpType&, const DumpType&) = default;
};

inline constexpr std::size_t kMaxDumpDimensions = 8;

// The number of elements of a shape, within the limits above.
[[nodiscard]] Result<std::int64_t> element_count(const std::vector<std::int64_t>& shape);

// One type line, with or without its line end; blanks between tokens do not matter and the range may be absent. `where`
// ("dest.txt:1") starts the message.
[[nodiscard]] Result<DumpType> parse_type_line(std::string_view line, std::string_view where);

// type,scale,zero_point,shape for dumps that carry no type line: "i8,0.0341,-128,1x56x56x64"
[[nodiscard]] Result<DumpType> parse_raw_type(std::string_view text);

}  // namespace halflsb
