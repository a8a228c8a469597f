// The known name that a mistyped one was probably meant to be.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace flue {

// The candidate with the smallest edit distance to `name`, upper and lower case being equal; nothing if even that one
// differs in more than a third of its characters. The result views a candidate.
std::optional<std::string_view> nearest_name(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace flue
