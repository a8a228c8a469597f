// What rx_path must say of a frame, decided by the host's own parsers and checksums (host/wire).
#pragma once

#include <cstdint>

#include "host/contract/flue_contract.h"
#include "tests/hw/rx/frames.h"

namespace flue::test {

// flue_pkg::rx_meta_t.
struct RxMeta {
  std::size_t length = 0;
  std::uint32_t flags = 0;
  std::uint16_t vlan_tag = 0;
  std::size_t l3_offset = 0;
  std::size_t l4_offset = 0;
  std::uint8_t protocol = 0;
  friend bool operator==(const RxMeta&, const RxMeta&) = default;
};

struct Verdict {
  contract::DropReason reason = contract::DropReason::kNone;
  RxMeta meta;
  // The link header is cut short or contradicts itself: whether such a frame goes on is the card's choice, but not as
  // IPv4.
  bool link_broken = false;
};

// The transport checksum of a whole datagram: right, wrong, or none that is known.
enum class Sum : std::uint8_t { kRight, kWrong, kNone };

inline Sum transport_sum(const wire::Ipv4View& ip) {
  const auto pseudo = [&](std::size_t length) {
    return wire::pseudo_header_sum(ip.source(), ip.destination(), ip.protocol(), length);
  };
  const auto judged = [](bool right) { return right ? Sum::kRight : Sum::kWrong; };
  const Bytes payload = ip.payload();
  switch (ip.protocol()) {
    case wire::kProtocolTcp:
      return judged(pseudo(payload.size()).add(payload).verifies());
    case wire::kProtocolIcmp:
    case wire::kProtocolIgmp:
      return judged(wire::sum_of(payload).verifies());
    case wire::kProtocolUdp: {
      const auto udp = wire::UdpView::parse(payload);
      if (!udp) return Sum::kWrong;
      if (udp->checksum() == 0) return Sum::kNone;
      return judged(udp->checksum_ok(pseudo(udp->length())));
    }
    default:
      return Sum::kNone;
  }
}

inline contract::DropReason bad_sum_reason(std::uint8_t protocol) {
  switch (protocol) {
    case wire::kProtocolTcp:
      return contract::DropReason::kBadTcpSum;
    case wire::kProtocolUdp:
      return contract::DropReason::kBadUdpSum;
    case wire::kProtocolIcmp:
      return contract::DropReason::kBadIcmpSum;
    default:
      return contract::DropReason::kBadIgmpSum;
  }
}

// A frame without MAC error, received not promiscuously by a card that has kOwnMac and joined kJoinedMac.
inline Verdict judge(Bytes frame) {
  Verdict verdict;
  verdict.meta.length = frame.size();
  const auto drop = [&](contract::DropReason reason) {
    verdict.reason = reason;
    return verdict;
  };
  if (frame.size() < wire::kEthernetHeaderSize) return drop(contract::DropReason::kRunt);
  if (frame.size() > contract::kMaxFrame) return drop(contract::DropReason::kTooLong);
  const auto addressed_to = [&](const MacAddr& mac) {
    return std::ranges::equal(mac.bytes(), frame.first(6), {}, {}, [](std::byte b) { return std::to_integer<int>(b); });
  };
  if (!addressed_to(kOwnMac) && !addressed_to(kBroadcastMac) && !addressed_to(kJoinedMac)) {
    return drop(contract::DropReason::kFiltered);
  }

  const auto link = wire::EthernetView::parse(frame);
  if (!link) {
    verdict.link_broken = true;
    return verdict;
  }
  verdict.meta.l3_offset = wire::kEthernetHeaderSize;
  if (link->vlan_tag()) {
    verdict.meta.flags |= contract::kRxFlagVlan;
    verdict.meta.vlan_tag = *link->vlan_tag();
    verdict.meta.l3_offset += wire::kVlanTagSize;
  }
  if (link->is_snap()) {
    verdict.meta.flags |= contract::kRxFlagSnap;
    verdict.meta.l3_offset += wire::kSnapSize;
  }
  if (link->type() != wire::kEtherTypeIpv4) return verdict;

  const auto ip = wire::Ipv4View::parse(link->payload());
  if (!ip) return drop(contract::DropReason::kBadIpv4Header);
  if (!ip->checksum_ok()) return drop(contract::DropReason::kBadIpv4Sum);
  verdict.meta.flags |= contract::kRxFlagIpv4;
  verdict.meta.protocol = ip->protocol();
  if (ip->fragment_offset() == 0) verdict.meta.l4_offset = verdict.meta.l3_offset + ip->header_size();
  if (ip->is_fragment()) {
    verdict.meta.flags |= contract::kRxFlagFragment;
    return verdict;
  }
  const Sum sum = transport_sum(*ip);
  if (sum == Sum::kWrong) return drop(bad_sum_reason(ip->protocol()));
  if (sum == Sum::kRight) verdict.meta.flags |= contract::kRxFlagL4Sum;
  return verdict;
}

}  // namespace flue::test
