// The mutated kernels as targets. The headers included here are generated copies of those in targets/portable/ and
// targets/seeded/base/.
#include <string>
#include <vector>

#include "targets/mutants/portable/registry.h"
#include "targets/mutants/registry.h"
#include "targets/mutants/seeded/base/conv2d.h"
#include "targets/mutants/seeded/base/float_scheme.h"
#include "targets/mutants/seeded/base/requantize.h"

namespace halflsb::mutants {
namespace {

namespace base = seeded;

std::vector<halflsb_target> originals() {
  size_t count = 0;
  const halflsb_target* const* kernels = portable::portable_targets(&count);
  std::vector<halflsb_target> targets;
  for (size_t i = 0; i < count; ++i) targets.push_back(*kernels[i]);

  using base::PlainConv2d, base::PlainRequantize, base::run_conv2d, base::run_requantize;
  const std::vector<halflsb_target> bases{
      base::requantize_glow("base_requantize_glow", nullptr, run_requantize<PlainRequantize<base::Glow>>),
      base::requantize_tflite_double("base_requantize_tflite_double", nullptr,
                                     run_requantize<PlainRequantize<base::TfliteDouble>>),
      base::requantize_tflite_single("base_requantize_tflite_single", nullptr,
                                     run_requantize<PlainRequantize<base::TfliteSingle>>),
      base::requantize_ideal("base_requantize_ideal", nullptr, run_requantize<PlainRequantize<base::Ideal>>),
      base::requantize_fp32("base_requantize_fp32", nullptr, run_requantize<PlainRequantize<base::Fp32>>),
      base::requantize_onednn("base_requantize_onednn", nullptr, run_requantize<base::PlainOnednn>),
      base::conv2d_glow("base_conv2d_glow", nullptr, run_conv2d<PlainConv2d<base::Glow>>),
      base::conv2d_glow_per_channel("base_conv2d_glow_per_channel", nullptr, run_conv2d<PlainConv2d<base::Glow>>),
      base::conv2d_tflite("base_conv2d_tflite", nullptr, run_conv2d<PlainConv2d<base::TfliteDouble>>),
  };
  targets.insert(targets.end(), bases.begin(), bases.end());
  return targets;
}

// Held in one place, because a target points to its name.
struct Renamed {
  std::vector<halflsb_target> targets = originals();
  std::vector<std::string> names;
  std::vector<const halflsb_target*> pointers;

  Renamed() {
    for (const halflsb_target& target : targets) names.push_back(std::string("mutated.") + target.name);
    for (size_t i = 0; i < targets.size(); ++i) {
      targets[i].name = names[i].c_str();
      pointers.push_back(&targets[i]);
    }
  }
};

}  // namespace

const halflsb_target* const* mutated_targets(size_t* count) {
  static const Renamed renamed;
  *count = renamed.pointers.size();
  return renamed.pointers.data();
}

}  // namespace halflsb::mutants
