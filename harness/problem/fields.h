// A problem as an ordered list of key=value fields: the shared ground of its text and its JSON form.
//
//   requantize  scheme <parameters> [zero_point=0] [output=i8] [width=32] [factor] acc=N,...
//   conv2d      in=NxHxWxC filter=OxHxWxI [stride=1,1] [pad=0,0,0,0] [dilation=1,1] [groups=1] [in_type=i8] [filter_type=i8]
//               [in_zp=0] [filter_zp=0,...] scheme <parameters> [zero_point=0] [output=i8] [width=32] [factor]
//               [bias_type=none|i8|i32 [bias_zp=0] [bias_pre bias_scale bias_post] bias_data]
//               [activation=none|relu|clip|leaky_relu [clip=LO:HI] [leaky_pre leaky_scale leaky_post]] in_data filter_data
//   pad is top,left,bottom,right; pairs are height,width. Parameters of conv2d, filter_zp and factor hold one value, or one
//   per output channel. output is i8, u8, i16 or LO:HI. `version=1` may stand first; 1 is the only version so far.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "harness/problem/problem.h"

namespace halflsb {

struct Field {
  std::string key;
  std::string value;
  bool is_default = false;  // reading without it gives the same problem
};

// By Activation::Kind.
inline constexpr std::array<std::string_view, 4> kActivations{"none", "relu", "clip", "leaky_relu"};

[[nodiscard]] std::vector<Field> to_fields(const Problem& problem);

// Refuses unknown, repeated and missing keys and anything invalid; the error names the key.
[[nodiscard]] Result<Problem> from_fields(std::string_view kind, const std::vector<Field>& fields);

// i8, u8, i16, i32 or LO:HI within int32.
[[nodiscard]] Result<OutputRange> parse_output_range(std::string_view text);
[[nodiscard]] std::string format_output_range(const OutputRange& range);

// A x B x ... of `count` sizes, separated by `separator`; each at least `least`.
[[nodiscard]] Result<std::vector<std::int64_t>> parse_sizes(std::string_view text, std::size_t count, char separator,
                                                            std::int64_t least);

}  // namespace halflsb
