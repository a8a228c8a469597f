// The one seed behind every random choice of a test: --seed=N on the command line, else FLUE_SEED, else kDefaultSeed.
// Decimal or 0x... It is printed with each failure, and rapidcheck uses it too.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "host/base/random.h"

namespace flue::test {

inline constexpr std::uint64_t kDefaultSeed = 0x5eed;

[[nodiscard]] std::uint64_t seed();
// A source for one purpose of a test: equal (seed, stream) gives equal numbers.
[[nodiscard]] SeededRandom random_stream(std::uint64_t stream = 0);

[[nodiscard]] std::optional<std::uint64_t> parse_seed(std::string_view text);
// Takes --seed=N out of the arguments and hands the seed on to rapidcheck. Ends the program if N is not a number.
void choose_seed(int& argc, char** argv);

}  // namespace flue::test
