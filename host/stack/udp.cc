#include "host/stack/udp.h"

#include <utility>

#include "host/wire/checksum.h"
#include "host/wire/udp.h"

namespace flue::stack {

Result<void, UdpError> Udp::bind(const Endpoint& local, UdpHandler handler) {
  if (local.port.number() == 0) return fail(UdpError::kNotBound);
  const auto [entry, made] = handlers_.try_emplace(local);
  if (!made) return fail(UdpError::kPortInUse);
  entry->second = std::make_shared<UdpHandler>(std::move(handler));
  return {};
}

void Udp::unbind(const Endpoint& local) { handlers_.erase(local); }

bool Udp::is_bound(const Endpoint& local) const { return find(local) != nullptr; }

Udp::Shared Udp::find(const Endpoint& local) const {
  auto found = handlers_.find(local);
  if (found == handlers_.end()) found = handlers_.find({Ipv4Addr(), local.port});
  return found == handlers_.end() ? nullptr : found->second;
}

Result<void, UdpError> Udp::send(const Endpoint& local, const Endpoint& remote, Bytes payload, TimePoint now) {
  if (payload.size() > kPayloadLimit) return fail(UdpError::kTooLong);
  if (!is_bound(local)) return fail(UdpError::kNotBound);
  const auto source = local.address.is_any() ? output_.source_for(remote.address) : local.address;
  if (!source) return fail(UdpError::kNoRoute);

  const wire::UdpHeader header{local.port, remote.port};
  const std::size_t size = wire::kUdpHeaderSize + payload.size();
  header.emit(output_.payload_area(size), payload,
              wire::pseudo_header_sum(*source, remote.address, wire::kProtocolUdp, size));
  counters_.add(Counter::kUdpOutDatagrams);
  const SendOutcome outcome = output_.send({.source = *source,
                                            .destination = remote.address,
                                            .protocol = wire::kProtocolUdp,
                                            .ttl = output_.ttl_for(remote.address),
                                            .tos = output_.default_tos(),
                                            .dont_fragment = false},
                                           size, now);
  if (outcome == SendOutcome::kNoRoute) return fail(UdpError::kNoRoute);
  return {};
}

void Udp::on_packet(const Ipv4Packet& packet, TimePoint now) {
  const auto datagram = wire::UdpView::parse(packet.view.payload());
  if (!datagram || datagram->destination().number() == 0) {
    counters_.add(Counter::kUdpInErrors);
    return;
  }
  const auto pseudo =
      wire::pseudo_header_sum(packet.source(), packet.destination(), wire::kProtocolUdp, datagram->length());
  if (!packet.checksum_verified && !datagram->checksum_ok(pseudo)) {
    counters_.add(Counter::kUdpInChecksum);
    return;
  }
  const Endpoint local{packet.destination(), datagram->destination()};
  const Shared handler = find(local);
  if (handler == nullptr) {
    counters_.add(Counter::kUdpNoPorts);
    icmp_.send_unreachable(packet, wire::kPortUnreachable, now);
    return;
  }
  counters_.add(Counter::kUdpInDatagrams);
  (*handler)({.local = local,
              .remote = {packet.source(), datagram->source()},
              .interface = packet.interface == nullptr ? InterfaceId{} : packet.interface->id,
              .to_broadcast = packet.to_broadcast,
              .payload = datagram->payload()},
             now);
}

std::vector<Endpoint> Udp::endpoints() const {
  std::vector<Endpoint> endpoints;
  for (const auto& [endpoint, handler] : handlers_) endpoints.push_back(endpoint);
  return endpoints;
}

}  // namespace flue::stack
