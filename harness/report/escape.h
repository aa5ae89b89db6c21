// Text from files, made fit for markup: what has a meaning there is escaped; what is no text at all (control characters,
// broken UTF-8) becomes U+FFFD.
#pragma once

#include <string>
#include <string_view>

#include "harness/problem/json.h"

namespace halflsb::report {

// For HTML and XML, in text and in quoted attributes.
[[nodiscard]] std::string escaped(std::string_view text);

// JSON for a <script>: nothing in it ends the element.
[[nodiscard]] std::string json_in_script(const Json& json);

// One line in a Markdown table: no markup of its own.
[[nodiscard]] std::string in_markdown(std::string_view text);

// A path below a directory, as a URI reference.
[[nodiscard]] std::string uri_of(std::string_view path);

}  // namespace halflsb::report
