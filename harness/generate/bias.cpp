#include "harness/generate/bias.h"

#include <algorithm>

#include "harness/generate/accumulators.h"
#include "harness/generate/numbers.h"
#include "harness/generate/parameters.h"
#include "harness/generate/sums.h"

namespace halflsb {
namespace {

constexpr std::int64_t kInt32Min = INT32_MIN;
constexpr std::int64_t kInt32Max = INT32_MAX;
constexpr std::int64_t kExactBudget = 1 << 13;

const Parameters& rescale_of(const Bias& bias, std::int64_t channel) {
  return bias.rescale[bias.rescale.size() == 1 ? 0 : static_cast<std::size_t>(channel)];
}

Scheme rescale_scheme(const ConvLayer& layer, std::int64_t channel) {
  return find_recipe("glow")->steps(rescale_of(*layer.bias, channel), 0, layer.requantization.width);
}

// bias - zero point, and where it has a scale of its own what that makes of it.
class Terms {
 public:
  Terms(ConvLayer& layer, std::int64_t channel)
      : bias_(*layer.bias), value_(layer.bias->data[static_cast<std::size_t>(channel)]) {
    if (!bias_.rescale.empty()) steps_ = Staircase::compile(rescale_scheme(layer, channel));
    known_ = bias_.rescale.empty() || steps_.has_value();
  }
  [[nodiscard]] bool known() const { return known_; }
  [[nodiscard]] Int128 term() const {
    const std::int64_t centred = value_ - bias_.zero_point;
    return steps_ ? steps_->output(centred) : Int128{centred};
  }
  // The stored value whose term first reaches `term`, as far as the type of the bias goes.
  void aim(std::int64_t term) {
    const std::int64_t centred = steps_ ? steps_->preimage(steps_->last(), term) : term;
    value_ =
        static_cast<std::int32_t>(std::clamp(centred + bias_.zero_point, smallest(bias_.type), largest(bias_.type)));
  }

