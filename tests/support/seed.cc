#include "tests/support/seed.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string>

namespace flue::test {
namespace {

std::uint64_t chosen_seed = kDefaultSeed;

std::uint64_t parse_or_exit(std::string_view text) {
  const auto value = parse_seed(text);
  if (!value) {
    fmt::print(stderr, "not a seed: '{}' (a decimal number or 0x...)\n", text);
    std::exit(2);
  }
  return *value;
}

}  // namespace

std::uint64_t seed() { return chosen_seed; }

SeededRandom random_stream(std::uint64_t stream) { return SeededRandom(chosen_seed + stream * 0x9E3779B97F4A7C15u); }

std::optional<std::uint64_t> parse_seed(std::string_view text) {
  const bool hexadecimal = text.starts_with("0x");
  if (hexadecimal) text.remove_prefix(2);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, hexadecimal ? 16 : 10);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void choose_seed(int& argc, char** argv) {
  constexpr std::string_view kOption = "--seed=";
  if (const char* text = std::getenv("FLUE_SEED"); text != nullptr && *text != '\0') chosen_seed = parse_or_exit(text);
  char** const end = std::remove_if(argv + 1, argv + argc, [&](const char* argument) {
    const std::string_view text(argument);
    if (!text.starts_with(kOption)) return false;
    chosen_seed = parse_or_exit(text.substr(kOption.size()));
    return true;
  });
  argc = static_cast<int>(end - argv);
  setenv("RC_PARAMS", fmt::format("seed={}", chosen_seed).c_str(), 0);
}

}  // namespace flue::test
