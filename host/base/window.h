// The two kinds of window numbers that TCP code must not mix: the 16-bit field of a segment and a count of bytes.
// RawWindow << WindowShift gives WindowBytes, so scaling twice does not compile (RFC 7323 section 2.2).
#pragma once

#include <algorithm>
#include <cstdint>

namespace flue {

// Left shift applied to a window field, 0..14 (RFC 7323 section 2.3: larger values act as 14).
class WindowShift {
 public:
  constexpr WindowShift() = default;
  constexpr explicit WindowShift(unsigned count) : count_(static_cast<std::uint8_t>(std::min(count, 14u))) {}
  [[nodiscard]] constexpr unsigned count() const { return count_; }
  friend constexpr bool operator==(WindowShift, WindowShift) = default;

 private:
  std::uint8_t count_ = 0;
};

// A number of bytes, 0..2^30.
class WindowBytes {
 public:
  constexpr WindowBytes() = default;
  constexpr explicit WindowBytes(std::uint32_t bytes) : bytes_(bytes) {}
  [[nodiscard]] constexpr std::uint32_t bytes() const { return bytes_; }
  friend constexpr auto operator<=>(WindowBytes, WindowBytes) = default;

 private:
  std::uint32_t bytes_ = 0;
};

// The window field as it stands in a header.
class RawWindow {
 public:
  constexpr RawWindow() = default;
  constexpr explicit RawWindow(std::uint16_t field) : field_(field) {}
  [[nodiscard]] constexpr std::uint16_t field() const { return field_; }
  friend constexpr bool operator==(RawWindow, RawWindow) = default;

 private:
  std::uint16_t field_ = 0;
};

constexpr WindowBytes operator<<(RawWindow raw, WindowShift shift) {
  return WindowBytes(static_cast<std::uint32_t>(raw.field()) << shift.count());
}

// The largest field that does not promise more than `window` (rounds down).
constexpr RawWindow operator>>(WindowBytes window, WindowShift shift) {
  return RawWindow(static_cast<std::uint16_t>(std::min(window.bytes() >> shift.count(), 0xFFFFu)));
}

}  // namespace flue
