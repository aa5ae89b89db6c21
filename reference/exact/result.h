// Result<T>: a value, or an Error that says in one line what is wrong, where, and what was expected.
// The core never prints, never aborts and never throws for bad input: it returns one of these.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace halflsb {

struct Error {
  std::string message;  // one line: what, where, what was expected
};

template <class T>
class Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // implicit: `return value;`
  Result(Error error) : state_(std::move(error)) {}  // implicit: `return Error{...};`

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] T& value() & { return std::get<0>(state_); }
  [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
  [[nodiscard]] T&& value() && { return std::get<0>(std::move(state_)); }
  [[nodiscard]] const Error& error() const { return std::get<1>(state_); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace halflsb
