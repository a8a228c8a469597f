#include "tests/stories/runner/frames.h"

#include <fmt/format.h>

#include <algorithm>

#include "host/wire/arp.h"
#include "host/wire/ethernet.h"
#include "host/wire/icmp.h"
#include "host/wire/ipv4.h"
#include "host/wire/tcp.h"
#include "tests/stories/runner/target.h"

namespace flue::story {
namespace {

using Kind = OptionText::Kind;

void append_u8(std::vector<std::byte>& bytes, std::uint32_t v) { bytes.push_back(static_cast<std::byte>(v & 0xFF)); }
void append_u16(std::vector<std::byte>& bytes, std::uint32_t v) { append_u8(bytes, v >> 8), append_u8(bytes, v); }
void append_u32(std::vector<std::byte>& bytes, std::uint32_t v) { append_u16(bytes, v >> 16), append_u16(bytes, v); }

void append_option(std::vector<std::byte>& bytes, const OptionText& option, const PeerSegment& segment) {
  switch (option.kind) {
    case Kind::kNop:
      return append_u8(bytes, 1);
    case Kind::kEnd:
      return append_u8(bytes, 0);
    case Kind::kMss:
      return append_u16(bytes, 0x0204), append_u16(bytes, option.first.value_or(0));
    case Kind::kWindowScale:
      return append_u16(bytes, 0x0303), append_u8(bytes, option.first.value_or(0));
    case Kind::kSackPermitted:
      return append_u16(bytes, 0x0402);
    case Kind::kTimestamps:
      append_u16(bytes, 0x080A);
      append_u32(bytes, option.first.value_or(0));
      return append_u32(bytes, option.second ? *option.second + segment.ts_echo_base : 0);
    case Kind::kSack:
      append_u8(bytes, 5);
      append_u8(bytes, static_cast<std::uint32_t>(2 + 8 * option.blocks.size()));
      for (const auto& [left, right] : option.blocks) {
        append_u32(bytes, (segment.sack_base + left).raw());
        append_u32(bytes, (segment.sack_base + right).raw());
      }
      return;
    case Kind::kRaw:
      for (const auto byte : option.raw) append_u8(bytes, byte);
      return;
    case Kind::kMore:
      return;
  }
}

// The option list as it is, No-Operation and End included.
std::vector<OptionText> read_options(Bytes bytes) {
  std::vector<OptionText> options;
  for (std::size_t at = 0; at < bytes.size();) {
    OptionText option;
    const auto kind = load_u8(bytes, at);
    if (kind <= 1) {
      option.kind = kind == 1 ? Kind::kNop : Kind::kEnd;
      options.push_back(option);
      ++at;
      continue;
    }
    const std::size_t length = at + 1 < bytes.size() ? load_u8(bytes, at + 1) : 0;
    const auto data = bytes.subspan(at, std::min(std::max<std::size_t>(length, 2), bytes.size() - at));
    if (kind == 2 && length == 4) {
      option.kind = Kind::kMss, option.first = load_be16(data, 2);
    } else if (kind == 3 && length == 3) {
      option.kind = Kind::kWindowScale, option.first = load_u8(data, 2);
    } else if (kind == 4 && length == 2) {
      option.kind = Kind::kSackPermitted;
    } else if (kind == 8 && length == 10) {
      option.kind = Kind::kTimestamps, option.first = load_be32(data, 2), option.second = load_be32(data, 6);
    } else if (kind == 5 && length % 8 == 2) {
      option.kind = Kind::kSack;
      for (std::size_t i = 2; i < length; i += 8) {
        option.blocks.emplace_back(load_be32(data, i), load_be32(data, i + 4));
      }
    } else {
      option.kind = Kind::kRaw;
      for (const auto byte : data) option.raw.push_back(static_cast<std::uint8_t>(byte));
    }
    options.push_back(option);
    at += data.size();
  }
  return options;
}

Frame wrap(const wire::Ipv4Header& ip, std::size_t payload_size) {
  const wire::EthernetHeader ethernet{kTargetMac, kPeerMac, wire::kEtherTypeIpv4, false, std::nullopt};
  Frame frame(ethernet.size() + ip.size() + payload_size);
  ethernet.emit(frame, ip.size() + payload_size);
  ip.emit(MutableBytes(frame).subspan(ethernet.size()), payload_size);
  return frame;
}

Result<SentFrame, std::string> read_tcp(const wire::Ipv4View& ip) {
  const auto tcp = wire::TcpView::parse(ip.payload());
  if (!tcp) return fail(fmt::format("TCP header: {}", wire::to_string(tcp.error())));
  const auto pseudo = wire::pseudo_header_sum(ip.source(), ip.destination(), wire::kProtocolTcp, ip.payload().size());
  if (!tcp->checksum_ok(pseudo)) return fail(std::string("TCP checksum is wrong"));
  SentSegment segment;
  segment.local = {ip.source(), tcp->source()};
  segment.remote = {ip.destination(), tcp->destination()};
  segment.seq = tcp->seq();
  segment.ack = tcp->ack();
  segment.flags = tcp->flags();
  segment.window = tcp->window().field();
  segment.urgent = tcp->urgent();
  segment.options = read_options(tcp->option_bytes());
  segment.payload.assign(tcp->payload().begin(), tcp->payload().end());
  segment.ttl = ip.ttl();
  segment.tos = ip.tos();
  segment.dont_fragment = ip.dont_fragment();
  return segment;
}

}  // namespace

Result<SentFrame, std::string> read_frame(Bytes frame) {
  const auto ethernet = wire::EthernetView::parse(frame);
  if (!ethernet) return fail(fmt::format("Ethernet header: {}", wire::to_string(ethernet.error())));
  if (ethernet->source() != kTargetMac) return fail(fmt::format("sent from {}", to_string(ethernet->source())));
  if (ethernet->type() == wire::kEtherTypeArp) {
    const auto arp = wire::ArpView::parse(ethernet->payload());
    if (!arp) return fail(fmt::format("ARP: {}", wire::to_string(arp.error())));
    const bool about_itself = arp->target_address() == kTargetAddress.address;
    if (arp->operation() == wire::ArpOperation::kRequest && !about_itself) return ArpQuestion{arp->target_address()};
    return OtherFrame{};
  }
  if (ethernet->type() != wire::kEtherTypeIpv4) return fail(fmt::format("type {:#06x}", ethernet->type()));
  const auto ip = wire::Ipv4View::parse(ethernet->payload());
  if (!ip) return fail(fmt::format("IP header: {}", wire::to_string(ip.error())));
  if (!ip->checksum_ok()) return fail(std::string("IP header checksum is wrong"));
  if (ip->is_fragment()) return fail(std::string("a fragment"));
  if (ip->protocol() != wire::kProtocolTcp) return OtherFrame{};
  if (ethernet->destination() != kPeerMac) return fail("sent to " + to_string(ethernet->destination()));
  return read_tcp(*ip);
}

Frame build_segment(const PeerSegment& segment) {
  std::vector<std::byte> options;
  for (const auto& option : segment.text.options.value_or(std::vector<OptionText>())) {
    append_option(options, option, segment);
  }
  while (options.size() % 4 != 0) append_u8(options, 0);
  const wire::TcpHeader header{segment.remote.port,
                               segment.local.port,
                               segment.seq,
                               segment.ack,
                               segment.text.flags,
                               RawWindow(segment.window),
                               static_cast<std::uint16_t>(segment.text.urgent.value_or(0)),
                               {}};
  const std::size_t size = wire::kTcpHeaderSize + options.size() + segment.payload.size();
  wire::Ipv4Header ip;
  ip.protocol = wire::kProtocolTcp;
  ip.dont_fragment = true;
  ip.ttl = static_cast<std::uint8_t>(segment.text.ttl.value_or(64));
  ip.tos = static_cast<std::uint8_t>(segment.text.tos.value_or(0));
  ip.source = segment.remote.address;
  ip.destination = segment.local.address;
  Frame frame = wrap(ip, size);
  const auto tcp = MutableBytes(frame).last(size);
  // The header without options first; options of the story's own layout then make it longer.
  header.emit(tcp.first(wire::kTcpHeaderSize), {}, {});
  std::copy(options.begin(), options.end(), tcp.begin() + wire::kTcpHeaderSize);
  std::copy(segment.payload.begin(), segment.payload.end(),
            tcp.end() - static_cast<std::ptrdiff_t>(segment.payload.size()));
  store_u8(tcp, 12, static_cast<std::uint8_t>((wire::kTcpHeaderSize + options.size()) / 4 << 4));
  store_be16(tcp, 16, 0);
  const auto pseudo = wire::pseudo_header_sum(ip.source, ip.destination, wire::kProtocolTcp, size);
  const auto sum = wire::InternetSum(pseudo).add(Bytes(tcp)).checksum();
  store_be16(tcp, 16, static_cast<std::uint16_t>(segment.text.bad_checksum ? sum ^ 0x0101 : sum));
  return frame;
}

Frame build_arp_reply(Ipv4Addr address) {
  const wire::EthernetHeader ethernet{kTargetMac, kPeerMac, wire::kEtherTypeArp, false, std::nullopt};
  Frame frame(ethernet.size() + wire::ArpPacket::kSize);
  ethernet.emit(frame, wire::ArpPacket::kSize);
  wire::ArpPacket{wire::ArpOperation::kReply, kPeerMac, address, kTargetMac, kTargetAddress.address}.emit(
      MutableBytes(frame).subspan(ethernet.size()));
  return frame;
}

Frame build_icmp_error(const IcmpText& error) {
  wire::Ipv4Header quoted_ip;
  quoted_ip.protocol = wire::kProtocolTcp;
  quoted_ip.dont_fragment = true;
  quoted_ip.source = error.local.address;
  quoted_ip.destination = error.remote.address;
  std::vector<std::byte> quoted(wire::kIpv4HeaderSize + 8);
  quoted_ip.emit(quoted, 1480);  // a full datagram, of which only this much is quoted
  store_be16(quoted, wire::kIpv4HeaderSize, error.local.port.number());
  store_be16(quoted, wire::kIpv4HeaderSize + 2, error.remote.port.number());
  store_be32(quoted, wire::kIpv4HeaderSize + 4, error.seq.raw());

  const wire::IcmpMessage message{static_cast<wire::IcmpType>(error.type), error.code, error.mtu, quoted};
  wire::Ipv4Header ip;
  ip.protocol = wire::kProtocolIcmp;
  ip.source = kGateway;
  ip.destination = error.local.address;
  Frame frame = wrap(ip, message.size());
  message.emit(MutableBytes(frame).last(message.size()));
  return frame;
}

}  // namespace flue::story
