// Byte views and big-endian access. Offsets are the caller's to check: views check lengths once, in parse().
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace flue {

using Bytes = std::span<const std::byte>;
using MutableBytes = std::span<std::byte>;

// A run of bytes that may wrap once: what a ring can show without copying.
struct ByteSpans {
  Bytes first;
  Bytes second;
  [[nodiscard]] std::size_t size() const { return first.size() + second.size(); }
  [[nodiscard]] bool empty() const { return first.empty(); }
};

constexpr std::uint8_t load_u8(Bytes b, std::size_t at) { return static_cast<std::uint8_t>(b[at]); }
constexpr std::uint16_t load_be16(Bytes b, std::size_t at) {
  return static_cast<std::uint16_t>(load_u8(b, at) << 8 | load_u8(b, at + 1));
}
constexpr std::uint32_t load_be32(Bytes b, std::size_t at) {
  return static_cast<std::uint32_t>(load_be16(b, at)) << 16 | load_be16(b, at + 2);
}
constexpr void store_u8(MutableBytes b, std::size_t at, std::uint8_t v) { b[at] = std::byte{v}; }
constexpr void store_be16(MutableBytes b, std::size_t at, std::uint16_t v) {
  b[at] = static_cast<std::byte>(v >> 8);
  b[at + 1] = static_cast<std::byte>(v & 0xFF);
}
constexpr void store_be32(MutableBytes b, std::size_t at, std::uint32_t v) {
  store_be16(b, at, static_cast<std::uint16_t>(v >> 16));
  store_be16(b, at + 2, static_cast<std::uint16_t>(v));
}

}  // namespace flue
