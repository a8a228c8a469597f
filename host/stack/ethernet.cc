#include "host/stack/ethernet.h"

#include "host/wire/ethernet.h"

namespace flue::stack {

void EthernetOutput::send(Interface& interface, const MacAddr& destination, std::uint16_t type, FrameBuffer& buffer,
                          std::size_t packet_size, TimePoint now) {
  const wire::EthernetHeader header{
      .destination = destination, .source = interface.mac, .type = type, .snap = interface.snap, .vlan_tag = {}};
  const MutableBytes frame = buffer.frame(header.size(), packet_size);
  header.emit(frame, packet_size);
  if (tap_) tap_(interface.id, Stack::Direction::kOut, frame, now);
  counters_.add(interface.link->send(frame) ? Counter::kLinkOutFrames : Counter::kLinkOutLost);
}

ReceivedFrame classify_frame(const Interface& interface, Bytes frame, Counters& counters) {
  counters.add(Counter::kLinkInFrames);
  ReceivedFrame received;
  const auto view = wire::EthernetView::parse(frame);
  if (!view) {
    counters.add(Counter::kLinkInBadFrame);
    return received;
  }
  const MacAddr destination = view->destination();
  received.to_group = destination.is_group();
  // LINK-08. No multicast group is joined yet, so the only group address is the broadcast one.
  if (destination != interface.mac && !destination.is_broadcast()) {
    counters.add(Counter::kLinkInFiltered);
    return received;
  }
  // Identifier 0 is a priority tag, no virtual LAN (IEEE 802.1Q).
  if (const auto tag = view->vlan_tag(); tag && (*tag & 0xFFF) != 0) {
    counters.add(Counter::kLinkInUnknownType);
    return received;
  }
  received.packet = view->payload();
  switch (view->type()) {
    case wire::kEtherTypeIpv4:
      received.kind = ReceivedFrame::Kind::kIpv4;
      break;
    case wire::kEtherTypeArp:
      received.kind = ReceivedFrame::Kind::kArp;
      break;
    default:
      counters.add(Counter::kLinkInUnknownType);
  }
  return received;
}

}  // namespace flue::stack
