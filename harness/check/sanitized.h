// Is AddressSanitizer in this build? It fills what malloc() gives, and ends the process on what a kernel of ours may survive.
#pragma once

namespace halflsb {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace halflsb
