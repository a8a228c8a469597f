#include "tests/stories/runner/words.h"

#include <charconv>

namespace flue::story {
namespace {

constexpr std::string_view kBlanks = " \t\r";

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(kBlanks);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

std::string_view first_word(std::string_view text) { return text.substr(0, text.find_first_of(kBlanks)); }

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (text = trimmed(text); !text.empty();) {
    words.push_back(first_word(text));
    text = trimmed(text.substr(words.back().size()));
  }
  return words;
}

std::vector<std::pair<std::string_view, std::string_view>> pairs_of(std::string_view text) {
  std::vector<std::pair<std::string_view, std::string_view>> pairs;
  for (const auto word : words_of(text)) {
    const auto equals = word.find('=');
    pairs.emplace_back(word.substr(0, equals), equals == std::string_view::npos ? "" : word.substr(equals + 1));
  }
  return pairs;
}

std::optional<std::int64_t> parse_number(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const bool hexadecimal = text.starts_with("0x");
  if (hexadecimal) text.remove_prefix(2);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, hexadecimal ? 16 : 10);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return negative ? -value : value;
}

std::optional<Duration> parse_duration(std::string_view text) {
  const auto dot = text.find('.');
  const auto whole = parse_number(text.substr(0, dot));
  if (!whole || *whole < 0) return std::nullopt;
  Duration time = std::chrono::seconds(*whole);
  if (dot == std::string_view::npos) return time;
  Duration unit = std::chrono::seconds(1);
  for (const char digit : text.substr(dot + 1)) {
    if (digit < '0' || digit > '9' || unit == Duration(1)) return std::nullopt;
    unit /= 10;
    time += unit * (digit - '0');
  }
  return unit == std::chrono::seconds(1) ? std::nullopt : std::optional(time);
}

std::optional<std::uint64_t> parse_speed(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::uint64_t unit = 1;
  if (text.back() == 'K') unit = 1000;
  if (text.back() == 'M') unit = 1'000'000;
  if (text.back() == 'G') unit = 1'000'000'000;
  if (unit > 1) text.remove_suffix(1);
  const auto number = parse_number(text);
  if (!number || *number < 0) return std::nullopt;
  return static_cast<std::uint64_t>(*number) * unit;
}

}  // namespace flue::story
