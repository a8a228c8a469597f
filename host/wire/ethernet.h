// Ethernet frames without FCS: Ethernet II (DIX) and IEEE 802.3 with LLC/SNAP (RFC 1042), one 802.1Q tag recognised.
// LINK-05, LINK-31.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/base/result.h"
#include "host/wire/parse_error.h"

namespace flue::wire {

inline constexpr std::uint16_t kEtherTypeIpv4 = 0x0800;
inline constexpr std::uint16_t kEtherTypeArp = 0x0806;
inline constexpr std::uint16_t kEtherTypeVlan = 0x8100;

inline constexpr std::size_t kEthernetHeaderSize = 14;  // Ethernet II without a tag
inline constexpr std::size_t kVlanTagSize = 4;
inline constexpr std::size_t kSnapSize = 8;                 // AA-AA-03, OUI 00-00-00, type
inline constexpr std::size_t kEthernetMinimum = 60;         // shortest frame on the wire, without FCS
inline constexpr std::size_t kSnapPayloadLimit = 1500 - 8;  // largest datagram behind SNAP (802.3 length <= 1500)

class EthernetView {
 public:
  // Errors: kTruncated, kUnknownFrame, kBadLength.
  static Result<EthernetView, ParseError> parse(Bytes frame);

  [[nodiscard]] MacAddr destination() const;
  [[nodiscard]] MacAddr source() const;
  // The type of the payload, behind tag and SNAP header.
  [[nodiscard]] std::uint16_t type() const { return load_be16(frame_, payload_at_ - 2); }
  [[nodiscard]] bool is_snap() const { return snap_; }
  // The 16 bits of the tag: priority, drop eligible, identifier. Nothing if the frame has no tag.
  [[nodiscard]] std::optional<std::uint16_t> vlan_tag() const;
  // May end in padding with Ethernet II; 802.3 says its length, so there the padding is cut off.
  [[nodiscard]] Bytes payload() const { return frame_.subspan(payload_at_, payload_size_); }

 private:
  EthernetView(Bytes frame, std::size_t payload_at, std::size_t payload_size, bool tagged, bool snap)
      : frame_(frame), payload_at_(payload_at), payload_size_(payload_size), tagged_(tagged), snap_(snap) {}

  Bytes frame_;
  std::size_t payload_at_;
  std::size_t payload_size_;
  bool tagged_;
  bool snap_;
};

struct EthernetHeader {
  MacAddr destination;
  MacAddr source;
  std::uint16_t type = kEtherTypeIpv4;
  bool snap = false;                      // send 802.3 SNAP (ArpUseEtherSNAP)
  std::optional<std::uint16_t> vlan_tag;  // absent: untagged

  [[nodiscard]] std::size_t size() const {
    return kEthernetHeaderSize + (vlan_tag ? kVlanTagSize : 0) + (snap ? kSnapSize : 0);
  }
  // Writes size() bytes at the start of `out`. `payload_size` goes into an 802.3 length; with `snap` it is at most
  // kSnapPayloadLimit.
  void emit(MutableBytes out, std::size_t payload_size) const;

  friend bool operator==(const EthernetHeader&, const EthernetHeader&) = default;
};

// The group's MAC: 01-00-5E and the low 23 bits of the address (RFC 1112 section 6.4, MCAST-04).
MacAddr multicast_mac(Ipv4Addr group);

}  // namespace flue::wire
