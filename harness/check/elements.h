// Tensor elements as a kernel has them: bytes of a declared type. Values are known to fit the type.
#pragma once

#include <cstdint>
#include <vector>

#include "reference/conv/element_type.h"

namespace halflsb {

// Replaces what `bytes` holds by the values, each narrowed to the type.
void narrow_to(std::vector<std::uint8_t>& bytes, const std::vector<std::int16_t>& values);  // one byte each: i8 or u8
void narrow_to(std::vector<std::uint8_t>& bytes, const std::vector<std::int32_t>& values, ElementType type);

// The same in reverse.
[[nodiscard]] std::vector<std::int32_t> widened(const std::uint8_t* bytes, std::size_t count, ElementType type);

}  // namespace halflsb
