// Bytes as test vectors print them.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "host/base/bytes.h"

namespace flue::test {

// "45 00 00 2B" or "4500002B"; blanks and newlines are skipped.
inline std::vector<std::byte> from_hex(std::string_view text) {
  const auto digit = [](char c) { return c >= 'a' ? c - 'a' + 10 : c >= 'A' ? c - 'A' + 10 : c - '0'; };
  std::vector<std::byte> bytes;
  int high = -1;
  for (const char c : text) {
    if (c == ' ' || c == '\n') continue;
    if (high < 0) {
      high = digit(c);
    } else {
      bytes.push_back(static_cast<std::byte>(high << 4 | digit(c)));
      high = -1;
    }
  }
  return bytes;
}

inline std::vector<std::byte> copy_of(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

}  // namespace flue::test
