// The NEON kernels as a program of their own: a problem of `halflsb gen` on each line of the input, the problem and the kernel's answer on each
// line of the output. Built for AArch64 and run by an emulator, it is the ARM path on any machine.
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "targets/external/neon_kernels.h"

namespace {

using halflsb::external::requantize_neon;

std::string answer(const std::string& line) {
  std::istringstream words(line);
  std::string word, kind;
  words >> kind;
  std::map<std::string, std::string> fields;
  while (words >> word) fields[word.substr(0, word.find('='))] = word.substr(word.find('=') + 1);
  const bool rndnu = fields["scheme"] == "xnnpack_rndnu";
  const bool known = kind == "requantize" && (rndnu || fields["scheme"] == "tflite_double_rounding");
  if (!known || fields["output"] != "i8") return "unsupported";
  halflsb_requantize_args args{};
  args.rescale.multiplier = std::stoi(fields["multiplier"]);
  args.rescale.shift = std::stoi(fields["shift"]);
  args.zero_point = std::stoi(fields["zero_point"]);
  args.output_min = -128;
  args.output_max = 127;
  if (args.rescale.shift < -31 || args.rescale.shift > (rndnu ? 30 : 0)) return "unsupported";
  if (rndnu && args.rescale.multiplier < 1 << 30) return "unsupported";
  if (args.zero_point < -128 || args.zero_point > 127) return "unsupported";
  std::vector<int32_t> accumulators;
  std::istringstream list(fields["acc"]);
  while (std::getline(list, word, ',')) accumulators.push_back(std::stoi(word));
  std::vector<int8_t> outputs(accumulators.size());
  args.count = accumulators.size();
  args.accumulator = accumulators.data();
  args.output = outputs.data();
  rndnu ? requantize_neon<halflsb::external::rndnu>(&args) : requantize_neon<halflsb::external::tflite_double>(&args);
  std::string text;
  for (const int8_t output : outputs) text += (text.empty() ? "" : ",") + std::to_string(output);
  return text;
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) std::cout << line << " => " << answer(line) << "\n";
}
