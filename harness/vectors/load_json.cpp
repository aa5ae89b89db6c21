#include <filesystem>
#include <fstream>

#include "harness/readers/excerpt.h"
#include "harness/vectors/json_object.h"

namespace halflsb {

Result<nlohmann::json> load_json(const std::string& path) {
  std::error_code error;
  const auto fail = [&](const std::string& what) { return Error{one_line(path) + ": " + what}; };
  if (!std::filesystem::is_regular_file(path, error)) return fail("is not a file that can be read");
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail("cannot be opened");
  try {
    return nlohmann::json::parse(file);
  } catch (const nlohmann::json::parse_error& malformed) {
    return fail("is not JSON: syntax error at byte " + std::to_string(malformed.byte));
  } catch (const nlohmann::json::exception&) {
    return fail("is not JSON: a number is out of range");
  }
}

}  // namespace halflsb
