// Cutting a line into words and words into numbers. Numbers: decimal or 0x; times: seconds with a fraction.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "host/base/time.h"

namespace flue::story {

[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] std::string_view first_word(std::string_view text);
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view text);
// "a b=1" gives {a, ""}, {b, "1"}.
[[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> pairs_of(std::string_view text);

[[nodiscard]] std::optional<std::int64_t> parse_number(std::string_view text);
// "0.200" s, at most nine decimals.
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view text);
// "100M", "1G", "512K": bits/s.
[[nodiscard]] std::optional<std::uint64_t> parse_speed(std::string_view text);

}  // namespace flue::story
