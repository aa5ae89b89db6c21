// The element types of quantized tensors, their names in text, and the values they hold.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace halflsb {

enum class ElementType { i8, u8, i16, i32 };

struct ElementTypeInfo {
  ElementType type;
  std::string_view name;
  std::int64_t smallest, largest;
  int bytes;
};

inline constexpr std::array<ElementTypeInfo, 4> kElementTypes{{
    {ElementType::i8, "i8", -128, 127, 1},
    {ElementType::u8, "u8", 0, 255, 1},
    {ElementType::i16, "i16", -32768, 32767, 2},
    {ElementType::i32, "i32", -2147483648LL, 2147483647LL, 4},
}};

[[nodiscard]] constexpr const ElementTypeInfo& info(ElementType type) {
  return kElementTypes[static_cast<std::size_t>(type)];
}
[[nodiscard]] constexpr std::string_view name_of(ElementType type) { return info(type).name; }
[[nodiscard]] constexpr std::int64_t smallest(ElementType type) { return info(type).smallest; }
[[nodiscard]] constexpr std::int64_t largest(ElementType type) { return info(type).largest; }

[[nodiscard]] constexpr std::optional<ElementType> parse_element_type(std::string_view text) {
  for (const ElementTypeInfo& candidate : kElementTypes) {
    if (candidate.name == text) return candidate.type;
  }
  return std::nullopt;
}

}  // namespace halflsb
