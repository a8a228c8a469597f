#include "host/stack/tcp_glue.h"

#include <algorithm>

#include "host/wire/checksum.h"
#include "host/wire/tcp.h"

namespace flue::stack {
namespace {

// Segments to ourselves cost no wire, but larger ones would not fit the profiles' windows well.
constexpr std::uint16_t kLoopbackMtu = 1500;

constexpr std::uint16_t to_mtu(std::uint32_t mtu) { return static_cast<std::uint16_t>(std::min(mtu, 65535u)); }

tcp::Options from_wire(const wire::TcpOptions& wire_options) {
  tcp::Options options;
  options.mss = wire_options.mss;
  if (wire_options.window_shift) options.window_shift = WindowShift(*wire_options.window_shift);
  options.sack_permitted = wire_options.sack_permitted;
  if (wire_options.timestamps) {
    options.timestamps = tcp::Timestamps{wire_options.timestamps->tsval, wire_options.timestamps->tsecr};
  }
  options.sack.count = wire_options.sack_count;
  for (std::size_t i = 0; i < wire_options.sack_count; ++i) {
    options.sack.block[i] = {wire_options.sack[i].left, wire_options.sack[i].right};
  }
  return options;
}

wire::TcpOptions to_wire(const tcp::Options& options) {
  wire::TcpOptions wire_options;
  wire_options.mss = options.mss;
  if (options.window_shift) wire_options.window_shift = static_cast<std::uint8_t>(options.window_shift->count());
  wire_options.sack_permitted = options.sack_permitted;
  if (options.timestamps) {
    wire_options.timestamps = wire::TcpTimestamps{options.timestamps->tsval, options.timestamps->tsecr};
  }
  wire_options.sack_count = options.sack.count;
  for (std::size_t i = 0; i < options.sack.count; ++i) {
    wire_options.sack[i] = {options.sack.block[i].left, options.sack.block[i].right};
  }
  return wire_options;
}

}  // namespace

TcpGlue::TcpGlue(const Parameters& parameters, Ipv4Output& output, RouteCache& routes, const PathMtu& path_mtu,
                 const Interfaces& interfaces, Counters& counters, Random& random, Log& log)
    : parameters_(parameters.tcp),
      output_(output),
      routes_(routes),
      path_mtu_(path_mtu),
      interfaces_(interfaces),
      counters_(counters),
      tcp_(parameters, *this, random, log) {}

void TcpGlue::on_packet(const Ipv4Packet& packet, TimePoint now) {
  if (packet.to_broadcast) {
    counters_.add(Counter::kTcpInNotUnicast);  // RFC 9293 MUST-57
    return;
  }
  const Bytes bytes = packet.view.payload();
  const auto view = wire::TcpView::parse(bytes);
  if (!view) {
    counters_.add(Counter::kTcpInHeader);
    return;
  }
  if (!packet.checksum_verified && !view->checksum_ok(wire::pseudo_header_sum(packet.source(), packet.destination(),
                                                                              wire::kProtocolTcp, bytes.size()))) {
    counters_.add(Counter::kTcpInChecksum);
    return;
  }
  const wire::TcpFlags flags = view->flags();
  tcp::SegmentIn segment;
  segment.local = {packet.destination(), view->destination()};
  segment.remote = {packet.source(), view->source()};
  segment.seq = view->seq();
  segment.ack = view->ack();
  segment.flags = {
      .fin = flags.fin, .syn = flags.syn, .rst = flags.rst, .psh = flags.psh, .ack = flags.ack, .urg = flags.urg};
  segment.wnd = view->window();
  segment.urgent = view->urgent();
  if (!view->option_bytes().empty()) segment.options = from_wire(view->options().values);
  segment.payload = view->payload();
  tcp_.on_segment(segment, now);
}

std::optional<tcp::Path> TcpGlue::path(Ipv4Addr source, Ipv4Addr remote) {
  if (!source.is_any() && !is_own_address(source)) return std::nullopt;
  const RouteCacheEntry& route = routes_.get(remote);
  using Kind = RouteCacheEntry::Kind;
  if (route.kind == Kind::kLoopback) return loopback_path(source, remote);
  if (route.kind != Kind::kNeighbour && route.kind != Kind::kRouter) return std::nullopt;
  const Interface& interface = *route.interface;
  if (source.is_any()) source = interface.source_for(route.next_hop);
  if (source.is_any() || source.is_loopback()) return std::nullopt;
  const std::uint16_t link_mtu = to_mtu(interface.mtu);
  return tcp::Path{.source = source,
                   .mtu = path_mtu_.get(remote, link_mtu, now_),
                   .link_mtu = link_mtu,
                   .local_subnet = route.kind == Kind::kNeighbour,
                   .loopback = false,
                   .speed = interface.speed,
                   .parameters = &interface.tcp};
}

std::optional<tcp::Path> TcpGlue::loopback_path(Ipv4Addr source, Ipv4Addr remote) const {
  tcp::Path path;
  path.source = source.is_any() ? remote : source;
  path.mtu = kLoopbackMtu;
  path.link_mtu = kLoopbackMtu;
  path.loopback = true;
  path.parameters = &parameters_;
  return path;
}

bool TcpGlue::is_own_address(Ipv4Addr address) const {
  return address.is_loopback() || owner_of(interfaces_, address) != nullptr;
}

void TcpGlue::send(const tcp::SegmentOut& segment, std::uint8_t ttl, std::uint8_t tos, TimePoint now) {
  const wire::TcpHeader header{.source = segment.local.port,
                               .destination = segment.remote.port,
                               .seq = segment.seq,
                               .ack = segment.ack,
                               .flags = {.fin = segment.flags.fin,
                                         .syn = segment.flags.syn,
                                         .rst = segment.flags.rst,
                                         .psh = segment.flags.psh,
                                         .ack = segment.flags.ack,
                                         .urg = segment.flags.urg},
                               .window = segment.wnd,
                               .urgent = segment.urgent,
                               .options = to_wire(segment.options)};
  const std::size_t size = header.size() + segment.payload.size();
  header.emit(output_.payload_area(size), segment.payload,
              wire::pseudo_header_sum(segment.local.address, segment.remote.address, wire::kProtocolTcp, size));
  // PMTU-04 asks for DF towards other networks only. It is set towards neighbours too: a path that turns out to have a
  // smaller MTU, behind a bridge or a proxy, is found in the same way.
  output_.send_whole({.source = segment.local.address,
                      .destination = segment.remote.address,
                      .protocol = wire::kProtocolTcp,
                      .ttl = ttl,
                      .tos = tos,
                      .dont_fragment = parameters_.enable_pmtu_discovery},
                     size, now);
}

}  // namespace flue::stack
