// Byte-exact transfer both ways at once over a bad wire.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

#include "tests/support/requirement.h"
#include "tests/support/seed.h"
#include "tests/support/tcp_pair.h"

namespace flue::tcp {
namespace {

using test::TcpHost;
using test::TcpPair;

// Byte `at` of the stream that `from` sends: no period that segment sizes could hide in.
std::byte stream_byte(std::uint64_t from, std::uint64_t at) {
  std::uint64_t x = (at + 1) * 0x9E3779B97F4A7C15u + from;
  x = (x ^ (x >> 29)) * 0xBF58476D1CE4E5B9u;
  return static_cast<std::byte>(x >> 56);
}

// One program: writes `total` bytes of its stream, reads and checks the other's, and shuts down when all is written.
class Program {
 public:
  Program(TcpHost& host, ConnectionId id, std::uint64_t number, std::uint64_t total)
      : host_(host), id_(id), number_(number), total_(total) {}

  // Writes and reads what is possible now; an empty string, or what went wrong.
  std::string work() {
    std::array<std::byte, 16384> block;
    while (written_ < total_) {
      const std::size_t room = std::min<std::uint64_t>(host_.tcp.writable_bytes(id_), total_ - written_);
      const std::size_t n = std::min(room, block.size());
      if (n == 0) break;
      for (std::size_t i = 0; i < n; ++i) block[i] = stream_byte(number_, written_ + i);
      const std::size_t taken = host_.tcp.write(id_, Bytes(block).first(n), host_.pair.now);
      written_ += taken;
      if (taken == 0) break;
    }
    if (written_ == total_ && !shut_) {
      shut_ = true;
      host_.tcp.shutdown_send(id_, host_.pair.now);
    }
    const ByteSpans in = host_.tcp.readable(id_);
    for (const Bytes part : {in.first, in.second}) {
      for (const std::byte b : part) {
        if (b != stream_byte(1 - number_, read_)) return "byte " + std::to_string(read_) + " differs";
        ++read_;
      }
    }
    if (in.size() > 0) host_.tcp.consume(id_, in.size(), host_.pair.now);
    while (host_.tcp.next_event()) {
    }
    return read_ > total_ ? "more bytes than were sent" : "";
  }
  [[nodiscard]] bool done() const { return shut_ && read_ == total_ && host_.tcp.at_end(id_); }
  [[nodiscard]] std::uint64_t read() const { return read_; }

 private:
  TcpHost& host_;
  ConnectionId id_;
  std::uint64_t number_;
  std::uint64_t total_;
  std::uint64_t written_ = 0;
  std::uint64_t read_ = 0;
  bool shut_ = false;
};

// An empty string, or what went wrong.
std::string transfer(ProfileName profile, std::uint64_t total, Duration limit) {
  TcpPair::Config config;
  config.client = config.server = profile_parameters(profile);
  config.wire.loss = 0.01;
  config.wire.reorder = 0.05;
  config.wire.duplicate = 0.01;
  config.wire.delay = std::chrono::microseconds(500);
  config.wire.seed = test::seed();
  TcpPair net(config);
  const ListenerId listener = net.server.listen(80);
  const ConnectionId client = net.client.connect(80);
  std::optional<ConnectionId> server;
  if (!net.run([&] { return (server = net.server.tcp.accept(listener, 1)).has_value(); })) return "no connection";
  Program left(net.client, client, 0, total);
  Program right(net.server, *server, 1, total);
  std::string wrong;
  const bool finished = net.run(
      [&] {
        wrong = left.work();
        if (wrong.empty()) wrong = right.work();
        return !wrong.empty() || (left.done() && right.done());
      },
      limit);
  if (!wrong.empty()) return wrong;
  if (!finished) return "stuck at " + std::to_string(left.read()) + " and " + std::to_string(right.read());
  // One segment in a hundred was lost, so at least one in two hundred went twice; else the wire was not bad at all.
  if (net.client.tcp.counters().retrans_segs < total / 1460 / 200) return "hardly anything was retransmitted";
  net.client.tcp.close(client, net.now);
  net.server.tcp.close(*server, net.now);
  net.run_for(std::chrono::seconds(60));
  const std::size_t open = net.client.tcp.counters().curr_estab + net.server.tcp.counters().curr_estab;
  return open == 0 && net.client.tcp.finished() && net.server.tcp.finished() ? "" : "not closed";
}

class TcpTransfer : public testing::TestWithParam<ProfileName> {};

TEST_P(TcpTransfer, SixtyFourMebibytesEachWayAtOnceAreByteExact) {
  REQUIREMENT("TCP-SETUP-01", "TCP-SETUP-03");
  EXPECT_EQ(transfer(GetParam(), 64u << 20, std::chrono::hours(24)), "");
}

INSTANTIATE_TEST_SUITE_P(Profiles, TcpTransfer,
                         testing::Values(ProfileName::kNt4, ProfileName::kWin2000, ProfileName::kWin2003,
                                         ProfileName::kModern),
                         [](const auto& test) { return std::string(to_string(test.param)); });

}  // namespace
}  // namespace flue::tcp
