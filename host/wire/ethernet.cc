#include "host/wire/ethernet.h"

#include <algorithm>

#include "host/base/check.h"
#include "host/wire/mac_bytes.h"

namespace flue::wire {
namespace {

constexpr std::size_t kTypeAt = 12;
constexpr std::uint16_t kSmallestType = 0x0600;     // below it the field is no type
constexpr std::uint16_t kLargest8023Length = 1500;  // up to it the field is an 802.3 length
// LLC: DSAP AA, SSAP AA, unnumbered information; OUI zero: an Ethernet type follows (RFC 1042).
constexpr std::array<std::byte, 6> kSnap = {std::byte{0xAA}, std::byte{0xAA}, std::byte{0x03},
                                            std::byte{0},    std::byte{0},    std::byte{0}};

}  // namespace

Result<EthernetView, ParseError> EthernetView::parse(Bytes frame) {
  if (frame.size() < kEthernetHeaderSize) return fail(ParseError::kTruncated);
  std::size_t type_at = kTypeAt;
  const bool tagged = load_be16(frame, type_at) == kEtherTypeVlan;
  if (tagged) {
    type_at += kVlanTagSize;
    if (frame.size() < type_at + 2) return fail(ParseError::kTruncated);
  }
  const std::uint16_t type_or_length = load_be16(frame, type_at);
  const Bytes rest = frame.subspan(type_at + 2);
  if (type_or_length >= kSmallestType) return EthernetView(frame, type_at + 2, rest.size(), tagged, false);

  if (type_or_length > kLargest8023Length) return fail(ParseError::kUnknownFrame);
  if (type_or_length > rest.size()) return fail(ParseError::kBadLength);
  if (type_or_length < kSnapSize || !std::ranges::equal(rest.first(kSnap.size()), kSnap)) {
    return fail(ParseError::kUnknownFrame);
  }
  return EthernetView(frame, type_at + 2 + kSnapSize, type_or_length - kSnapSize, tagged, true);
}

MacAddr EthernetView::destination() const { return load_mac(frame_, 0); }
MacAddr EthernetView::source() const { return load_mac(frame_, 6); }

std::optional<std::uint16_t> EthernetView::vlan_tag() const {
  if (!tagged_) return std::nullopt;
  return load_be16(frame_, kTypeAt + 2);
}

void EthernetHeader::emit(MutableBytes out, std::size_t payload_size) const {
  FLUE_CHECK(out.size() >= size());
  store_mac(out, 0, destination);
  store_mac(out, 6, source);
  std::size_t at = kTypeAt;
  if (vlan_tag) {
    store_be16(out, at, kEtherTypeVlan);
    store_be16(out, at + 2, *vlan_tag);
    at += kVlanTagSize;
  }
  if (snap) {
    FLUE_CHECK(payload_size <= kSnapPayloadLimit);
    store_be16(out, at, static_cast<std::uint16_t>(payload_size + kSnapSize));
    std::ranges::copy(kSnap, out.begin() + static_cast<std::ptrdiff_t>(at + 2));
    at += kSnapSize;
  }
  store_be16(out, at, type);
}

MacAddr multicast_mac(Ipv4Addr group) {
  const std::uint32_t low = group.bits() & 0x7FFFFF;
  return MacAddr({0x01, 0x00, 0x5E, static_cast<std::uint8_t>(low >> 16), static_cast<std::uint8_t>(low >> 8),
                  static_cast<std::uint8_t>(low)});
}

}  // namespace flue::wire
