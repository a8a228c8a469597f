// Two Stacks joined by a simulated wire in virtual time, and a transfer over one TCP connection in both directions at
// once, checked byte for byte.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>

#include "host/base/log.h"
#include "host/params/profiles.h"
#include "host/stack/stack.h"
#include "sim/net/sim_wire.h"
#include "tests/host/stack/frames.h"
#include "tests/support/seed.h"

namespace flue::stack {

struct TwoStacks {
  TwoStacks(const sim::WireConfig& wire_config, const Parameters& parameters)
      : wire(wire_config), a(parameters, random_a, log), b(parameters, random_b, log) {
    EXPECT_TRUE(a.add_interface(config("10.0.0.1/24", 1), wire.a(), now));
    EXPECT_TRUE(b.add_interface(config("10.0.0.2/24", 2), wire.b(), now));
  }

  // Everything that is due at the next moment when something is; false: nothing will ever happen again.
  bool step() {
    const TimePoint next = std::min({wire.next_deadline(), a.next_deadline(), b.next_deadline()});
    if (next == kNever) return false;
    now = std::max(now, next);
    wire.poll(now);
    a.receive({0}, 64, now);
    b.receive({0}, 64, now);
    a.poll(now);
    b.poll(now);
    return true;
  }

  static InterfaceConfig config(const char* address, std::uint8_t number) {
    InterfaceConfig config;
    config.name = "flue0";
    config.mac = MacAddr({0x02, 0xF1, 0x0E, 0, 0, number});
    config.addresses = {*Ipv4Cidr::parse(address)};
    return config;
  }

  TimePoint now{std::chrono::seconds(1000)};
  SeededRandom random_a = test::random_stream(1);
  SeededRandom random_b = test::random_stream(2);
  NullLog log;
  sim::SimWire wire;
  Stack a;
  Stack b;
};

// One side of a transfer: writes `total` bytes that follow from their position, and checks those that it reads.
class Talker {
 public:
  Talker(Stack& stack, tcp::ConnectionId id, std::uint64_t total, std::uint8_t own_salt, std::uint8_t peer_salt)
      : tcp_(stack.tcp()), id_(id), total_(total), own_salt_(own_salt), peer_salt_(peer_salt) {}

  void work(TimePoint now) {
    Frame chunk;
    while (sent_ < total_ && tcp_.writable_bytes(id_) > 0) {
      const auto size = std::min<std::uint64_t>({tcp_.writable_bytes(id_), 32768, total_ - sent_});
      chunk.resize(size);
      for (std::size_t i = 0; i < size; ++i) chunk[i] = content(sent_ + i, own_salt_);
      const std::size_t taken = tcp_.write(id_, chunk, now);
      if (taken == 0) break;
      sent_ += taken;
    }
    if (sent_ == total_ && !shut_) {
      shut_ = true;
      tcp_.shutdown_send(id_, now);
    }
    while (true) {
      const Bytes piece = tcp_.readable(id_).first;
      if (piece.empty()) break;
      for (std::size_t i = 0; i < piece.size(); ++i) wrong_ += piece[i] == content(received_ + i, peer_salt_) ? 0 : 1;
      received_ += piece.size();
      tcp_.consume(id_, piece.size(), now);
    }
  }
  [[nodiscard]] bool done() const { return tcp_.at_end(id_) && received_ == total_; }
  [[nodiscard]] std::uint64_t received() const { return received_; }
  [[nodiscard]] std::uint64_t wrong() const { return wrong_; }

 private:
  static std::byte content(std::uint64_t position, std::uint8_t salt) {
    return static_cast<std::byte>((position * 2654435761u >> 13) + (position >> 16) + salt);
  }
  tcp::Tcp& tcp_;
  tcp::ConnectionId id_;
  std::uint64_t total_;
  std::uint8_t own_salt_, peer_salt_;
  std::uint64_t sent_ = 0, received_ = 0, wrong_ = 0;
  bool shut_ = false;
};

// 1 % loss, 5 % reorder, duplication and corruption, each way.
inline sim::WireConfig bad_wire() {
  sim::WireConfig config;
  config.seed = test::seed();
  sim::WireDirection direction;
  direction.rate = 1'000'000'000;
  direction.delay = std::chrono::microseconds(50);
  direction.impairments = {.loss = 0.01,
                           .duplicate = 0.01,
                           .reorder = 0.05,
                           .corrupt = 0.01,
                           .reorder_delay = std::chrono::microseconds(100)};
  config.a_to_b = config.b_to_a = direction;
  return config;
}

inline void transfer_both_ways(ProfileName profile, std::uint64_t bytes, Duration limit) {
  SCOPED_TRACE(to_string(profile));
  TwoStacks net(bad_wire(), profile_parameters(profile));
  const auto listener = net.b.tcp().listen({.address = {}, .port = Port(80)}, net.now);
  ASSERT_TRUE(listener);
  const auto client = net.a.tcp().connect({.local = {}, .remote = {Ipv4Addr(10, 0, 0, 2), Port(80)}}, net.now);
  ASSERT_TRUE(client);
  std::optional<tcp::ConnectionId> server;
  const TimePoint end = net.now + limit;
  while (!server && net.now < end && net.step()) server = net.b.tcp().accept(*listener, 0);
  ASSERT_TRUE(server);

  Talker a(net.a, *client, bytes, 1, 2);
  Talker b(net.b, *server, bytes, 2, 1);
  do {
    a.work(net.now);
    b.work(net.now);
  } while (!(a.done() && b.done()) && net.now < end && net.step());
  EXPECT_EQ(a.received(), bytes);
  EXPECT_EQ(b.received(), bytes);
  EXPECT_EQ(a.wrong() + b.wrong(), 0u);
  EXPECT_TRUE(a.done() && b.done()) << "after " << std::chrono::duration<double>(net.now.time_since_epoch()).count();
  const auto counters = net.wire.a_to_b().impairments;
  EXPECT_GT(counters.lost, 0u);
  EXPECT_GT(counters.duplicated, 0u);
  EXPECT_GT(counters.reordered, 0u);
  EXPECT_GT(counters.corrupted, 0u);
}

}  // namespace flue::stack
