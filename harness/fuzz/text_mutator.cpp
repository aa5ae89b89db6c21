#include "harness/fuzz/text_mutator.h"

#include <algorithm>
#include <array>
#include <vector>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace halflsb {
namespace {

bool is_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' ||
         c == '+' || c == '.' || byte >= 0x80;
}

// Words and runs of digits are one piece each, every other character is one of its own.
std::vector<std::string> pieces_of(std::string_view text) {
  std::vector<std::string> pieces;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    while (is_word(text[at]) && end < text.size() && is_word(text[end])) ++end;
    pieces.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return pieces;
}

bool is_number(const std::string& piece) {
  return piece.find_first_of("0123456789") != std::string::npos &&
         piece.find_first_not_of("+-.0123456789e") == std::string::npos;
}

std::string boundary_number(Random& random) {
  constexpr std::array kNumbers{"0",
                                "-0",
                                "+1",
                                "00",
                                "1.0",
                                "-1.000000",
                                "0.5",
                                "1e9",
                                "1e-9",
                                "1e400",
                                "0x1p-3",
                                "1/3",
                                "1/0",
                                "nan",
                                "inf",
                                "-",
                                "268435456",
                                "2147483647",
                                "2147483648",
                                "-2147483648",
                                "4294967296",
                                "127",
                                "-128",
                                "255",
                                "256",
                                "32767",
                                "9007199254740993",
                                "9223372036854775807",
                                "-9223372036854775808",
                                "18446744073709551616",
                                "1e18",
                                ""};
  if (random.one_in(2)) return kNumbers[static_cast<std::size_t>(random.between(0, kNumbers.size() - 1))];
  const std::int64_t power = std::int64_t{1} << random.between(0, 62);
  return std::to_string((random.one_in(2) ? power : -power) + random.between(-2, 2));
}

std::string joined(const std::vector<std::string>& pieces) {
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  return text;
}

using Place = std::vector<std::string>::difference_type;

Place some_place(const std::vector<std::string>& pieces, Random& random) {
  return random.between(0, static_cast<std::int64_t>(pieces.size()) - 1);
}

}  // namespace

std::string mutate_text(std::string_view text, Random& random) {
  std::vector<std::string> pieces = pieces_of(text);
  if (pieces.empty()) return "0";
  const auto at = pieces.begin() + some_place(pieces, random);
  const auto other = pieces.begin() + some_place(pieces, random);
  const Place length = std::min<Place>(random.between(1, 8), pieces.end() - at);
  switch (random.between(0, 6)) {
    case 0:
    case 1:
    case 2:
      // The next number from here on: most pieces are none.
      if (const auto number = std::find_if(at, pieces.end(), is_number); number != pieces.end()) {
        *number = boundary_number(random);
      } else {
        *at = boundary_number(random);
      }
      break;
    case 3: pieces.erase(at, at + length); break;
    case 4: {
      const std::vector<std::string> copy(at, at + length);
      pieces.insert(other, copy.begin(), copy.end());
      break;
    }
    case 5: std::swap(*at, *other); break;
    default: *at = *other; break;
  }
  return joined(pieces);
}

std::string cross_text(std::string_view a, std::string_view b, Random& random) {
  std::vector<std::string> first = pieces_of(a);
  const std::vector<std::string> second = pieces_of(b);
  if (first.empty() || second.empty()) return std::string(first.empty() ? b : a);
  const auto from = second.begin() + some_place(second, random);
  first.erase(first.begin() + some_place(first, random), first.end());
  first.insert(first.end(), from, second.end());
  return joined(first);
}

std::size_t mutate_text(std::uint8_t* data, std::size_t size, std::size_t max_size, std::uint64_t seed) {
  Random random(seed);
  if (random.one_in(4)) return LLVMFuzzerMutate(data, size, max_size);
  return mutate_text(std::string(data, data + size), random).copy(reinterpret_cast<char*>(data), max_size);
}

}  // namespace halflsb
