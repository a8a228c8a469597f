// Arbitrary frames into a Stack with a live connection, a listener, UDP ports and an unfinished resolution. The input
// is a list of records: one byte says what is done, two bytes a length, then a frame or what to patch into a valid one.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "host/base/check.h"
#include "host/params/profiles.h"
#include "host/stack/stack.h"
#include "tests/host/stack/frames.h"

namespace flue::stack {
namespace {

constexpr MacAddr kOwnMac{{0x02, 0xF1, 0x0E, 0, 0, 1}};
constexpr MacAddr kPeerMac{{0x02, 0xAA, 0, 0, 0, 2}};
constexpr Ipv4Addr kOwn{10, 0, 0, 1};
constexpr Ipv4Addr kPeer{10, 0, 0, 2};

// Keeps the last frame, so that the connection can be completed.
class LastFrameLink final : public Link {
 public:
  [[nodiscard]] std::uint32_t mtu() const override { return 1500; }
  [[nodiscard]] std::optional<std::uint64_t> speed() const override { return std::nullopt; }
  [[nodiscard]] std::optional<MacAddr> hardware_address() const override { return std::nullopt; }
  bool send(Bytes frame) override {
    FLUE_CHECK(frame.size() <= 1514 && wire::EthernetView::parse(frame).has_value());
    last.assign(frame.begin(), frame.end());
    return true;
  }
  Bytes receive() override { return {}; }
  Frame last;
};

class Fuzz {
 public:
  Fuzz() : parameters_(profile_parameters(ProfileName::kModern)), stack_(parameters_, random_, log_) {
    InterfaceConfig config;
    config.name = "flue0";
    config.mac = kOwnMac;
    config.addresses = {{kOwn, Ipv4Mask(24)}};
    config.gateways = {Ipv4Addr(10, 0, 0, 254)};
    FLUE_CHECK(stack_.add_interface(config, link_, now_).has_value());
    FLUE_CHECK(stack_.add_static_arp(kPeer, kPeerMac, std::nullopt, now_).has_value());
    FLUE_CHECK(stack_.tcp().listen({.address = {}, .port = Port(80)}, now_).has_value());
    FLUE_CHECK(stack_
                   .udp_bind({{}, Port(7)},
                             [this](const UdpDatagram& datagram, TimePoint now) {
                               static_cast<void>(
                                   stack_.udp_send(datagram.local, datagram.remote, datagram.payload, now));
                             })
                   .has_value());
    const auto connection = stack_.tcp().connect({.local = {}, .remote = {kPeer, Port(9)}}, now_);
    FLUE_CHECK(connection.has_value());
    connection_ = *connection;
    const auto syn = wire::Ipv4View::parse(Bytes(link_.last).subspan(14));
    const auto header = wire::TcpView::parse(syn->payload());
    port_ = header->source();
    own_seq_ = header->seq() + 1;
    datagram(segment({.syn = true, .ack = true}, {}, Seq(5000)));
    FLUE_CHECK(stack_.tcp().info(connection_)->state == "ESTABLISHED");
    stack_.tcp().write(connection_, bytes_of("request"), now_);
    static_cast<void>(stack_.udp_send({{}, Port(7)}, {Ipv4Addr(10, 0, 0, 99), Port(7)}, bytes_of("waits"), now_));
    static_cast<void>(stack_.ping({.remote = kPeer, .data = {}, .ttl = {}}, now_));
  }

  void run(Bytes input) {
    while (input.size() >= 3) {
      const std::uint8_t what = load_u8(input, 0);
      const std::size_t size = std::min<std::size_t>(load_be16(input, 1) % 2048, input.size() - 3);
      act(what, input.subspan(3, size));
      input = input.subspan(3 + size);
      drain();
    }
    static_cast<void>(stack_.counters());
    static_cast<void>(stack_.arp_entries(now_));
  }

 private:
  Frame segment(wire::TcpFlags flags, Bytes payload, Seq seq) const {
    return tcp_datagram(kPeer, kOwn,
                        {.source = Port(9),
                         .destination = port_,
                         .seq = seq,
                         .ack = own_seq_,
                         .flags = flags,
                         .window = RawWindow(8000),
                         .options = {}},
                        payload);
  }
  void datagram(Bytes bytes) {
    stack_.on_frame({0}, ethernet_frame({.destination = kOwnMac, .source = kPeerMac, .vlan_tag = {}}, bytes), now_);
  }
  void act(std::uint8_t what, Bytes data) {
    switch (what % 8) {
      case 0:  // a raw frame
        stack_.on_frame({0}, data, now_);
        break;
      case 1:  // anything behind a valid Ethernet header
        datagram(data);
        break;
      case 2:
        stack_.on_frame(
            {0},
            ethernet_frame(
                {.destination = kBroadcastMac, .source = kPeerMac, .type = wire::kEtherTypeArp, .vlan_tag = {}}, data),
            now_);
        break;
      case 3:  // a protocol's bytes, or a fragment of them, in a valid datagram
        if (data.size() < 4) break;
        datagram(ipv4_datagram({.id = load_u8(data, 3),
                                .more_fragments = (load_u8(data, 1) & 1) != 0,
                                .fragment_offset = static_cast<std::uint32_t>(load_u8(data, 2)) * 8,
                                .protocol = static_cast<std::uint8_t>(load_u8(data, 0) % 20),
                                .source = kPeer,
                                .destination = kOwn,
                                .options = {}},
                               data.subspan(4)));
        break;
      case 4:  // a segment of the live connection
        if (data.size() < 3) break;
        datagram(
            segment(wire::TcpFlags::from_bits(load_u8(data, 0)), data.subspan(3), Seq(5001u + load_be16(data, 1))));
        break;
      case 5:  // an ICMP message with a right checksum
        if (data.size() < 8) break;
        datagram(icmp_datagram(kPeer, kOwn,
                               {.type = static_cast<wire::IcmpType>(load_u8(data, 0)),
                                .code = load_u8(data, 1),
                                .rest = load_be32(data, 4),
                                .body = data.subspan(8)}));
        break;
      case 6:
        datagram(udp_datagram({kPeer, Port(load_u8(data.empty() ? Bytes(kZero) : data, 0))}, {kOwn, Port(7)}, data));
        break;
      case 7:
        now_ += std::chrono::milliseconds(data.size() * data.size());
        stack_.poll(now_);
        break;
    }
  }
  void drain() {
    const std::size_t readable = stack_.tcp().readable(connection_).size();
    stack_.tcp().consume(connection_, readable, now_);
    while (stack_.tcp().next_event()) {
    }
    for (int i = 0; i < 8 && stack_.next_deadline() <= now_; ++i) stack_.poll(now_);
  }

  static constexpr std::array<std::byte, 1> kZero{};
  const Parameters parameters_;
  SeededRandom random_{1};
  NullLog log_;
  LastFrameLink link_;
  TimePoint now_{std::chrono::seconds(1000)};
  Stack stack_;
  tcp::ConnectionId connection_;
  Port port_;
  Seq own_seq_;
};

}  // namespace
}  // namespace flue::stack

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  flue::stack::Fuzz().run(std::as_bytes(std::span(data, size)));
  return 0;
}
