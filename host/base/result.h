// Result<T, E>: a value or one error of a domain's own enum. Every fallible function of Flue returns it;
// broken invariants abort instead (check.h). An alias, so that g++ 12 in C++20 and the clang 14 tools read it alike.
#pragma once

#include <tl/expected.hpp>

namespace flue {

template <typename T, typename E>
using Result = tl::expected<T, E>;

template <typename E>
constexpr tl::unexpected<std::decay_t<E>> fail(E&& error) {
  return tl::unexpected<std::decay_t<E>>(std::forward<E>(error));
}

}  // namespace flue
