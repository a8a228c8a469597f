#include "tests/hw/tx/tx_entry.h"

#include <algorithm>

#include "host/base/check.h"
#include "host/wire/ethernet.h"
#include "host/wire/ipv4.h"
#include "host/wire/tcp.h"
#include "host/wire/udp.h"

namespace flue::test {
namespace {

std::vector<std::byte> random_bytes(Random& random, std::size_t size) {
  std::vector<std::byte> bytes(size);
  for (std::byte& b : bytes) b = static_cast<std::byte>(random.next());
  return bytes;
}

MacAddr random_mac(Random& random) {
  std::array<std::uint8_t, 6> bytes{};
  for (std::uint8_t& b : bytes) b = static_cast<std::uint8_t>(random.next());
  return MacAddr(bytes);
}

// A frame as it leaves the card: with the tag inserted, and filled up to the minimum.
Frame on_the_wire(Frame frame, const std::optional<std::uint16_t>& vlan_tag) {
  if (vlan_tag) {
    std::array<std::byte, 4> tag{};
    store_be16(tag, 0, wire::kEtherTypeVlan);
    store_be16(tag, 2, *vlan_tag);
    frame.insert(frame.begin() + 12, tag.begin(), tag.end());
  }
  frame.resize(std::max(frame.size(), wire::kEthernetMinimum));
  return frame;
}

// Ethernet and IPv4 of an entry, the same for each of its frames but for what changes from segment to segment.
struct Lower {
  wire::EthernetHeader ethernet;
  wire::Ipv4Header ipv4;
  std::vector<std::byte> options;

  Lower(Random& random, const TxShape& shape, std::uint8_t protocol) : options(random_bytes(random, shape.ip_options)) {
    ethernet = {.destination = random_mac(random), .source = random_mac(random), .snap = shape.snap};
    if (shape.tagged) ethernet.vlan_tag = static_cast<std::uint16_t>(random.next());
    ipv4.tos = static_cast<std::uint8_t>(random.next());
    ipv4.id = static_cast<std::uint16_t>(random.next());
    ipv4.dont_fragment = true;
    ipv4.ttl = static_cast<std::uint8_t>(random.next());
    ipv4.protocol = protocol;
    ipv4.source = Ipv4Addr(static_cast<std::uint32_t>(random.next()));
    ipv4.destination = Ipv4Addr(static_cast<std::uint32_t>(random.next()));
  }

