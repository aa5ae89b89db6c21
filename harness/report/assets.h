// Files that the build puts into the program. The plot library's are empty where it was not installed when the build was configured.
#pragma once

#include <string_view>

namespace halflsb::report {

extern const std::string_view kPageCss, kPageJs;
extern const std::string_view kDygraphsJs, kDygraphsCss, kDygraphsLicence;

}  // namespace halflsb::report
