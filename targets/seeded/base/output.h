// Element types: what they hold, and the store of a value that fits.
#pragma once

#include <cstdint>
#include <cstring>

#include "targets/abi/target.h"

namespace halflsb::seeded {

inline bool byte_type(int32_t type) { return type == HALFLSB_I8 || type == HALFLSB_U8; }

inline bool fits(int64_t value, int32_t type) {
  switch (type) {
    case HALFLSB_I8: return value >= -128 && value <= 127;
    case HALFLSB_U8: return value >= 0 && value <= 255;
    case HALFLSB_I16: return value >= -32768 && value <= 32767;
    default: return type == HALFLSB_I32;
  }
}

inline int64_t element_size(int32_t type) { return type == HALFLSB_I32 ? 4 : type == HALFLSB_I16 ? 2 : 1; }

// What is left of a value in a register of the type.
inline int32_t narrowed(int64_t value, int32_t type) {
  switch (type) {
    case HALFLSB_I8: return static_cast<int8_t>(value);
    case HALFLSB_U8: return static_cast<uint8_t>(value);
    case HALFLSB_I16: return static_cast<int16_t>(value);
    default: return static_cast<int32_t>(value);
  }
}

inline void store_element(int32_t value, int32_t type, void* output, int64_t index) {
  char* at = static_cast<char*>(output) + index * element_size(type);
  for (int64_t byte = 0; byte < element_size(type); ++byte) {
    at[byte] = static_cast<char>(static_cast<uint32_t>(value) >> (8 * byte));
  }
}

}  // namespace halflsb::seeded
