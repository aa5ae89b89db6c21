// What mutated copies of the sources are written in: each place that a mutant changes asks here whether that mutant is
// on. An operator is changed by a named operator of its own precedence: `a + b` becomes `a + Plus<7>{} + b`, so that no
// expression has to be parsed. Where the types have no changed form, nothing changes.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <utility>

extern "C" {
extern int halflsb_mutant;
extern unsigned char halflsb_mutant_reached[];
}

#define HALFLSB_SWITCH [[gnu::always_inline]] inline

namespace halflsb_mutation {

template <int id>
HALFLSB_SWITCH bool on() {
  __atomic_store_n(&halflsb_mutant_reached[id], 1, __ATOMIC_RELAXED);
  return __builtin_expect(__atomic_load_n(&halflsb_mutant, __ATOMIC_RELAXED) == id, 0);
}

// Marks a mutant whose changed form the types do not have: there is nothing to switch.
template <int id>
HALFLSB_SWITCH void absent() {
  if (halflsb_mutant_reached[id] == 0) halflsb_mutant_reached[id] = 2;
}

// The value by one up; the next representable one of a floating-point type.
template <int id, typename T>
HALFLSB_SWITCH auto next(const T& x) {
  if constexpr (std::is_floating_point_v<T>) {
    return on<id>() ? std::nextafter(x, std::numeric_limits<T>::infinity()) : x;
  } else {
    return on<id>() ? static_cast<T>(x + 1) : x;
  }
}

template <int id, typename T>
HALFLSB_SWITCH T previous(const T& x) {
  return on<id>() ? static_cast<T>(x - 1) : x;
}

template <int id>
HALFLSB_SWITCH bool flipped(bool x) {
  return on<id>() != x;
}

// A library type's deferred expression is evaluated here: the two forms must have one type.
template <typename T>
struct Evaluated {
  using Type = T;
};
template <typename T>
requires requires { typename T::result_type; }
struct Evaluated<T> {
  using Type = typename T::result_type;
};

#define HALFLSB_BINARY(Name, op, changed)                                             \
  template <int id>                                                                   \
  struct Name {};                                                                     \
  template <int id, typename A>                                                       \
  struct Name##Of {                                                                   \
    A&& a;                                                                            \
  };                                                                                  \
  template <int id, typename A>                                                       \
  HALFLSB_SWITCH Name##Of<id, A> operator op(A&& a, Name<id>) {                       \
    return {std::forward<A>(a)};                                                      \
  }                                                                                   \
  template <int id, typename A, typename B>                                           \
  HALFLSB_SWITCH decltype(auto) operator op(Name##Of<id, A> x, B&& b) {               \
    if constexpr (requires { changed; }) {                                            \
      using Type = typename Evaluated<std::remove_cvref_t<decltype(x.a op b)>>::Type; \
      return on<id>() ? static_cast<Type>(changed) : static_cast<Type>(x.a op b);     \
    } else {                                                                          \
      absent<id>();                                                                   \
      return x.a op std::forward<B>(b);                                               \
    }                                                                                 \
  }

HALFLSB_BINARY(Plus, +, x.a - b)
HALFLSB_BINARY(Minus, -, x.a + b)
HALFLSB_BINARY(Less, <, x.a <= b)
HALFLSB_BINARY(AtMost, <=, x.a < b)
HALFLSB_BINARY(Greater, >, x.a >= b)
HALFLSB_BINARY(AtLeast, >=, x.a > b)
HALFLSB_BINARY(Equal, ==, x.a != b)
HALFLSB_BINARY(Unequal, !=, x.a == b)
HALFLSB_BINARY(Left, <<, x.a << static_cast<std::decay_t<B>>(b + 1))
HALFLSB_BINARY(Right, >>, x.a >> static_cast<std::decay_t<B>>(b + 1))
#undef HALFLSB_BINARY

// `x += Negated<7>{} += y` and `x >>= Longer<7>{} >>= y`: these operators group from the right.
template <int id>
struct Negated {
  template <typename B>
  HALFLSB_SWITCH friend decltype(auto) operator+=(Negated, B&& b) {
    return Negated{}.of(std::forward<B>(b));
  }
  template <typename B>
  HALFLSB_SWITCH friend decltype(auto) operator-=(Negated, B&& b) {
    return Negated{}.of(std::forward<B>(b));
  }
  template <typename B>
  HALFLSB_SWITCH decltype(auto) of(B&& b) {
    if constexpr (requires { -b; }) {
      using Type = typename Evaluated<std::remove_cvref_t<decltype(-b)>>::Type;
      return on<id>() ? static_cast<Type>(-b) : static_cast<Type>(b);
    } else {
      absent<id>();
      return std::forward<B>(b);
    }
  }
};

template <int id>
struct Longer {
  template <typename B>
  HALFLSB_SWITCH friend B operator>>=(Longer, const B& b) {
    return on<id>() ? static_cast<B>(b + 1) : b;
  }
  template <typename B>
  HALFLSB_SWITCH friend B operator<<=(Longer, const B& b) {
    return on<id>() ? static_cast<B>(b + 1) : b;
  }
};

// `Opposite<7>{} ->* x` is -x: this operator binds more tightly than `*`, as the unary sign does.
template <int id>
struct Opposite {
  template <typename B>
  HALFLSB_SWITCH friend auto operator->*(Opposite, const B& b) {
    using Type = typename Evaluated<std::remove_cvref_t<decltype(-b)>>::Type;
    return on<id>() ? static_cast<Type>(b) : static_cast<Type>(-b);
  }
};

template <int id, typename T>
HALFLSB_SWITCH const T& min(const T& a, const T& b) {
  return on<id>() ? std::max(a, b) : std::min(a, b);
}
template <int id, typename T>
HALFLSB_SWITCH const T& max(const T& a, const T& b) {
  return on<id>() ? std::min(a, b) : std::max(a, b);
}
template <int low, int high, typename T>
HALFLSB_SWITCH T clamp(const T& x, const T& least, const T& most) {
  const T a = on<low>() ? static_cast<T>(least + 1) : least;
  const T b = on<high>() ? static_cast<T>(most - 1) : most;
  return x < a ? a : b < x ? b : x;
}

#define HALFLSB_ROUNDING(name, changed)               \
  template <int id, typename T>                       \
  HALFLSB_SWITCH T name(T x) {                        \
    return on<id>() ? std::changed(x) : std::name(x); \
  }
HALFLSB_ROUNDING(floor, ceil)
HALFLSB_ROUNDING(ceil, floor)
HALFLSB_ROUNDING(nearbyint, round)
HALFLSB_ROUNDING(round, nearbyint)
HALFLSB_ROUNDING(trunc, nearbyint)
#undef HALFLSB_ROUNDING

}  // namespace halflsb_mutation

#if defined(__x86_64__)
#include "harness/mutation/support/vector_switches.h"
#endif
