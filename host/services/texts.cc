#include "host/services/texts.h"

#include <array>

namespace flue::services {
namespace {

constexpr std::size_t kPrinting = 95;  // characters 32 to 126

constexpr std::array<std::byte, kChargenCycle> make_cycle() {
  std::array<std::byte, kChargenCycle> cycle{};
  for (std::size_t line = 0; line < kPrinting; ++line) {
    std::byte* at = &cycle[line * kChargenLine];
    for (std::size_t column = 0; column < kChargenLine - 2; ++column) {
      at[column] = static_cast<std::byte>(' ' + (line + column) % kPrinting);
    }
    at[kChargenLine - 2] = std::byte{'\r'};
    at[kChargenLine - 1] = std::byte{'\n'};
  }
  return cycle;
}

constexpr std::array<std::byte, kChargenCycle> kCycle = make_cycle();

constexpr std::array<std::string_view, 8> kQuotes = {
    "Be conservative in what you do, be liberal in what you accept from others. (Jon Postel)\r\n",
    "The whole is more than the sum of its parts. (after Aristotle)\r\n",
    "If I have seen further, it is by standing on the shoulders of giants. (Isaac Newton)\r\n",
    "What is well begun is half done. (Horace)\r\n",
    "Simplicity is the ultimate sophistication. (proverb)\r\n",
    "Measure seven times, cut once. (proverb)\r\n",
    "A chain is no stronger than its weakest link. (Thomas Reid)\r\n",
    "Make haste slowly. (Augustus)\r\n",
};

}  // namespace

Bytes chargen_cycle() { return kCycle; }

std::string_view quote(std::size_t number) { return kQuotes[number % kQuotes.size()]; }

}  // namespace flue::services
