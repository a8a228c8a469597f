#include "host/stack/arp_output.h"

#include "host/wire/ethernet.h"

namespace flue::stack {

void ArpOutput::request(Interface& interface, Ipv4Addr target, TimePoint now) {
  send(interface,
       {.operation = wire::ArpOperation::kRequest,
        .sender_mac = interface.mac,
        .sender_address = interface.source_for(target),
        .target_mac = {},
        .target_address = target},
       kBroadcastMac, now);
}

void ArpOutput::reply(Interface& interface, const wire::ArpView& asked, TimePoint now) {
  send(interface,
       {.operation = wire::ArpOperation::kReply,
        .sender_mac = interface.mac,
        .sender_address = asked.target_address(),
        .target_mac = asked.sender_mac(),
        .target_address = asked.sender_address()},
       asked.sender_mac(), now);
}

void ArpOutput::gratuitous(Interface& interface, Ipv4Addr address, const MacAddr& mac, TimePoint now) {
  send(interface,
       {.operation = wire::ArpOperation::kRequest,
        .sender_mac = mac,
        .sender_address = address,
        .target_mac = {},
        .target_address = address},
       kBroadcastMac, now);
}

void ArpOutput::send(Interface& interface, const wire::ArpPacket& packet, const MacAddr& to, TimePoint now) {
  counters_.add(packet.operation == wire::ArpOperation::kRequest ? Counter::kArpOutRequests : Counter::kArpOutReplies);
  packet.emit(buffer_.packet(wire::ArpPacket::kSize));
  ethernet_.send(interface, to, wire::kEtherTypeArp, buffer_, wire::ArpPacket::kSize, now);
}

}  // namespace flue::stack