  [[nodiscard]] std::size_t l3_offset() const { return ethernet.size(); }
  [[nodiscard]] std::size_t l4_offset() const { return ethernet.size() + wire::kIpv4HeaderSize + options.size(); }
  [[nodiscard]] wire::InternetSum pseudo(std::size_t length) const {
    return wire::pseudo_header_sum(ipv4.source, ipv4.destination, ipv4.protocol, length);
  }
  // A frame whose last l4_size bytes, the transport's, the caller writes.
  [[nodiscard]] Frame frame(std::size_t l4_size, std::uint16_t segment) const {
    Frame out(l4_offset() + l4_size);
    ethernet.emit(out, out.size() - l3_offset());
    wire::Ipv4Header header = ipv4;
    header.options = options;
    header.id = static_cast<std::uint16_t>(header.id + segment);
    header.emit(MutableBytes(out).subspan(l3_offset()), l4_size);
    return out;
  }
};

// The entry whose memory is `whole` with wrong checksums.
TxEntry make_entry(Random& random, const TxShape& shape, const Lower& lower, Frame whole, std::size_t l4_header,
                   std::uint32_t l4_flag, std::size_t l4_field) {
  TxEntry entry;
  store_be16(whole, lower.l3_offset() + 10, static_cast<std::uint16_t>(random.next()));
  store_be16(whole, lower.l4_offset() + l4_field, static_cast<std::uint16_t>(random.next()));
  contract::SlowTxDescriptor& d = entry.descriptor;
  d.length = static_cast<std::uint32_t>(whole.size());
  d.header_length = shape.header_length.value_or(static_cast<std::uint16_t>(lower.l4_offset() + l4_header));
  d.mss = shape.mss;
  d.opcode = static_cast<std::uint8_t>(contract::TxOpcode::kFrame);
  d.flags =
      static_cast<std::uint8_t>(contract::kTxFlagIpv4Sum | l4_flag | (shape.vlan_tag ? contract::kTxFlagVlan : 0));
  d.l3_offset = static_cast<std::uint8_t>(lower.l3_offset());
  d.l4_offset = static_cast<std::uint8_t>(lower.l4_offset());
  d.vlan_tag = shape.vlan_tag.value_or(static_cast<std::uint16_t>(random.next()));
  entry.memory = std::move(whole);
  FLUE_CHECK(d.header_length <= contract::kTxHeaderMax && d.header_length <= d.length);
  return entry;
}

// Pieces of at most mss bytes; a frame without payload is one piece.
std::vector<Bytes> cut(Bytes payload, std::size_t mss) {
  if (mss == 0 || payload.size() <= mss) return {payload};
  std::vector<Bytes> pieces;
  for (; !payload.empty(); payload = payload.subspan(pieces.back().size())) {
    pieces.push_back(payload.first(std::min(mss, payload.size())));
  }
  return pieces;
}

TxEntry udp_entry_of(Random& random, const TxShape& shape, const Lower& lower, Bytes payload) {
  const wire::UdpHeader udp{Port(static_cast<std::uint16_t>(random.next())),
                            Port(static_cast<std::uint16_t>(random.next()))};
  const auto emit = [&](Bytes part, std::size_t segment) {
    const std::size_t size = wire::kUdpHeaderSize + part.size();
    Frame frame = lower.frame(size, static_cast<std::uint16_t>(segment));
    udp.emit(MutableBytes(frame).subspan(lower.l4_offset()), part, lower.pseudo(size));
    return frame;
  };
  TxEntry entry = make_entry(random, shape, lower, emit(payload, 0), wire::kUdpHeaderSize, contract::kTxFlagUdpSum, 6);
  for (const Bytes piece : cut(payload, shape.mss)) {
    entry.frames.push_back(on_the_wire(emit(piece, entry.frames.size()), shape.vlan_tag));
  }
  return entry;
}

}  // namespace

TxEntry raw_entry(Random& random, std::uint16_t header_length, std::size_t payload) {
  TxEntry entry;
  entry.memory = random_bytes(random, header_length + payload);
  entry.descriptor.length = static_cast<std::uint32_t>(entry.memory.size());
  entry.descriptor.header_length = header_length;
  entry.descriptor.opcode = static_cast<std::uint8_t>(contract::TxOpcode::kFrame);
  // Without flags nobody looks at these.
  entry.descriptor.l3_offset = static_cast<std::uint8_t>(random.next());
  entry.descriptor.l4_offset = static_cast<std::uint8_t>(random.next());
  entry.descriptor.vlan_tag = static_cast<std::uint16_t>(random.next());
  entry.frames.push_back(on_the_wire(entry.memory, std::nullopt));
  return entry;
}

TxEntry tcp_entry(Random& random, const TxShape& shape) {
  const Lower lower(random, shape, wire::kProtocolTcp);
  const std::vector<std::byte> payload = random_bytes(random, shape.payload);
  wire::TcpHeader tcp;
  tcp.source = Port(static_cast<std::uint16_t>(random.next()));
  tcp.destination = Port(static_cast<std::uint16_t>(random.next()));
  tcp.seq = Seq(static_cast<std::uint32_t>(random.next()));
  tcp.ack = Seq(static_cast<std::uint32_t>(random.next()));
  tcp.window = RawWindow(static_cast<std::uint16_t>(random.next()));
  tcp.urgent = static_cast<std::uint16_t>(random.next());
  if (shape.timestamps) {
    tcp.options.timestamps = {.tsval = static_cast<std::uint32_t>(random.next()),
                              .tsecr = static_cast<std::uint32_t>(random.next())};
  }
  const auto emit = [&](Bytes part, std::size_t segment, bool last) {
    wire::TcpHeader header = tcp;
    header.seq += static_cast<std::uint32_t>(segment * shape.mss);
    header.flags = wire::TcpFlags::from_bits(shape.tcp_flags);
    header.flags.fin = header.flags.fin && last;
    header.flags.psh = header.flags.psh && last;
    header.flags.cwr = header.flags.cwr && segment == 0;
    const std::size_t size = header.size() + part.size();
    Frame frame = lower.frame(size, static_cast<std::uint16_t>(segment));
    header.emit(MutableBytes(frame).subspan(lower.l4_offset()), {part, {}}, lower.pseudo(size));
    return frame;
  };
  TxEntry entry = make_entry(random, shape, lower, emit(payload, 0, true), tcp.size(), contract::kTxFlagTcpSum, 16);
  const std::vector<Bytes> pieces = cut(payload, shape.mss);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    entry.frames.push_back(on_the_wire(emit(pieces[i], i, i + 1 == pieces.size()), shape.vlan_tag));
  }
  return entry;
}

