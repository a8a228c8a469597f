#include "host/daemon/twin_listener.h"

#include <algorithm>

namespace flue::daemon {

Result<Endpoint, tcp::SocketError> TwinListener::listen(const Endpoint& local, std::uint32_t backlog, TimePoint now) {
  tcp::ListenConfig config;
  config.address = local.address;
  config.port = local.port;
  config.backlog = backlog;
  config.reuse_address = settings_.reuse_address();
  config.owner = mark_;
  config.options = settings_.tcp();
  const auto made = tcp_.listen(config, now);
  if (!made) return fail(made.error());
  listener_ = *made;
  backlog_ = backlog;
  return *tcp_.listener_endpoint(listener_);
}

void TwinListener::set_backlog(std::uint32_t backlog) {
  backlog_ = backlog;
  tell_backlog();
}

void TwinListener::tell_backlog() { tcp_.set_backlog(listener_, backlog_ - std::min(waiting_, backlog_ - 1)); }

void TwinListener::on_event(const tcp::Event& event, TimePoint now) {
  if (event.kind == tcp::EventKind::kAcceptable) observer_.on_acceptable(*this, now);
}

std::optional<tcp::ConnectionId> TwinListener::take(stack::OwnerId mark) {
  if (waiting_ >= backlog_) return std::nullopt;
  return tcp_.accept(listener_, mark);
}

void TwinListener::one_handed_over() {
  ++waiting_;
  tell_backlog();
}

void TwinListener::one_less() {
  if (waiting_ > 0) --waiting_;
  tell_backlog();
}

}  // namespace flue::daemon
