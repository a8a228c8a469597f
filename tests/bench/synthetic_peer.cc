#include "tests/bench/synthetic_peer.h"

#include "host/base/check.h"
#include "host/wire/ethernet.h"
#include "host/wire/ipv4.h"

namespace flue::bench {
namespace {

constexpr MacAddr kContenderMac{{2, 0xF1, 0x0E, 0, 0, 1}};
constexpr MacAddr kPeerMac{{2, 0xF1, 0x0E, 0, 0, 2}};
constexpr Ipv4Cidr kContenderAddress{Ipv4Addr(10, 0, 0, 1), Ipv4Mask(8)};
constexpr std::size_t kMss = 1460;

}  // namespace

SyntheticPeer::SyntheticPeer(std::string_view stack, std::string_view profile) {
  contender_ = make_contender(stack, {.address = kContenderAddress, .mac = kContenderMac, .profile = profile},
                              [this](Bytes frame) { on_frame(frame); });
  FLUE_CHECK(contender_ != nullptr);
  local_ = {kContenderAddress.address, kDiscardPort};
}

bool SyntheticPeer::open(const Endpoint& remote, TimePoint now) {
  remote_ = remote;
  snd_nxt_ = Seq(1000);
  syn_ack_seen_ = false;
  deliver({.syn = true}, kMss, {}, now);
  if (!syn_ack_seen_) return false;
  snd_nxt_ += 1;
  deliver({.ack = true}, {}, {}, now);
  return true;
}

std::uint64_t SyntheticPeer::send_full_segments(std::uint64_t count, TimePoint now) {
  const std::vector<std::byte> payload(kMss, std::byte{0x5A});
  const std::uint64_t before = contender_->bytes_received();
  frames_back_ = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    now += std::chrono::microseconds(1);
    deliver({.psh = true, .ack = true}, {}, payload, now);
    snd_nxt_ += kMss;
  }
  FLUE_CHECK(contender_->bytes_received() == before + count * kMss);
  return frames_back_;
}

void SyntheticPeer::on_frame(Bytes frame) {
  ++frames_back_;
  const auto ethernet = wire::EthernetView::parse(frame);
  FLUE_CHECK(ethernet.has_value());
  if (ethernet->type() == wire::kEtherTypeArp) {
    const auto arp = wire::ArpView::parse(ethernet->payload());
    // A gratuitous request wants no answer.
    if (arp && arp->operation() == wire::ArpOperation::kRequest && arp->sender_address() != arp->target_address()) {
      arp_request_ = arp->value();
    }
    return;
  }
  const auto ip = wire::Ipv4View::parse(ethernet->payload());
  FLUE_CHECK(ip.has_value());
  const auto tcp = wire::TcpView::parse(ip->payload());
  FLUE_CHECK(tcp.has_value());
  if (tcp->flags().syn && tcp->flags().ack) {
    rcv_nxt_ = tcp->seq() + 1;
    syn_ack_seen_ = true;
  }
}

void SyntheticPeer::deliver(wire::TcpFlags flags, std::optional<std::uint16_t> mss, Bytes payload, TimePoint now) {
  wire::TcpHeader tcp{.source = remote_.port,
                      .destination = local_.port,
                      .seq = snd_nxt_,
                      .ack = flags.ack ? rcv_nxt_ : Seq(),
                      .flags = flags,
                      .window = RawWindow(65535),
                      .options = {.mss = mss}};
  const std::size_t tcp_size = tcp.size() + payload.size();
  segment_.resize(wire::kEthernetHeaderSize + wire::kIpv4HeaderSize + tcp_size);
  const MutableBytes out(segment_);
  wire::EthernetHeader{.destination = kContenderMac, .source = kPeerMac}.emit(out, wire::kIpv4HeaderSize + tcp_size);
  wire::Ipv4Header{
      .dont_fragment = true, .protocol = wire::kProtocolTcp, .source = remote_.address, .destination = local_.address}
      .emit(out.subspan(wire::kEthernetHeaderSize), tcp_size);
  tcp.emit(out.subspan(wire::kEthernetHeaderSize + wire::kIpv4HeaderSize), {payload, {}},
           wire::pseudo_header_sum(remote_.address, local_.address, wire::kProtocolTcp, tcp_size));
  contender_->input(segment_, now);
  contender_->poll(now);

  while (arp_request_) {
    const wire::ArpPacket reply{.operation = wire::ArpOperation::kReply,
                                .sender_mac = kPeerMac,
                                .sender_address = arp_request_->target_address,
                                .target_mac = arp_request_->sender_mac,
                                .target_address = arp_request_->sender_address};
    arp_request_.reset();
    std::vector<std::byte> frame(wire::kEthernetMinimum);
    wire::EthernetHeader{.destination = kContenderMac, .source = kPeerMac, .type = wire::kEtherTypeArp}.emit(
        frame, wire::ArpPacket::kSize);
    reply.emit(MutableBytes(frame).subspan(wire::kEthernetHeaderSize));
    contender_->input(frame, now);
    contender_->poll(now);
  }
}

}  // namespace flue::bench
