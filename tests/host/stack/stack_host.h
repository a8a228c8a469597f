// A Stack on a link that records what is sent, for tests: one interface 10.0.0.1/24 with gateway 10.0.0.254, unless the
// test says otherwise.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/log.h"
#include "host/params/profiles.h"
#include "host/stack/stack.h"
#include "tests/host/stack/frames.h"
#include "tests/support/seed.h"

namespace flue::stack {

inline constexpr MacAddr kOwnMac{{0x02, 0xF1, 0x0E, 0, 0, 1}};
inline constexpr MacAddr kPeerMac{{0x02, 0xAA, 0, 0, 0, 2}};
inline constexpr MacAddr kRouterMac{{0x02, 0xBB, 0, 0, 0, 0xFE}};
inline constexpr Ipv4Addr kOwn{10, 0, 0, 1};
inline constexpr Ipv4Addr kPeer{10, 0, 0, 2};
inline constexpr Ipv4Addr kRouter{10, 0, 0, 254};
inline constexpr Ipv4Addr kFar{192, 0, 2, 7};  // behind the router

class RecordingLink final : public Link {
 public:
  [[nodiscard]] std::uint32_t mtu() const override { return mtu_value; }
  [[nodiscard]] std::optional<std::uint64_t> speed() const override { return speed_value; }
  [[nodiscard]] std::optional<MacAddr> hardware_address() const override { return mac_value; }
  [[nodiscard]] LinkOffloads offloads() const override { return offload_values; }
  bool send(Bytes frame) override {
    sent.emplace_back(frame.begin(), frame.end());
    return accepts;
  }
  Bytes receive() override {
    if (arriving.empty()) return {};
    shown_ = std::move(arriving.front());
    arriving.pop_front();
    return shown_;
  }

  std::uint32_t mtu_value = 1500;
  std::optional<std::uint64_t> speed_value = 100'000'000;
  std::optional<MacAddr> mac_value;
  LinkOffloads offload_values;
  bool accepts = true;
  std::vector<Frame> sent;
  std::deque<Frame> arriving;

 private:
  Frame shown_;
};

class RecordingLog final : public Log {
 public:
  RecordingLog() : Log(LogLevel::kInfo) {}
  std::vector<std::string> lines;

 protected:
  void write(LogLevel, std::string_view line) override { lines.emplace_back(line); }
};

struct StackHost {
  explicit StackHost(const Parameters& values = profile_parameters(ProfileName::kWin2003))
      : parameters(values), stack(parameters, random, log) {}

  // A stack with the usual interface, its announcements already past.
  static InterfaceConfig usual() {
    InterfaceConfig config;
    config.name = "flue0";
    config.mac = kOwnMac;
    config.addresses = {*Ipv4Cidr::parse("10.0.0.1/24")};
    config.gateways = {kRouter};
    return config;
  }
  InterfaceId add(const InterfaceConfig& config = usual()) { return add(config, link); }
  InterfaceId add(const InterfaceConfig& config, RecordingLink& through) {
    const auto id = stack.add_interface(config, through, now);
    if (!id) return {~0u};
    advance(std::chrono::seconds(5));
    through.sent.clear();
    return *id;
  }

  // Time passes; every deadline is met.
  void advance(Duration duration) {
    const TimePoint end = now + duration;
    while (stack.next_deadline() <= end) {
      now = std::max(now, stack.next_deadline());
      stack.poll(now);
    }
    now = end;
    stack.poll(now);
  }

  void frame(Bytes bytes, std::uint32_t interface = 0) { stack.on_frame({interface}, bytes, now); }
  void arp(const wire::ArpPacket& packet, const MacAddr& to = kOwnMac, std::uint32_t interface = 0) {
    frame(ethernet_frame({.destination = to, .source = packet.sender_mac, .type = wire::kEtherTypeArp, .vlan_tag = {}},
                         arp_packet(packet)),
          interface);
  }
  // `address` says that it is at `mac`.
  void arp_reply(Ipv4Addr address, const MacAddr& mac, std::uint32_t interface = 0) {
    arp({wire::ArpOperation::kReply, mac, address, kOwnMac, kOwn}, kOwnMac, interface);
  }
  void datagram(Bytes bytes, const MacAddr& to = kOwnMac, std::uint32_t interface = 0) {
    frame(ethernet_frame({.destination = to, .source = kPeerMac, .vlan_tag = {}}, bytes), interface);
  }
  void know_neighbours() {
    arp({wire::ArpOperation::kRequest, kPeerMac, kPeer, {}, kOwn}, kBroadcastMac);
    arp({wire::ArpOperation::kRequest, kRouterMac, kRouter, {}, kOwn}, kBroadcastMac);
    link.sent.clear();
  }
  [[nodiscard]] std::uint64_t counter(std::string_view name) const {
    for (const CounterLine& line : stack.counters()) {
      if (line.name == name) return line.value;
    }
    return ~std::uint64_t{0};
  }
  // Sends a datagram from UDP port 4000; it is bound on the way if need be.
  Result<void, UdpError> send_udp(Ipv4Addr to, std::string_view text) { return send_udp(to, bytes_of(text)); }
  Result<void, UdpError> send_udp(Ipv4Addr to, const Frame& payload) {
    const Endpoint local{{}, Port(4000)};
    if (stack.udp_endpoints().empty()) {
      static_cast<void>(stack.udp_bind(local, [](const UdpDatagram&, TimePoint) {}));
    }
    return stack.udp_send(local, {to, Port(5000)}, payload, now);
  }

  // Takes the oldest frame that was sent.
  Frame take() { return take(link); }
  static Frame take(RecordingLink& from) {
    if (from.sent.empty()) return {};
    Frame first = std::move(from.sent.front());
    from.sent.erase(from.sent.begin());
    return first;
  }

  Parameters parameters;
  SeededRandom random = test::random_stream();
  RecordingLog log;
  RecordingLink link;
  TimePoint now{std::chrono::seconds(1000)};
  Stack stack;
};

// A sent frame, taken apart.
struct Seen {
  explicit Seen(const Frame& bytes) : frame(bytes) {
    if (const auto view = wire::EthernetView::parse(frame)) {
      destination = view->destination();
      source = view->source();
      type = view->type();
      snap = view->is_snap();
      payload = view->payload();
    }
  }
  [[nodiscard]] bool is_arp() const { return type == wire::kEtherTypeArp && wire::ArpView::parse(payload).has_value(); }
  [[nodiscard]] wire::ArpPacket arp() const { return wire::ArpView::parse(payload)->value(); }
  [[nodiscard]] bool is_ipv4() const {
    return type == wire::kEtherTypeIpv4 && wire::Ipv4View::parse(payload).has_value();
  }
  [[nodiscard]] wire::Ipv4View ipv4() const { return *wire::Ipv4View::parse(payload); }
  [[nodiscard]] wire::IcmpView icmp() const { return *wire::IcmpView::parse(ipv4().payload()); }
  [[nodiscard]] wire::UdpView udp() const { return *wire::UdpView::parse(ipv4().payload()); }
  [[nodiscard]] wire::TcpView tcp() const { return *wire::TcpView::parse(ipv4().payload()); }

  Frame frame;
  MacAddr destination;
  MacAddr source;
  std::uint16_t type = 0;
  bool snap = false;
  Bytes payload;
};

}  // namespace flue::stack
