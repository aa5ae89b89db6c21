// The flags of prove's layer form: a bias that is rescaled before it is added, see reference/bound/layer.h.
#pragma once

#include "harness/cli/bound_json.h"
#include "harness/cli/scheme_flags.h"
#include "reference/bound/layer.h"

namespace halflsb::cli {

struct LayerFlags {
  std::string pre, scale, post, values, zero_point, factor;

  void add_to(CommandLine& app);
  [[nodiscard]] bool given() const;
};

// The question about the output's query and a range of sums of products.
[[nodiscard]] Result<LayerQuestion> resolve(const LayerFlags& flags, const SchemeQuery& output, const Interval& sums);

[[nodiscard]] Json to_json(const LayerQuestion& question, const LayerBound& bound);
[[nodiscard]] std::string to_text(const LayerQuestion& question, const LayerBound& bound);

// |e| of the layer, an upper bound where that is an enclosure.
[[nodiscard]] Rational max_abs(const LayerBound& bound);

}  // namespace halflsb::cli
