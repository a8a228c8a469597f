// Our end of the wire in the link tests: answers ARP, builds and recognises frames of one Ethernet peer.
#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "host/link/link.h"
#include "host/wire/arp.h"
#include "host/wire/ethernet.h"
#include "host/wire/ipv4.h"
#include "tests/host/link/test_network.h"

namespace flue::test {

struct Peer {
  MacAddr mac{{0x02, 0xF1, 0x0E, 0, 0, 1}};
  Ipv4Addr address{10, 99, 0, 2};
  MacAddr kernel_mac;
  Ipv4Addr kernel_address{10, 99, 0, 1};

  // Waits for the kernel's ARP request for our address and answers it.
  void answer_arp(Link& link) {
    const Bytes frame = await_frame(link, [this](Bytes f) {
      const auto ethernet = wire::EthernetView::parse(f);
      if (!ethernet || ethernet->type() != wire::kEtherTypeArp) return false;
      const auto arp = wire::ArpView::parse(ethernet->payload());
      return arp && arp->operation() == wire::ArpOperation::kRequest && arp->target_address() == address;
    });
    ASSERT_FALSE(frame.empty()) << "the kernel asked for no address";
    kernel_mac = wire::EthernetView::parse(frame)->source();
    std::vector<std::byte> reply(wire::kEthernetHeaderSize + wire::ArpPacket::kSize);
    wire::EthernetHeader{kernel_mac, mac, wire::kEtherTypeArp, false, {}}.emit(reply, wire::ArpPacket::kSize);
    wire::ArpPacket{wire::ArpOperation::kReply, mac, address, kernel_mac, kernel_address}.emit(
        MutableBytes(reply).subspan(wire::kEthernetHeaderSize));
    EXPECT_TRUE(link.send(reply));
  }

  // The next datagram of a protocol to us.
  wire::Ipv4View await_datagram(Link& link, std::uint8_t protocol) const {
    const Bytes frame = await_frame(link, [&](Bytes f) {
      const auto ethernet = wire::EthernetView::parse(f);
      if (!ethernet || ethernet->type() != wire::kEtherTypeIpv4) return false;
      const auto ip = wire::Ipv4View::parse(ethernet->payload());
      return ip && ip->protocol() == protocol && ip->destination() == address;
    });
    if (frame.empty()) ADD_FAILURE() << "no datagram came";
    return *wire::Ipv4View::parse(wire::EthernetView::parse(frame)->payload());
  }

  // A frame to the kernel with room for `payload_size` bytes behind the IPv4 header, at byte 34.
  [[nodiscard]] std::vector<std::byte> datagram(std::uint8_t protocol, std::size_t payload_size) const {
    wire::Ipv4Header ip;
    ip.protocol = protocol;
    ip.source = address;
    ip.destination = kernel_address;
    std::vector<std::byte> frame(wire::kEthernetHeaderSize + ip.size() + payload_size);
    wire::EthernetHeader{kernel_mac, mac, wire::kEtherTypeIpv4, false, {}}.emit(frame, ip.size() + payload_size);
    ip.emit(MutableBytes(frame).subspan(wire::kEthernetHeaderSize), payload_size);
    return frame;
  }

  [[nodiscard]] wire::InternetSum pseudo_from_kernel(std::uint8_t protocol, std::size_t length) const {
    return wire::pseudo_header_sum(kernel_address, address, protocol, length);
  }
  [[nodiscard]] wire::InternetSum pseudo_to_kernel(std::uint8_t protocol, std::size_t length) const {
    return wire::pseudo_header_sum(address, kernel_address, protocol, length);
  }
};

}  // namespace flue::test
