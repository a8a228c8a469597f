#include "host/stack/icmp.h"

#include <algorithm>

namespace flue::stack {
namespace {

constexpr Duration kPingBelieved = std::chrono::seconds(60);
constexpr std::size_t kPingsKept = 1024;
constexpr std::size_t kTcpQuote = 8;  // ports and sequence number

Counter counter_of(wire::IcmpType type) {
  switch (type) {
    case wire::IcmpType::kTimeExceeded:
      return Counter::kIcmpInTimeExcds;
    case wire::IcmpType::kParameterProblem:
      return Counter::kIcmpInParmProbs;
    case wire::IcmpType::kSourceQuench:
      return Counter::kIcmpInSrcQuenchs;
    case wire::IcmpType::kRedirect:
      return Counter::kIcmpInRedirects;
    default:
      return Counter::kIcmpInDestUnreachs;
  }
}

// RFC 1122 4.2.3.9 and RFC 5461: which errors end an attempt to connect.
tcp::Tcp::IcmpError meaning_for_tcp(const wire::IcmpView& message) {
  using Error = tcp::Tcp::IcmpError;
  if (message.type() == wire::IcmpType::kSourceQuench) return Error::kSourceQuench;
  if (message.type() != wire::IcmpType::kUnreachable) return Error::kSoft;
  switch (message.code()) {
    case wire::kFragmentationNeeded:
      return Error::kFragmentationNeeded;
    case wire::kProtocolUnreachable:
    case wire::kPortUnreachable:
      return Error::kHard;
    default:
      return Error::kSoft;
  }
}

bool is_fragmentation_needed(const wire::IcmpView& message) {
  return message.type() == wire::IcmpType::kUnreachable && message.code() == wire::kFragmentationNeeded;
}

}  // namespace

Icmp::Icmp(const Parameters& parameters, Ipv4Output& output, RouteCache& routes, PathMtu& path_mtu, tcp::Tcp& tcp,
           const Interfaces& interfaces, Counters& counters)
    : pmtu_discovery_(parameters.tcp.enable_pmtu_discovery),
      output_(output),
      routes_(routes),
      path_mtu_(path_mtu),
      tcp_(tcp),
      interfaces_(interfaces),
      counters_(counters),
      errors_(parameters.ip.icmp_errors_per_second) {}

void Icmp::on_packet(const Ipv4Packet& packet, TimePoint now) {
  counters_.add(Counter::kIcmpInMsgs);
  const auto message = wire::IcmpView::parse(packet.view.payload());
  if (!message) {
    counters_.add(Counter::kIcmpInErrors);
    return;
  }
  if (!packet.checksum_verified && !message->checksum_ok()) {
    counters_.add(Counter::kIcmpInChecksum);
    return;
  }
  if (message->is_error()) {
    on_error(packet, *message, now);
  } else if (message->type() == wire::IcmpType::kEchoRequest) {
    on_echo_request(packet, *message, now);
  } else if (message->type() == wire::IcmpType::kEchoReply) {
    on_echo_reply(packet, *message, now);
  } else {
    counters_.add(Counter::kIcmpInIgnored);
  }
}

// ICMP-03. RFC 1122 3.2.2.6 allows to ignore requests to a group: answering them would amplify.
void Icmp::on_echo_request(const Ipv4Packet& packet, const wire::IcmpView& message, TimePoint now) {
  counters_.add(Counter::kIcmpInEchos);
  if (packet.to_broadcast) {
    counters_.add(Counter::kIcmpInIgnored);
    return;
  }
  counters_.add(Counter::kIcmpOutEchoReps);
  send(wire::echo_reply(message.identifier(), message.sequence(), message.body()),
       {.source = packet.destination(),
        .destination = packet.source(),
        .protocol = wire::kProtocolIcmp,
        .ttl = output_.ttl_for(packet.source()),
        .tos = output_.default_tos(),
        .dont_fragment = false},
       now);
}

void Icmp::on_echo_reply(const Ipv4Packet& packet, const wire::IcmpView& message, TimePoint now) {
  counters_.add(Counter::kIcmpInEchoReps);
  if (!was_asked(packet.source(), message.identifier(), message.sequence(), now)) {
    counters_.add(Counter::kIcmpInIgnored);
    return;
  }
  if (!ping_handler_) return;
  ping_handler_({.outcome = Stack::PingOutcome::kReply,
                 .from = packet.source(),
                 .identifier = message.identifier(),
                 .sequence = message.sequence(),
                 .bytes = message.body().size(),
                 .ttl = packet.view.ttl()},
                now);
}

// An error counts only if it quotes a datagram that we could have sent; whether we did is for the protocol to say.
void Icmp::on_error(const Ipv4Packet& packet, const wire::IcmpView& message, TimePoint now) {
  counters_.add(counter_of(message.type()));
  const auto quoted = wire::Ipv4View::parse_quoted(message.body());
  if (!quoted) {
    counters_.add(Counter::kIcmpInErrors);
    return;
  }
  const bool ours = owner_of(interfaces_, quoted->source()) != nullptr && quoted->fragment_offset() == 0;
  if (packet.to_broadcast || !ours || message.type() == wire::IcmpType::kRedirect) {
    counters_.add(Counter::kIcmpInIgnored);
  } else if (quoted->protocol() == wire::kProtocolTcp) {
    on_error_about_tcp(message, *quoted, now);
  } else if (quoted->protocol() == wire::kProtocolIcmp) {
    on_error_about_echo(packet, message, *quoted, now);
  } else {
    counters_.add(Counter::kIcmpInIgnored);
  }
}

void Icmp::on_error_about_tcp(const wire::IcmpView& message, const wire::Ipv4View& quoted, TimePoint now) {
  if (quoted.payload().size() < kTcpQuote) {
    counters_.add(Counter::kIcmpInErrors);
    return;
  }
  if (is_fragmentation_needed(message) && !pmtu_discovery_) {
    counters_.add(Counter::kIcmpInIgnored);
    return;
  }
  const Bytes header = quoted.payload();
  const std::uint16_t mtu =
      is_fragmentation_needed(message) ? path_mtu_.believed(message.next_hop_mtu(), quoted.total_length()) : 0;
  const bool believed = tcp_.on_icmp_error({quoted.source(), Port(load_be16(header, 0))},
                                           {quoted.destination(), Port(load_be16(header, 2))},
                                           Seq(load_be32(header, 4)), meaning_for_tcp(message), mtu, now);
  if (!believed) {
    counters_.add(Counter::kIcmpInIgnored);
  } else if (mtu != 0) {
    lower_path_mtu(quoted.destination(), mtu, now);
  }
}

void Icmp::on_error_about_echo(const Ipv4Packet& packet, const wire::IcmpView& message, const wire::Ipv4View& quoted,
                               TimePoint now) {
  const auto echo = wire::IcmpView::parse(quoted.payload());
  if (!echo || echo->type() != wire::IcmpType::kEchoRequest ||
      !was_asked(quoted.destination(), echo->identifier(), echo->sequence(), now)) {
    counters_.add(Counter::kIcmpInIgnored);
    return;
  }
  if (message.type() == wire::IcmpType::kSourceQuench) {  // ICMP-07: for TCP only
    counters_.add(Counter::kIcmpInIgnored);
    return;
  }
  Stack::PingOutcome outcome = Stack::PingOutcome::kUnreachable;
  if (message.type() == wire::IcmpType::kTimeExceeded) outcome = Stack::PingOutcome::kTimeExceeded;
  if (is_fragmentation_needed(message)) {
    outcome = Stack::PingOutcome::kNeedsFragmentation;
    if (pmtu_discovery_) {
      lower_path_mtu(quoted.destination(), path_mtu_.believed(message.next_hop_mtu(), quoted.total_length()), now);
    }
  }
  if (!ping_handler_) return;
  ping_handler_({.outcome = outcome,
                 .from = packet.source(),
                 .identifier = echo->identifier(),
                 .sequence = echo->sequence(),
                 .bytes = 0,
                 .ttl = packet.view.ttl()},
                now);
}

// PMTU-05: the path changed for everyone who uses it.
void Icmp::lower_path_mtu(Ipv4Addr destination, std::uint16_t mtu, TimePoint now) {
  const RouteCacheEntry& route = routes_.get(destination);
  if (route.interface == nullptr) return;
  const auto link_mtu = static_cast<std::uint16_t>(std::min<std::uint32_t>(route.interface->mtu, 65535));
  path_mtu_.lower(destination, mtu, link_mtu, now);
  tcp_.on_path_mtu(destination, path_mtu_.get(destination, link_mtu, now), now);
}

void Icmp::send_unreachable(const Ipv4Packet& about, std::uint8_t code, TimePoint now) {
  if (about.to_broadcast) {
    counters_.add(Counter::kIcmpOutSuppressed);
    return;
  }
  send_error(about.view, wire::unreachable(code, wire::quote_of(about.view.datagram())), Counter::kIcmpOutDestUnreachs,
             now);
}

void Icmp::send_reassembly_timeout(Bytes first_fragment, TimePoint now) {
  const auto about = wire::Ipv4View::parse_quoted(first_fragment);
  if (!about || owner_of(interfaces_, about->destination()) == nullptr) return;
  send_error(*about, wire::time_exceeded(wire::kReassemblyTimeExceeded, first_fragment), Counter::kIcmpOutTimeExcds,
             now);
}

// RFC 1122 3.2.2: never about an ICMP error or a later fragment. Impossible sources were dropped before.
void Icmp::send_error(const wire::Ipv4View& about, const wire::IcmpMessage& message, Counter counter, TimePoint now) {
  bool suppressed = about.fragment_offset() != 0;
  if (about.protocol() == wire::kProtocolIcmp) {
    const auto inner = wire::IcmpView::parse(about.payload());
    suppressed = suppressed || !inner || inner->is_error();
  }
  if (suppressed) {
    counters_.add(Counter::kIcmpOutSuppressed);
    return;
  }
  if (!errors_.take(now)) {
    counters_.add(Counter::kIcmpOutRateLimited);
    return;
  }
  counters_.add(counter);
  send(message,
       {.source = about.destination(),
        .destination = about.source(),
        .protocol = wire::kProtocolIcmp,
        .ttl = output_.ttl_for(about.source()),
        .tos = output_.default_tos(),
        .dont_fragment = false},
       now);
}

SendOutcome Icmp::send(const wire::IcmpMessage& message, const Ipv4Send& datagram, TimePoint now) {
  counters_.add(Counter::kIcmpOutMsgs);
  message.emit(output_.payload_area(message.size()));
  return output_.send(datagram, message.size(), now);
}

Result<void, Stack::PingError> Icmp::ping(const Stack::PingRequest& request, TimePoint now) {
  const auto source = output_.source_for(request.remote);
  if (!source) return fail(Stack::PingError::kNoRoute);
  const Bytes data = request.data.first(std::min<std::size_t>(request.data.size(), 65500));
  asked_.push_back({request.remote, request.identifier, request.sequence, now + kPingBelieved});
  if (asked_.size() > kPingsKept) asked_.pop_front();
  const SendOutcome outcome = send(wire::echo_request(request.identifier, request.sequence, data),
                                   {.source = *source,
                                    .destination = request.remote,
                                    .protocol = wire::kProtocolIcmp,
                                    .ttl = request.ttl.value_or(output_.ttl_for(request.remote)),
                                    .tos = output_.default_tos(),
                                    .dont_fragment = request.dont_fragment},
                                   now);
  switch (outcome) {
    case SendOutcome::kSent:
      counters_.add(Counter::kIcmpOutEchos);
      return {};
    case SendOutcome::kNoRoute:
      return fail(Stack::PingError::kNoRoute);
    case SendOutcome::kNeedsFragmentation:
      break;
  }
  return fail(Stack::PingError::kNeedsFragmentation);  // ICMP-10
}

bool Icmp::was_asked(Ipv4Addr remote, std::uint16_t identifier, std::uint16_t sequence, TimePoint now) {
  while (!asked_.empty() && asked_.front().until <= now) asked_.pop_front();
  return std::any_of(asked_.begin(), asked_.end(), [&](const Asked& a) {
    return a.identifier == identifier && a.sequence == sequence && a.remote == remote;
  });
}

}  // namespace flue::stack
