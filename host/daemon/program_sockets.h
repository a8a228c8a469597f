// ProgramSockets: every socket of every program, and the calls on them. It knows no control channel: requests arrive
// checked and with the kernel's word on who asks; what must be told later goes to an observer.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "host/base/log.h"
#include "host/base/random.h"
#include "host/control/protocol.h"
#include "host/daemon/listener_liveness.h"
#include "host/daemon/loopback_relay.h"
#include "host/daemon/program_limits.h"
#include "host/daemon/recent_errors.h"
#include "host/daemon/twin.h"
#include "host/daemon/twin_listener.h"
#include "host/daemon/twin_socket.h"
#include "host/params/parameters.h"

namespace flue::daemon {

class SocketsObserver {
 public:
  virtual void on_connect_done(SocketId socket, int error) = 0;
  virtual void on_linger_done(SocketId socket) = 0;

 protected:
  ~SocketsObserver() = default;
};

class ProgramSockets final : public TwinObserver, public ListenerObserver {
 public:
  // How often the kernel is asked whether listeners and bound sockets still have an owner.
  static constexpr Duration kLivenessPeriod = std::chrono::milliseconds(500);

  struct Needs {
    tcp::Tcp& tcp;
    stack::EventRouter& router;
    const Parameters& parameters;
    Log& log;
    SocketsObserver& observer;
  };
  // `instance` makes the ids of two daemons differ.
  ProgramSockets(const Needs& needs, ProgramLimits& limits, std::uint32_t instance);
  ~ProgramSockets();

  // Makes or takes over the directory of listeners, and listens again for those a former daemon left.
  Result<void, std::string> open(const std::string& listener_directory, TimePoint now);

  // What a call that makes a socket gives.
  struct Made {
    int error = 0;  // errno number; then nothing was made
    Descriptor descriptor;
    Endpoint local;
    SocketId id = 0;
    std::uint32_t backlog = 0;  // in force (listen)
  };
  // What the program's socket is when it asks.
  struct Asker {
    Owner owner;
    bool ipv6 = false;
    flue_options options{};
    std::optional<TwinIdentity> existing;
  };
  Made bind(const Asker& asker, const Endpoint& local, TimePoint now);
  // Made::descriptor is empty if the socket is a listener already.
  Made listen(const Asker& asker, const Endpoint& local, std::int32_t backlog, TimePoint now);
  // Under way when it returns without error; on_connect_done() follows.
  Made connect(const Asker& asker, const Endpoint& remote, TimePoint now);
  // EALREADY while connecting, 0 once when it is made, then EISCONN; the error, once; ENOTCONN: connect() may try anew.
  [[nodiscard]] bool is_connecting(SocketId socket) const;
  int connect_again(const TwinIdentity& socket, TimePoint now);

  int set_option(const TwinIdentity& socket, flue_option name, std::int32_t value, TimePoint now);
  int get_option(const TwinIdentity& socket, flue_option name, std::int32_t& value);
  int take_error(const TwinIdentity& socket, TimePoint now);
  void forget_error(SocketId socket) { errors_.forget(socket); }
  // Nothing if the connection is gone.
  std::optional<tcp::ConnectionInfo> info(const TwinIdentity& socket);
  std::int32_t send_queue(const TwinIdentity& socket);
  int stop_listening(const TwinIdentity& socket, TimePoint now);
  // Connections to this kernel listener are the listener's as well (--loopback=both).
  int add_loopback(const Owner& asker, SocketId listener, Descriptor kernel_listener);
  int want_linger(const TwinIdentity& socket);
  // Is there something to wait for? Not if copies of the descriptor are left, or all is acknowledged.
  bool lingers(SocketId socket, TimePoint now);
  void abandon_linger(SocketId socket, TimePoint now);
  // The program closed a listener or bound socket: look now.
  void recheck(SocketId socket, TimePoint now);

  // What programs wrote so far is passed on to Tcp, as far as it has room; nothing more will be.
  void begin_shutdown(TimePoint now);

  // Readable when a twin has something to do; then on_ready().
  [[nodiscard]] int descriptor() const { return epoll_.get(); }
  void on_ready(TimePoint now);
  void poll(TimePoint now);
  [[nodiscard]] TimePoint next_deadline() const;
  [[nodiscard]] std::optional<std::int64_t> process_of(stack::OwnerId mark) const;

 private:
  struct Bound {
    flue_twin_name name{};
    Owner owner;
    SocketMark socket;
    SocketSettings settings;
  };

  // TwinObserver, ListenerObserver
  void on_connect_done(Twin& twin, int error) override;
  void on_accepted(Twin& twin) override;
  void on_unfinished(Twin& twin) override { unfinished_.push_back(twin.setup().id); }
  void on_linger_done(Twin& twin) override;
  void on_ended(Twin& twin) override;
  void on_acceptable(TwinListener& listener, TimePoint now) override;

  Twin* find_twin(const TwinIdentity& socket);
  TwinListener* find_listener(const TwinIdentity& socket);
  Bound* find_bound(const TwinIdentity& socket);
  const SocketSettings* settings_of(const TwinIdentity& socket);
  SocketId new_id() { return static_cast<SocketId>(instance_) << 32 | ++last_id_; }

  Result<Endpoint, int> choose_local(const Endpoint& local, bool reuse, TimePoint now);
  [[nodiscard]] bool is_bound(const Endpoint& local, bool reuse) const;
  Made listen_again(const Asker& asker, TwinListener& listener, std::uint32_t backlog);
  Made start_connect(const Asker& asker, const Endpoint& local, const Endpoint& remote, const SocketSettings& settings,
                     TimePoint now);
  bool hand_over(TwinListener& listener, TimePoint now);
  bool watch(int descriptor, SocketId id);
  void accept_from_kernel(TwinListener& listener);
  void relay(SocketId id, LoopbackRelay& relay);
  void adopt(const flue_twin_name& name, TimePoint now);

  bool still_there(SocketMark& socket);
  void check_liveness(TimePoint now);
  void free_port(Port port, TimePoint now);
  void remove_listener(SocketId id, TimePoint now);
  void remove_bound(SocketId id);
  static Usage usage_of(const SocketSettings& settings);

  Needs needs_;
  ProgramLimits& limits_;
  std::uint32_t instance_;
  std::uint32_t last_id_ = 0;
  RecentErrors errors_;
  std::vector<std::byte> scratch_;
  TwinWorld world_;
  Descriptor epoll_;
  SocketDiagnosis diagnosis_;
  ListenerDirectory directory_;
  TimePoint next_liveness_ = kNever;
  std::unordered_map<SocketId, std::unique_ptr<Twin>> twins_;
  std::unordered_map<SocketId, std::unique_ptr<TwinListener>> listeners_;
  std::unordered_map<SocketId, Bound> bound_;
  std::unordered_map<SocketId, LoopbackRelay> relays_;
  std::unordered_map<stack::OwnerId, pid_t> processes_;
  // To be looked at by poll(), when no twin is at work.
  std::vector<SocketId> ended_;              // to be deleted
  std::vector<SocketId> unfinished_;         // twins that put off work
  std::vector<SocketId> waiting_listeners_;  // one of their connections was accepted
};

}  // namespace flue::daemon
