// TwinListener: one listener of a program. The program holds a listening AF_UNIX socket that the daemon made; the
// daemon hands it each connection that Tcp completed by connecting to it. Connections that the program has not accepted
// yet count against the backlog, wherever they wait.
#pragma once

#include <cstdint>

#include "host/daemon/listener_liveness.h"
#include "host/daemon/socket_settings.h"
#include "host/daemon/twin.h"
#include "host/stack/event_router.h"
#include "host/tcp/tcp.h"

namespace flue::daemon {

class TwinListener;

class ListenerObserver {
 public:
  virtual void on_acceptable(TwinListener& listener, TimePoint now) = 0;

 protected:
  ~ListenerObserver() = default;
};

class TwinListener final : public stack::EventHandler {
 public:
  struct Setup {
    flue_twin_name name{};  // of the program's socket; local is where it listens
    Owner owner;
    SocketMark socket;
  };

  TwinListener(tcp::Tcp& tcp, stack::EventRouter& router, ListenerObserver& observer, const SocketSettings& settings)
      : tcp_(tcp), router_(router), observer_(observer), settings_(settings), mark_(router.add(*this)) {}
  ~TwinListener() { router_.remove(mark_); }

  // Listens on the wire. With port 0 an automatic one; the endpoint in force is returned.
  Result<Endpoint, tcp::SocketError> listen(const Endpoint& local, std::uint32_t backlog, TimePoint now);
  void set_setup(const Setup& setup) { setup_ = setup; }
  void set_backlog(std::uint32_t backlog);
  // Further SYNs get RST; connections that Tcp still holds are reset.
  void stop(TimePoint now) { tcp_.close_listener(listener_, now); }

  void on_event(const tcp::Event& event, TimePoint now) override;

  // The next completed connection, if one more may wait for the program; it is the twin's with `mark` from now on.
  std::optional<tcp::ConnectionId> take(stack::OwnerId mark);
  void one_handed_over();
  // The program accepted one, or it is gone.
  void one_less();

  // A listener of the kernel's whose connections are this one's too.
  void set_kernel_listener(Descriptor descriptor) { kernel_listener_ = std::move(descriptor); }
  [[nodiscard]] int kernel_listener() const { return kernel_listener_.get(); }

  [[nodiscard]] const Setup& setup() const { return setup_; }
  [[nodiscard]] SocketId id() const { return setup_.name.id; }
  [[nodiscard]] stack::OwnerId mark() const { return mark_; }
  void set_socket(const SocketMark& socket) { setup_.socket = socket; }
  [[nodiscard]] SocketSettings& settings() { return settings_; }

 private:
  void tell_backlog();

  tcp::Tcp& tcp_;
  stack::EventRouter& router_;
  ListenerObserver& observer_;
  SocketSettings settings_;  // inherited by accepted connections
  stack::OwnerId mark_;
  tcp::ListenerId listener_;
  Setup setup_;
  Descriptor kernel_listener_;
  std::uint32_t backlog_ = 1;
  std::uint32_t waiting_ = 0;  // handed over, not yet accepted by the program
};

}  // namespace flue::daemon
