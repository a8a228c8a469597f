// AdminServer: the administration channel, <control_dir>/admin.sock (0600). One connection carries one request, a line
// of JSON, and its answer, JSON up to the end of the stream. Only uid 0 and the daemon's own user are served; the
// kernel's word (SO_PEERCRED) counts, not the file's mode. Everything is bounded: clients, request bytes, time.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "host/daemon/admin_commands.h"
#include "host/daemon/event_loop.h"
#include "host/daemon/server.h"

namespace flue::daemon {

inline constexpr const char* kAdminSocketName = "admin.sock";

class AdminServer final : public Server {
 public:
  static constexpr std::size_t kMaxClients = 32;
  static constexpr std::size_t kMaxRequestBytes = 4096;
  static constexpr Duration kRequestTime = std::chrono::seconds(5);  // to send the whole request
  static constexpr Duration kAnswerTime = std::chrono::seconds(90);  // from then on, a ping's wait included

  // `administrators` may ask besides uid 0. References outlive the server.
  AdminServer(EventLoop& loop, stack::Stack& stack, const Parameters& parameters, Log& log, std::string control_dir,
              OwnerLookup owners, std::vector<uid_t> administrators);
  ~AdminServer() override;

  Result<void, std::string> open(TimePoint now) override;
  void after_batch(TimePoint now) override;
  [[nodiscard]] TimePoint next_deadline() const override;
  void begin_shutdown(TimePoint now) override;

 private:
  using ClientId = std::uint64_t;
  enum class Phase : std::uint8_t { kAsking, kWaiting, kAnswering };
  struct Client {
    int descriptor = -1;
    Phase phase = Phase::kAsking;
    std::string request;
    std::string answer;
    std::size_t sent = 0;  // bytes of the answer
    TimePoint deadline;
  };

  [[nodiscard]] std::string path() const;
  void accept_clients(TimePoint now);
  void refuse(int descriptor, const std::string& why);
  [[nodiscard]] bool may_administer(int descriptor, uid_t& uid) const;
  void on_ready(ClientId id, TimePoint now);
  void read_request(ClientId id, Client& client, TimePoint now);
  void answer(ClientId id, const Json& json);
  void write_answer(ClientId id, Client& client);
  void drop(ClientId id);
  void stop_listening();

  EventLoop& loop_;
  Log& log_;
  std::string control_dir_;
  std::vector<uid_t> administrators_;
  int listener_ = -1;
  ClientId last_client_ = 0;
  std::map<ClientId, Client> clients_;
  AdminCommands commands_;  // last: its pending answers go to the members above
};

}  // namespace flue::daemon
