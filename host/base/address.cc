#include "host/base/address.h"

#include <fmt/format.h>

#include <charconv>

namespace flue {
namespace {

// A decimal number 0..max without sign, spaces or leading zeros; advances `text` past it.
std::optional<unsigned> take_decimal(std::string_view& text, unsigned max) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const auto digits = static_cast<std::size_t>(end - text.data());
  if (error != std::errc() || value > max || (digits > 1 && text.front() == '0')) return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

}  // namespace

std::optional<Ipv4Addr> Ipv4Addr::parse(std::string_view text) {
  std::uint32_t bits = 0;
  for (int i = 0; i < 4; ++i) {
    if (i > 0) {
      if (text.empty() || text.front() != '.') return std::nullopt;
      text.remove_prefix(1);
    }
    const auto part = take_decimal(text, 255);
    if (!part) return std::nullopt;
    bits = bits << 8 | *part;
  }
  if (!text.empty()) return std::nullopt;
  return Ipv4Addr(bits);
}

std::optional<Ipv4Mask> Ipv4Mask::parse(std::string_view dotted) {
  const auto address = Ipv4Addr::parse(dotted);
  if (!address) return std::nullopt;
  for (unsigned length = 0; length <= 32; ++length) {
    if (Ipv4Mask(length).bits() == address->bits()) return Ipv4Mask(length);
  }
  return std::nullopt;
}

std::optional<Ipv4Cidr> Ipv4Cidr::parse(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto address = Ipv4Addr::parse(text.substr(0, slash));
  std::string_view rest = text.substr(slash + 1);
  const auto length = take_decimal(rest, 32);
  if (!address || !length || !rest.empty()) return std::nullopt;
  return Ipv4Cidr{*address, Ipv4Mask(*length)};
}

std::optional<MacAddr> MacAddr::parse(std::string_view text) {
  if (text.size() != 17) return std::nullopt;
  const char separator = text[2];
  if (separator != ':' && separator != '-') return std::nullopt;
  std::array<std::uint8_t, 6> bytes{};
  for (std::size_t i = 0; i < 6; ++i) {
    if (i > 0 && text[3 * i - 1] != separator) return std::nullopt;
    const char* begin = text.data() + 3 * i;
    const auto [end, error] = std::from_chars(begin, begin + 2, bytes[i], 16);
    if (error != std::errc() || end != begin + 2) return std::nullopt;
  }
  return MacAddr(bytes);
}

std::optional<Endpoint> Endpoint::parse(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto address = Ipv4Addr::parse(text.substr(0, colon));
  std::string_view rest = text.substr(colon + 1);
  const auto number = take_decimal(rest, 65535);
  if (!address || !number || !rest.empty()) return std::nullopt;
  return Endpoint{*address, Port(static_cast<std::uint16_t>(*number))};
}

std::string to_string(Ipv4Addr a) {
  return fmt::format("{}.{}.{}.{}", a.bits() >> 24, a.bits() >> 16 & 0xFF, a.bits() >> 8 & 0xFF, a.bits() & 0xFF);
}

std::string to_string(const Ipv4Cidr& cidr) {
  return fmt::format("{}/{}", to_string(cidr.address), cidr.mask.length());
}

std::string to_string(const MacAddr& mac) { return fmt::format("{:02x}", fmt::join(mac.bytes(), ":")); }

std::string to_string_hyphen(const MacAddr& mac) { return fmt::format("{:02x}", fmt::join(mac.bytes(), "-")); }

std::string to_string(const Endpoint& endpoint) {
  return fmt::format("{}:{}", to_string(endpoint.address), endpoint.port.number());
}

}  // namespace flue
