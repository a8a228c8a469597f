// The fuzzer's bytes as a buffer of exactly their size, so that the sanitizer sees a read past the end.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace flue::fuzz {

inline std::vector<std::byte> input(const std::uint8_t* data, std::size_t size) {
  std::vector<std::byte> bytes(size);
  std::transform(data, data + size, bytes.begin(), [](std::uint8_t b) { return std::byte{b}; });
  return bytes;
}

}  // namespace flue::fuzz