 private:
  Bias& bias_;
  std::int32_t& value_;
  std::optional<Staircase> steps_;
  bool known_ = false;
};

std::int64_t some_zero_point(Random& random, const Bias& bias) {
  switch (random.between(0, 7)) {
    case 0:
    case 1:
    case 2: return boundary_integer(random, -128, 127);
    case 3: return bias.rescale.empty() ? random.between(-2, 2) : boundary_integer(random, kInt32Min, kInt32Max);
    default: return 0;
  }
}

// Mostly of the size of the layer's sums, so that neither drowns the other.
std::int32_t some_value(Random& random, const Bias& bias, std::int64_t sums) {
  std::int64_t value = 0;
  switch (random.between(0, 7)) {
    case 0: value = boundary_integer(random, smallest(bias.type), largest(bias.type)); break;
    case 1: value = boundary_integer(random, -sums, sums); break;
    case 2: value = random.between(-2, 2); break;
    default: value = random.between(-sums, sums); break;
  }
  return static_cast<std::int32_t>(std::clamp(value, smallest(bias.type), largest(bias.type)));
}

Parameters some_rescale(Random& random, const halflsb_domain& domain) {
  const Recipe& glow = *find_recipe("glow");
  if (random.one_in(2)) return some_parameters(random, glow, domain);
  // Near 1: terms then have the size of the sums.
  auto near_one = some_derived(random, glow, static_cast<int>(random.between(-4, 3)), domain);
  return near_one ? *std::move(near_one) : some_parameters(random, glow, domain);
}

bool channel_fits(ConvLayer& layer, std::int64_t channel, std::int64_t most) {
  Terms terms(layer, channel);
  if (!terms.known()) return false;
  const auto fits = [&](const SumRange& sums) {
    const Int128 term = terms.term();
    return term >= kInt32Min && term <= kInt32Max && term + sums.lo >= kInt32Min && term + sums.hi <= kInt32Max;
  };
  if (fits({-most, most})) return true;
  SumRange sums = sums_of_channel(layer, channel, kExactBudget);
  if (fits(sums)) return true;
  sums = {std::min<std::int64_t>(sums.lo, 0), std::max<std::int64_t>(sums.hi, 0)};
  const Int128 term = terms.term();
  terms.aim(term > 0 ? kInt32Max - sums.hi : kInt32Min - sums.lo);
  if (fits(sums)) return true;
  terms.aim(0);
  return fits(sums);
}

}  // namespace

std::optional<Bias> some_bias(Random& random, const halflsb_domain& domain, const ConvLayer& layer) {
  constexpr std::uint32_t kTypes = 1U << HALFLSB_I8 | 1U << HALFLSB_I32;  // what a bias can be
  if ((domain.bias_types & kTypes) == 0 || random.one_in(5)) return std::nullopt;
  Bias bias;
  do {
    bias.type = random.one_in(4) ? ElementType::i8 : ElementType::i32;
  } while (((domain.bias_types >> static_cast<int>(bias.type)) & 1U) == 0);
  const std::int64_t channels = layer.shape.out_channels;
  if (domain.bias_rescaled != 0 && random.one_in(3)) {
    const bool per_channel = domain.per_channel != 0 && channels > 1 && random.one_in(2);
    for (std::int64_t i = 0; i < (per_channel ? channels : 1); ++i) {
      // A few sets, dealt out: deriving one for every channel would cost more than the check.
      bias.rescale.push_back(i < 4 ? some_rescale(random, domain)
                                   : bias.rescale[static_cast<std::size_t>(random.between(0, 3))]);
    }
  }
  bias.zero_point = some_zero_point(random, bias);
  const std::int64_t sums = std::max<std::int64_t>(largest_sum(layer), 1);
  const bool constant = random.one_in(8);
  for (std::int64_t i = 0; i < channels; ++i) {
    bias.data.push_back(constant && i > 0 ? bias.data.front() : some_value(random, bias, sums));
  }
  return bias;
}

void aim_bias(Random& random, ConvLayer& layer, std::int64_t channel) {
  if (!layer.bias || !random.use().aims) return;
  Terms terms(layer, channel);
  if (!terms.known()) return;
  if (!layer.bias->rescale.empty() && random.one_in(2)) {  // at the edges of its own rescaling instead
    AccumulatorSource source(rescale_scheme(layer, channel), {kInt32Min, kInt32Max}, {0});
    const std::int64_t value = source.draw(random) + layer.bias->zero_point;
    layer.bias->data[static_cast<std::size_t>(channel)] =
        static_cast<std::int32_t>(std::clamp(value, smallest(layer.bias->type), largest(layer.bias->type)));
    return;
  }
  std::vector<std::int64_t> levels{layer.requantization.zero_point};
  const Activation& activation = layer.activation;
  if (activation.kind == Activation::Kind::clip) levels.insert(levels.end(), {activation.clip.lo, activation.clip.hi});
  if (activation.kind == Activation::Kind::leaky_relu) {
    // The outputs on which the leaky slope rounds or leaves its registers.
    AccumulatorSource leaky(find_recipe("glow")->steps(*activation.leaky, 0, layer.requantization.width),
                            layer.requantization.output, {0});
    for (int i = 0; i < 3; ++i) levels.push_back(layer.requantization.zero_point + leaky.draw(random));
  }
  AccumulatorSource source(layer.requantization.scheme(channel), layer.requantization.output, std::move(levels));
  const std::int64_t wanted = random.one_in(3) ? source.draw_unsaturated(random) : source.draw(random);
  const std::int64_t pixel = random.between(0, pixels(layer.shape) - 1);
  terms.aim(wanted - sum_of_products(layer, pixel, channel));
}

void keep_in_int32(ConvLayer& layer) {
  if (!layer.bias) return;
  const std::int64_t most = largest_sum(layer);
  for (std::int64_t channel = 0; channel < layer.shape.out_channels; ++channel) {
    if (channel_fits(layer, channel, most)) continue;
    layer.bias.reset();
    return;
  }
}

}  // namespace halflsb