TxEntry udp_entry(Random& random, const TxShape& shape) {
  const Lower lower(random, shape, wire::kProtocolUdp);
  return udp_entry_of(random, shape, lower, random_bytes(random, shape.payload));
}

TxEntry udp_zero_entry(Random& random, std::size_t payload_size) {
  const TxShape shape{.payload = payload_size};
  const Lower lower(random, shape, wire::kProtocolUdp);
  std::vector<std::byte> payload = random_bytes(random, payload_size);
  const SeededRandom ports(random.next());  // the same ports both times
  store_be16(payload, 0, 0);
  // With a first word of zero the checksum is the word that makes it zero.
  SeededRandom first = ports;
  const TxEntry draft = udp_entry_of(first, shape, lower, payload);
  store_be16(payload, 0, load_be16(draft.frames[0], lower.l4_offset() + 6));
  SeededRandom second = ports;
  TxEntry entry = udp_entry_of(second, shape, lower, payload);
  FLUE_CHECK(load_be16(entry.frames[0], lower.l4_offset() + 6) == 0xFFFF);
  return entry;
}

TxEntry icmp_entry(Random& random, const TxShape& shape) {
  const Lower lower(random, shape, wire::kProtocolIcmp);
  Frame whole = lower.frame(8 + shape.payload, 0);
  const MutableBytes message = MutableBytes(whole).subspan(lower.l4_offset());
  std::ranges::copy(random_bytes(random, message.size()), message.begin());
  store_be16(message, 2, 0);
  store_be16(message, 2, wire::sum_of(message).checksum());
  TxEntry entry = make_entry(random, shape, lower, whole, 8, contract::kTxFlagIcmpSum, 2);
  entry.frames.push_back(on_the_wire(std::move(whole), shape.vlan_tag));
  return entry;
}

TxEntry random_entry(Random& random) {
  const auto chance = [&](std::uint64_t one_in) { return random.below(one_in) == 0; };
  TxShape shape{.payload = chance(3) ? random.below(64) : random.below(1461),
                .ip_options = chance(4) ? 4 * random.below(6) : 0,
                .timestamps = chance(2),
                .tagged = chance(5),
                .snap = chance(8),
                .tcp_flags = static_cast<std::uint8_t>(random.next())};
  if (chance(4)) shape.vlan_tag = static_cast<std::uint16_t>(random.next());
  const std::uint64_t kind = random.below(6);
  if (kind == 0) return raw_entry(random, static_cast<std::uint16_t>(14 + random.below(115)), shape.payload);
  if (kind == 1) return icmp_entry(random, shape);
  if (kind == 2) return udp_zero_entry(random, 2 + shape.payload);
  const bool lso = chance(3);
  if (lso) {
    shape.snap = false;
    shape.payload = 1 + random.below(20'000);
    shape.mss = static_cast<std::uint16_t>(chance(4) ? 400 + random.below(8'500) : 536 + random.below(925));
  }
  return kind == 3 ? udp_entry(random, shape) : tcp_entry(random, shape);
}

}  // namespace flue::test
