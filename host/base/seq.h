// Sequence number arithmetic (RFC 9293 section 3.4): 32 bits, modulo 2^32. There is deliberately no operator<:
// the circular order is not transitive. Compare with before/after, measure with distance.
#pragma once

#include <cstdint>

namespace flue {

class Seq {
 public:
  constexpr Seq() = default;
  constexpr explicit Seq(std::uint32_t raw) : raw_(raw) {}
  [[nodiscard]] constexpr std::uint32_t raw() const { return raw_; }

  friend constexpr bool operator==(Seq, Seq) = default;
  friend constexpr Seq operator+(Seq s, std::uint32_t bytes) { return Seq(s.raw_ + bytes); }
  friend constexpr Seq operator-(Seq s, std::uint32_t bytes) { return Seq(s.raw_ - bytes); }
  constexpr Seq& operator+=(std::uint32_t bytes) { return *this = *this + bytes; }

 private:
  std::uint32_t raw_ = 0;
};

// Bytes from `from` forward to `to`, modulo 2^32. Meaningful when `to` is not before `from`.
constexpr std::uint32_t distance(Seq from, Seq to) { return to.raw() - from.raw(); }

// a precedes b: b lies less than 2^31 ahead of a.
constexpr bool before(Seq a, Seq b) { return static_cast<std::int32_t>(a.raw() - b.raw()) < 0; }
constexpr bool after(Seq a, Seq b) { return before(b, a); }
constexpr bool at_or_before(Seq a, Seq b) { return !before(b, a); }
constexpr bool at_or_after(Seq a, Seq b) { return !before(a, b); }

// s is one of the `size` numbers that start at `left`.
constexpr bool in_window(Seq s, Seq left, std::uint32_t size) { return distance(left, s) < size; }

constexpr Seq later(Seq a, Seq b) { return before(a, b) ? b : a; }
constexpr Seq earlier(Seq a, Seq b) { return before(a, b) ? a : b; }

}  // namespace flue
