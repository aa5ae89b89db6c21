#include "harness/vectors/vector_file.h"

#include "harness/readers/excerpt.h"
#include "harness/vectors/formats.h"

namespace halflsb {
namespace {

void read_models(const JsonObject& models, VectorFile& file) {
  for (const std::string& name : models.keys()) {
    for (const JsonObject& layer : models.objects(name)) read_model_layer(layer, file);
  }
}

void read_tables(const JsonObject& root, VectorFile& file) {
  bool found = false;
  for (const std::string& name : root.keys()) {
    if (!is_table(root, name)) continue;
    found = true;
    read_table(name, root.object(name), file);
  }
  if (!found) root.fail("op", "is missing, and so are layers, conv_vectors, rows, models and tables (expected one)");
}

}  // namespace

Parameters q31_parameters(bool single_rounding, std::int64_t multiplier, std::int64_t shift) {
  return {single_rounding ? "tflite_single_rounding" : "tflite_double_rounding",
          {{"multiplier", Rational(multiplier)}, {"shift", Rational(shift)}}};
}

Parameters ideal_parameters(const Rational& factor, RoundingMode rounding) {
  return {"ideal", {{"factor", factor}, {"rounding", Rational(static_cast<int>(rounding))}}};
}

Result<VectorFile> read_vector_file(const std::string& path) {
  const auto json = load_json(path);
  if (!json) return json.error();
  VectorFile file;
  std::optional<Error> error;
  const JsonObject root(*json, one_line(path), error);
  if (error) return *error;
  if (root.has("op")) {
    read_conv_case(root, "expected", file);
  } else if (root.has("layers")) {
    for (const JsonObject& layer : root.objects("layers")) read_conv_case(layer, "expected_by_our_reference", file);
  } else if (root.has("conv_vectors")) {
    for (const JsonObject& vector : root.objects("conv_vectors")) read_glow_conv(vector, file);
  } else if (root.has("rows")) {
    for (const JsonObject& row : root.objects("rows")) read_glow_scale(row, file);
  } else if (root.has("models")) {
    read_models(root.object("models"), file);
  } else {
    read_tables(root, file);
  }
  if (error) return *error;
  return file;
}

}  // namespace halflsb
