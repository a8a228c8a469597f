#include "host/services/simple_services.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "host/services/texts.h"

namespace flue::services {
namespace {

constexpr std::uint32_t kBacklog = 50;

}  // namespace

SimpleServices::SimpleServices(stack::Stack& stack, stack::EventRouter& router, Daytime daytime)
    : stack_(stack), router_(router), daytime_(std::move(daytime)), owner_(router.add(*this)), udp_(stack, daytime_) {}

SimpleServices::~SimpleServices() { router_.remove(owner_); }

Result<void, std::string> SimpleServices::start(TimePoint now) {
  for (const ServicePort& entry : kServicePorts) {
    tcp::ListenConfig config;
    config.port = entry.port;
    config.backlog = kBacklog;
    config.owner = owner_;
    config.options.keep_alive = true;  // clients that vanished do not hold their place for ever
    const auto listener = stack_.tcp().listen(config, now);
    if (!listener) {
      close_listeners(now);
      return fail(fmt::format("{}: TCP port {} is taken", entry.name, entry.port.number()));
    }
    listeners_.emplace(*listener, entry.service);
  }
  auto udp = udp_.start();
  if (!udp) close_listeners(now);
  return udp;
}

void SimpleServices::close_listeners(TimePoint now) {
  for (const auto& [listener, service] : listeners_) stack_.tcp().close_listener(listener, now);
  listeners_.clear();
}

void SimpleServices::on_event(const tcp::Event& event, TimePoint now) {
  switch (event.kind) {
    case tcp::EventKind::kAcceptable:
      accept_all(event.listener, now);
      break;
    case tcp::EventKind::kReadable:
    case tcp::EventKind::kWritable:
    case tcp::EventKind::kPeerFinished:
      serve(event.connection, now);
      break;
    case tcp::EventKind::kClosed:
      release(event.connection, now);
      break;
    case tcp::EventKind::kConnected:
    case tcp::EventKind::kAllAcked:
      break;
  }
}

void SimpleServices::accept_all(tcp::ListenerId listener, TimePoint now) {
  const auto found = listeners_.find(listener);
  if (found == listeners_.end()) return;
  while (const auto id = stack_.tcp().accept(listener, owner_)) {
    if (sessions_.size() >= kConnectionLimit) {
      stack_.tcp().abort(*id, now);
    } else {
      open(*id, found->second, now);
    }
  }
}

void SimpleServices::open(tcp::ConnectionId id, Service service, TimePoint now) {
  sessions_.emplace(id, Session{service});
  if (service == Service::kDaytime) {
    say(id, daytime_() + "\r\n", now);
  } else if (service == Service::kQuote) {
    say(id, quote(quotes_++), now);
  } else {
    serve(id, now);
  }
}

void SimpleServices::serve(tcp::ConnectionId id, TimePoint now) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return;
  switch (found->second.service) {
    case Service::kEcho:
      echo(id, now);
      break;
    case Service::kChargen:
      discard(id, now);
      if (!stack_.tcp().at_end(id)) generate(id, found->second, now);
      break;
    case Service::kDiscard:
    case Service::kDaytime:
    case Service::kQuote:
      discard(id, now);
      break;
  }
  if (stack_.tcp().at_end(id)) release(id, now);
}

void SimpleServices::echo(tcp::ConnectionId id, TimePoint now) {
  tcp::Tcp& tcp = stack_.tcp();
  while (true) {
    const Bytes data = tcp.readable(id).first;
    const std::size_t taken = data.empty() ? 0 : tcp.write(id, data, now);
    if (taken == 0) return;  // nothing there, or no room: kReadable or kWritable will tell
    tcp.consume(id, taken, now);
  }
}

void SimpleServices::discard(tcp::ConnectionId id, TimePoint now) {
  stack_.tcp().consume(id, stack_.tcp().readable(id).size(), now);
}

void SimpleServices::generate(tcp::ConnectionId id, Session& session, TimePoint now) {
  while (true) {
    const std::size_t taken = stack_.tcp().write(id, chargen_cycle().subspan(session.chargen_at), now);
    if (taken == 0) return;
    session.chargen_at = (session.chargen_at + taken) % kChargenCycle;
  }
}

// The whole answer and FIN. The connection stays until the client has finished too: closing it now would answer what
// the client still sends by RST, and that could cost it the answer.
void SimpleServices::say(tcp::ConnectionId id, std::string_view text, TimePoint now) {
  stack_.tcp().write(id, std::as_bytes(std::span(text)), now);
  stack_.tcp().shutdown_send(id, now);
}

void SimpleServices::release(tcp::ConnectionId id, TimePoint now) {
  sessions_.erase(id);
  stack_.tcp().close(id, now);
}

}  // namespace flue::services
