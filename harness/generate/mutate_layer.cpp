#include "harness/generate/mutate_layer.h"

#include <algorithm>

#include "harness/generate/bias.h"
#include "harness/generate/layers.h"
#include "harness/generate/numbers.h"
#include "harness/generate/parameters.h"
#include "harness/generate/shapes.h"
#include "harness/generate/tensors.h"

namespace halflsb {
namespace {

// Values of one type that stay valid in another: by their distance from the lowest.
void retype(std::vector<std::int16_t>& data, ElementType from, ElementType to) {
  const auto moved = static_cast<std::int16_t>(smallest(to) - smallest(from));
  for (std::int16_t& value : data) value = static_cast<std::int16_t>(value + moved);
}

void change_types(Random& random, const halflsb_domain& domain, ConvLayer& layer) {
  const ElementType input = some_type(random, domain.input_types);
  const ElementType filter = some_type(random, domain.input_types);
  retype(layer.input, layer.input_type, input);
  retype(layer.filter, layer.filter_type, filter);
  layer.input_zero_point += smallest(input) - smallest(layer.input_type);
  for (std::int32_t& zero_point : layer.filter_zero_point) {
    zero_point += static_cast<std::int32_t>(smallest(filter) - smallest(layer.filter_type));
    if (domain.filter_zero_point == 0) zero_point = 0;
  }
  layer.input_type = input;
  layer.filter_type = filter;
}

void change_zero_point(Random& random, const halflsb_domain& domain, ConvLayer& layer) {
  if (random.one_in(3)) return draw_zero_points(random, domain, layer);
  if (random.one_in(2) || domain.filter_zero_point == 0) {
    layer.input_zero_point = some_value(random, layer.input_type, 0);
    return;
  }
  auto& zero_points = layer.filter_zero_point;
  const std::int64_t at = random.between(0, static_cast<std::int64_t>(zero_points.size()) - 1);
  zero_points[static_cast<std::size_t>(at)] = some_value(random, layer.filter_type, 0);
}

void change_bias(Random& random, const halflsb_domain& domain, ConvLayer& layer) {
  if (!layer.bias || random.one_in(6)) {
    layer.bias = some_bias(random, domain, layer);
    return;
  }
  Bias& bias = *layer.bias;
  const auto channel = random.between(0, layer.shape.out_channels - 1);
  switch (random.between(0, 5)) {
    case 0: layer.bias.reset(); break;
    case 1: bias.zero_point = random.one_in(2) ? 0 : boundary_integer(random, INT32_MIN, INT32_MAX); break;
    case 2:
      bias.data[static_cast<std::size_t>(channel)] =
          static_cast<std::int32_t>(boundary_integer(random, smallest(bias.type), largest(bias.type)));
      break;
    case 3:
      if (!bias.rescale.empty()) {
        const auto last = static_cast<std::int64_t>(bias.rescale.size()) - 1;
        move_one_field(random, bias.rescale[static_cast<std::size_t>(random.between(0, last))], domain);
        break;
      }
      [[fallthrough]];
    default: aim_bias(random, layer, channel); break;
  }
}

}  // namespace

void change_layer(Random& random, const halflsb_target& target, ConvLayer& layer) {
  const halflsb_domain& domain = target.domain;
  switch (random.between(0, 15)) {
    case 0:
    case 1:
    case 2:
    case 3: layer = resized(random, layer, changed_shape(random, domain, layer.shape)); break;
    case 4: change_types(random, domain, layer); break;
    case 5: change_zero_point(random, domain, layer); break;
    case 6:
    case 7:
    case 8: change_data(random, layer); break;
    case 9:
    case 10:
    case 11: change_bias(random, domain, layer); break;
    case 12: layer.activation = some_activation(random, domain, layer.requantization); break;
    case 13: aim_factor(random, domain, layer); break;
    default: {
      const auto channel = random.between(0, layer.shape.out_channels - 1);
      layer.bias ? aim_bias(random, layer, channel) : aim_factor(random, domain, layer);
      break;
    }
  }
}

void cross_layer(Random& random, ConvLayer& layer, const ConvLayer& other) {
  const bool same_channels = layer.shape.out_channels == other.shape.out_channels;
  const auto kept = [&](auto& mine, const auto& theirs) {  // one for all channels where the channels differ
    mine = theirs;
    if (!same_channels && mine.size() > 1) mine.erase(mine.begin() + 1, mine.end());
  };
  switch (random.between(0, 3)) {
    case 0: layer.activation = other.activation; break;
    case 1:
      if (layer.input_type == other.input_type) layer.input_zero_point = other.input_zero_point;
      if (layer.filter_type == other.filter_type) kept(layer.filter_zero_point, other.filter_zero_point);
      break;
    case 2:
      if (same_channels) layer.bias = other.bias;
      break;
    default: break;
  }
  if (random.one_in(3)) return;
  Requantization taken = other.requantization;
  kept(taken.parameters, other.requantization.parameters);
  kept(taken.factor, other.requantization.factor);
  layer.requantization = std::move(taken);
}

void tidy(ConvLayer& layer) {
  if (layer.activation.kind != Activation::Kind::leaky_relu) layer.activation.leaky.reset();
  if (layer.activation.kind != Activation::Kind::clip) layer.activation.clip = OutputRange{};
  keep_in_int32(layer);
}

}  // namespace halflsb
