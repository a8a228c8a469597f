// Between IP and TCP: received segments become values for tcp::Tcp, and what Tcp sends becomes datagrams, headers and
// payload written and summed in one pass. Answers Tcp's questions about paths.
#pragma once

#include <cstdint>
#include <optional>

#include "host/base/address.h"
#include "host/base/log.h"
#include "host/base/random.h"
#include "host/base/time.h"
#include "host/params/parameters.h"
#include "host/stack/counters.h"
#include "host/stack/interface.h"
#include "host/stack/ipv4_output.h"
#include "host/stack/ipv4_packet.h"
#include "host/stack/path_mtu.h"
#include "host/stack/route_cache.h"
#include "host/tcp/tcp.h"

namespace flue::stack {

class TcpGlue final : public tcp::Network {
 public:
  TcpGlue(const Parameters& parameters, Ipv4Output& output, RouteCache& routes, const PathMtu& path_mtu,
          const Interfaces& interfaces, Counters& counters, Random& random, Log& log);

  [[nodiscard]] tcp::Tcp& tcp() { return tcp_; }
  [[nodiscard]] const tcp::Tcp& tcp() const { return tcp_; }
  void on_packet(const Ipv4Packet& packet, TimePoint now);

  // The latest `now` that the stack was given: Tcp asks for paths without one.
  void set_now(TimePoint now) { now_ = now; }

  std::optional<tcp::Path> path(Ipv4Addr source, Ipv4Addr remote) override;
  [[nodiscard]] bool is_own_address(Ipv4Addr address) const override;
  void send(const tcp::SegmentOut& segment, std::uint8_t ttl, std::uint8_t tos, TimePoint now) override;

 private:
  [[nodiscard]] std::optional<tcp::Path> loopback_path(Ipv4Addr source, Ipv4Addr remote) const;

  const TcpParameters parameters_;
  Ipv4Output& output_;
  RouteCache& routes_;
  const PathMtu& path_mtu_;
  const Interfaces& interfaces_;
  Counters& counters_;
  TimePoint now_{};
  tcp::Tcp tcp_;
};

}  // namespace flue::stack
