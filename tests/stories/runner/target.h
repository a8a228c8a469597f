// StoryTarget: something with one Ethernet port that runs TCP in virtual time. The software stack is one; a simulated
// card with its host half can be another, driven by the same stories.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/base/result.h"
#include "host/base/time.h"
#include "tests/stories/runner/story.h"

namespace flue::story {

// Both ends of the wire. The peer answers ARP for every address of the subnet, the gateway's included.
inline const Ipv4Cidr kTargetAddress{Ipv4Addr(10, 77, 0, 2), Ipv4Mask(24)};
inline const Ipv4Addr kGateway{10, 77, 0, 254};
inline const MacAddr kTargetMac{{0x02, 0xF1, 0x0E, 0x00, 0x00, 0x01}};
inline const MacAddr kPeerMac{{0x02, 0xF1, 0x0E, 0x00, 0x00, 0x99}};

// A listener or a connection of the target, for as long as the program knows it. 0: none.
using Handle = std::uint64_t;

struct SocketSettings {
  std::optional<bool> nodelay;
  std::optional<bool> keep_alive;
  std::optional<std::uint32_t> receive_buffer;
  std::optional<std::uint32_t> send_buffer;
  std::optional<std::uint32_t> keep_alive_time_ms;
  std::optional<std::uint32_t> keep_alive_interval_ms;
  std::optional<std::uint32_t> keep_alive_retries;
  std::optional<std::uint16_t> max_segment;
  std::optional<std::uint8_t> ttl;
  std::optional<std::uint8_t> tos;
  bool reuse_address = false;
  std::uint32_t backlog = 5;
};

// What a program heard: "connected", "readable", "writable", "peer_finished", "all_acked", "closed" with its reason
// ("orderly", "reset", "refused", "timed_out", "unreachable", "aborted", "fin_wait_limit").
struct TargetEvent {
  Handle handle = 0;
  std::string kind;
  std::string reason;
};

class StoryTarget {
 public:
  virtual ~StoryTarget() = default;

  // --- The wire
  virtual void deliver(Bytes frame, TimePoint now) = 0;
  // Frames that the target sent, oldest first.
  virtual std::optional<std::vector<std::byte>> take_frame() = 0;

  // --- Time
  virtual void poll(TimePoint now) = 0;
  [[nodiscard]] virtual TimePoint next_deadline() = 0;

  // --- The program. Errors are the words that stories use: "address_in_use", "pair_in_use", "no_ports", ...
  virtual Result<Handle, std::string> listen(const Endpoint& local, const SocketSettings& settings, TimePoint now) = 0;
  virtual void close_listener(Handle listener, TimePoint now) = 0;
  virtual std::optional<Handle> accept(Handle listener) = 0;
  virtual Result<Handle, std::string> connect(const Endpoint& local, const Endpoint& remote,
                                              const SocketSettings& settings, TimePoint now) = 0;
  virtual std::size_t write(Handle connection, Bytes data, bool push, TimePoint now) = 0;
  virtual std::vector<std::byte> read(Handle connection, std::size_t most, TimePoint now) = 0;
  [[nodiscard]] virtual std::size_t readable(Handle connection) = 0;
  [[nodiscard]] virtual std::size_t writable(Handle connection) = 0;
  [[nodiscard]] virtual bool at_end(Handle connection) = 0;
  virtual void shutdown(Handle connection, TimePoint now) = 0;
  virtual void close(Handle connection, TimePoint now) = 0;
  virtual void abort(Handle connection, TimePoint now) = 0;
  virtual void close_all(TimePoint now) = 0;
  virtual void set(Handle connection, const SocketSettings& settings, TimePoint now) = 0;
  virtual void set_cork(Handle connection, bool on, TimePoint now) = 0;
  virtual void set_unread_elsewhere(Handle connection, std::uint32_t bytes, TimePoint now) = 0;

  // --- Looking
  virtual std::vector<TargetEvent> take_events() = 0;
  // netstat's word for the pair; nothing if there is no such connection.
  [[nodiscard]] virtual std::optional<std::string> state(const Endpoint& local, const Endpoint& remote) = 0;
  // "cwnd", "ssthresh", "mss", "snd_wnd", "rto" (ms), ...; nothing if unknown.
  [[nodiscard]] virtual std::optional<std::uint64_t> value(Handle connection, std::string_view name) = 0;
  [[nodiscard]] virtual std::optional<std::uint64_t> counter(std::string_view name) = 0;
};

// The software stack. Errors: a sentence about the setup.
Result<std::unique_ptr<StoryTarget>, std::string> make_stack_target(const Setup& setup);

}  // namespace flue::story
