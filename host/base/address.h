// Addresses and ports as values. Text forms: "10.77.0.2", "10.77.0.2/24", "02:f1:0e:00:00:01".
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace flue {

class Ipv4Addr {
 public:
  constexpr Ipv4Addr() = default;
  constexpr explicit Ipv4Addr(std::uint32_t host_order) : bits_(host_order) {}
  constexpr Ipv4Addr(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d)
      : bits_(static_cast<std::uint32_t>(a) << 24 | static_cast<std::uint32_t>(b) << 16 |
              static_cast<std::uint32_t>(c) << 8 | d) {}

  // Dotted decimal only, four parts 0..255; nothing else (no octal, no short forms).
  static std::optional<Ipv4Addr> parse(std::string_view text);

  // The address as a number: the first byte on the wire is the most significant.
  [[nodiscard]] constexpr std::uint32_t bits() const { return bits_; }
  [[nodiscard]] constexpr bool is_any() const { return bits_ == 0; }
  [[nodiscard]] constexpr bool is_loopback() const { return bits_ >> 24 == 127; }
  [[nodiscard]] constexpr bool is_multicast() const { return bits_ >> 28 == 0xE; }
  [[nodiscard]] constexpr bool is_limited_broadcast() const { return bits_ == 0xFFFFFFFF; }
  // Class E without the limited broadcast: never a valid source or destination.
  [[nodiscard]] constexpr bool is_reserved() const { return bits_ >> 28 == 0xF && !is_limited_broadcast(); }
  friend constexpr auto operator<=>(Ipv4Addr, Ipv4Addr) = default;

 private:
  std::uint32_t bits_ = 0;
};

inline constexpr Ipv4Addr kLimitedBroadcast{0xFFFFFFFF};

// A contiguous netmask, 0..32 leading one bits.
class Ipv4Mask {
 public:
  constexpr Ipv4Mask() = default;
  constexpr explicit Ipv4Mask(unsigned length) : length_(static_cast<std::uint8_t>(length > 32 ? 32 : length)) {}
  // From dotted decimal; nothing if the one bits are not contiguous.
  static std::optional<Ipv4Mask> parse(std::string_view dotted);

  [[nodiscard]] constexpr unsigned length() const { return length_; }
  [[nodiscard]] constexpr std::uint32_t bits() const { return length_ == 0 ? 0 : 0xFFFFFFFFu << (32 - length_); }
  [[nodiscard]] constexpr Ipv4Addr as_address() const { return Ipv4Addr(bits()); }
  [[nodiscard]] constexpr Ipv4Addr network_of(Ipv4Addr a) const { return Ipv4Addr(a.bits() & bits()); }
  [[nodiscard]] constexpr Ipv4Addr broadcast_of(Ipv4Addr a) const { return Ipv4Addr(a.bits() | ~bits()); }
  friend constexpr auto operator<=>(Ipv4Mask, Ipv4Mask) = default;

 private:
  std::uint8_t length_ = 0;
};

// An address with its mask ("10.77.0.2/24"): an interface address, or a prefix.
struct Ipv4Cidr {
  Ipv4Addr address;
  Ipv4Mask mask;

  static std::optional<Ipv4Cidr> parse(std::string_view text);
  [[nodiscard]] constexpr bool contains(Ipv4Addr a) const { return mask.network_of(a) == mask.network_of(address); }
  friend constexpr bool operator==(const Ipv4Cidr&, const Ipv4Cidr&) = default;
};

class MacAddr {
 public:
  constexpr MacAddr() = default;
  constexpr explicit MacAddr(std::array<std::uint8_t, 6> bytes) : bytes_(bytes) {}
  // Six two-digit hexadecimal bytes joined by ':' or '-'.
  static std::optional<MacAddr> parse(std::string_view text);

  [[nodiscard]] constexpr const std::array<std::uint8_t, 6>& bytes() const { return bytes_; }
  // Group bit set: multicast or broadcast.
  [[nodiscard]] constexpr bool is_group() const { return (bytes_[0] & 1) != 0; }
  [[nodiscard]] constexpr bool is_broadcast() const { return *this == MacAddr({0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}); }
  [[nodiscard]] constexpr bool is_zero() const { return *this == MacAddr(); }
  friend constexpr auto operator<=>(const MacAddr&, const MacAddr&) = default;

 private:
  std::array<std::uint8_t, 6> bytes_{};
};

inline constexpr MacAddr kBroadcastMac{{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}};

// A TCP or UDP port; 0 means "any" in calls and is never valid on the wire as a destination.
class Port {
 public:
  constexpr Port() = default;
  constexpr explicit Port(std::uint16_t number) : number_(number) {}
  [[nodiscard]] constexpr std::uint16_t number() const { return number_; }
  friend constexpr auto operator<=>(Port, Port) = default;

 private:
  std::uint16_t number_ = 0;
};

struct Endpoint {
  Ipv4Addr address;
  Port port;

  // "10.77.0.2:80": an address and a decimal port, nothing else.
  static std::optional<Endpoint> parse(std::string_view text);
  friend constexpr auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

std::string to_string(Ipv4Addr address);           // 10.77.0.2
std::string to_string(const Ipv4Cidr& cidr);       // 10.77.0.2/24
std::string to_string(const MacAddr& mac);         // 02:f1:0e:00:00:01
std::string to_string_hyphen(const MacAddr& mac);  // 02-f1-0e-00-00-01, the form of the reference system's tools
std::string to_string(const Endpoint& endpoint);   // 10.77.0.2:80

}  // namespace flue

template <>
struct std::hash<flue::Ipv4Addr> {
  std::size_t operator()(flue::Ipv4Addr a) const noexcept { return std::hash<std::uint32_t>()(a.bits()); }
};
