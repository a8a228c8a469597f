// Frames as rx_path gets them: everything that it distinguishes can be chosen, and the checksums are right.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "host/base/random.h"
#include "host/wire/ethernet.h"
#include "host/wire/icmp.h"
#include "host/wire/ipv4.h"
#include "host/wire/tcp.h"
#include "host/wire/udp.h"

namespace flue::test {

inline constexpr MacAddr kOwnMac{{0x02, 0xF1, 0x0E, 0x00, 0x00, 0x01}};
inline constexpr MacAddr kPeerMac{{0x02, 0xF1, 0x0E, 0x00, 0x00, 0x02}};
inline constexpr MacAddr kBroadcastMac{{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}};
inline constexpr MacAddr kJoinedMac{{0x01, 0x00, 0x5E, 0x01, 0x02, 0x03}};

struct FrameSpec {
  MacAddr destination = kOwnMac;
  bool tagged = false;
  bool snap = false;
  std::size_t option_words = 0;  // of the IPv4 header, 0..10
  std::uint8_t protocol = wire::kProtocolTcp;
  std::size_t data = 0;  // bytes behind the transport header; of an unknown protocol, behind the IPv4 header
  std::size_t fragment_offset = 0;
  bool more_fragments = false;
  bool udp_unsummed = false;
  std::size_t behind_udp = 0;  // bytes of the datagram that UDP's length leaves out
  std::size_t padding = 0;     // bytes behind the datagram
};

inline std::vector<std::byte> random_bytes(Random& random, std::size_t size) {
  std::vector<std::byte> bytes(size);
  for (std::byte& b : bytes) b = static_cast<std::byte>(random.next());
  return bytes;
}

// The IPv4 payload of `spec`.
inline std::vector<std::byte> make_transport(const FrameSpec& spec, Ipv4Addr from, Ipv4Addr to, Random& random) {
  const std::vector<std::byte> data = random_bytes(random, spec.data);
  std::vector<std::byte> out;
  switch (spec.protocol) {
    case wire::kProtocolTcp: {
      const wire::TcpHeader header{.source = Port(80), .destination = Port(40000), .seq = Seq(7), .ack = Seq(9)};
      out.resize(header.size() + data.size());
      header.emit(out, {data, {}}, wire::pseudo_header_sum(from, to, spec.protocol, out.size()));
      break;
    }
    case wire::kProtocolUdp: {
      out.resize(wire::kUdpHeaderSize + data.size());
      wire::UdpHeader{.source = Port(53), .destination = Port(4000)}.emit(
          out, data, wire::pseudo_header_sum(from, to, spec.protocol, out.size()));
      if (spec.udp_unsummed) store_be16(out, 6, 0);
      const std::vector<std::byte> rest = random_bytes(random, spec.behind_udp);
      out.insert(out.end(), rest.begin(), rest.end());
      break;
    }
    case wire::kProtocolIcmp:
    case wire::kProtocolIgmp: {  // the checksum of both stands at the same place
      const wire::IcmpMessage message = wire::echo_request(1, 2, data);
      out.resize(message.size());
      message.emit(out);
      break;
    }
    default:
      out = data;
  }
  return out;
}

inline std::vector<std::byte> make_frame(const FrameSpec& spec, Random& random) {
  const Ipv4Addr from{static_cast<std::uint32_t>(random.next())};
  const Ipv4Addr to{static_cast<std::uint32_t>(random.next())};
  const std::vector<std::byte> transport = make_transport(spec, from, to, random);
  const std::vector<std::byte> options = random_bytes(random, 4 * spec.option_words);
  const wire::Ipv4Header ip{.id = static_cast<std::uint16_t>(random.next()),
                            .more_fragments = spec.more_fragments,
                            .fragment_offset = static_cast<std::uint32_t>(spec.fragment_offset),
                            .protocol = spec.protocol,
                            .source = from,
                            .destination = to,
                            .options = options};
  wire::EthernetHeader link{.destination = spec.destination, .source = kPeerMac, .snap = spec.snap};
  if (spec.tagged) link.vlan_tag = static_cast<std::uint16_t>(random.next());

  std::vector<std::byte> frame(link.size() + ip.size());
  link.emit(frame, ip.size() + transport.size());
  ip.emit(MutableBytes(frame).subspan(link.size()), transport.size());
  frame.insert(frame.end(), transport.begin(), transport.end());
  const std::vector<std::byte> padding = random_bytes(random, spec.padding);
  frame.insert(frame.end(), padding.begin(), padding.end());
  return frame;
}

// A frame that is not IPv4's: its type is ARP's.
inline std::vector<std::byte> make_arp(MacAddr destination, std::size_t size, Random& random) {
  std::vector<std::byte> frame = random_bytes(random, size);
  wire::EthernetHeader{.destination = destination, .source = kPeerMac, .type = wire::kEtherTypeArp}.emit(frame, 0);
  return frame;
}

}  // namespace flue::test
