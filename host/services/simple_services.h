// Echo, discard, daytime, quote and chargen (RFC 862 to 867) over TCP and UDP, on the stack's public interface. For
// trying and testing; off unless the configuration asks for them.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.h"
#include "host/base/time.h"
#include "host/services/service.h"
#include "host/services/udp_services.h"
#include "host/stack/event_router.h"
#include "host/stack/stack.h"

namespace flue::services {

class SimpleServices final : public stack::EventHandler {
 public:
  // Further connections are reset.
  static constexpr std::size_t kConnectionLimit = 1000;

  // Stack and router must outlive this object. `daytime` is asked once per answer.
  SimpleServices(stack::Stack& stack, stack::EventRouter& router, Daytime daytime);
  // The UDP ports and the mark are given back; listeners and connections are left to Tcp::close_all.
  ~SimpleServices();
  SimpleServices(const SimpleServices&) = delete;
  SimpleServices& operator=(const SimpleServices&) = delete;

  // Opens the ten ports. The error names the one that is taken; then none is open.
  Result<void, std::string> start(TimePoint now);

  void on_event(const tcp::Event& event, TimePoint now) override;

  [[nodiscard]] std::size_t connections() const { return sessions_.size(); }

 private:
  struct Session {
    Service service;
    std::size_t chargen_at = 0;  // where in the cycle its next character is
  };

  void accept_all(tcp::ListenerId listener, TimePoint now);
  void open(tcp::ConnectionId id, Service service, TimePoint now);
  void serve(tcp::ConnectionId id, TimePoint now);
  void echo(tcp::ConnectionId id, TimePoint now);
  void discard(tcp::ConnectionId id, TimePoint now);
  void generate(tcp::ConnectionId id, Session& session, TimePoint now);
  void say(tcp::ConnectionId id, std::string_view text, TimePoint now);
  // The connection is over for us; what was written and FIN still go out.
  void release(tcp::ConnectionId id, TimePoint now);
  void close_listeners(TimePoint now);

  stack::Stack& stack_;
  stack::EventRouter& router_;
  Daytime daytime_;
  stack::OwnerId owner_;
  UdpServices udp_;
  std::map<tcp::ListenerId, Service> listeners_;
  std::map<tcp::ConnectionId, Session> sessions_;
  std::size_t quotes_ = 0;
};

}  // namespace flue::services
