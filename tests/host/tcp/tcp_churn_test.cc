// Two programs that do whatever comes to mind over a wire that loses a tenth: nothing may be left behind.
#include <gtest/gtest.h>

#include "host/tcp/tcp.h"
#include "tests/support/seed.h"
#include "tests/support/tcp_pair.h"

namespace flue::tcp {
namespace {

using namespace std::chrono_literals;
using test::TcpHost;
using test::TcpPair;

class Churn {
 public:
  explicit Churn(std::uint64_t stream) : random_(test::random_stream(stream)) {}

  void act(TcpHost& host, std::vector<ConnectionId>& ids, ListenerId& listener) {
    const TimePoint now = host.pair.now;
    while (const auto event = host.tcp.next_event()) {
      if (event->kind == EventKind::kAcceptable && random_.below(10) != 0) {
        while (const auto id = host.tcp.accept(event->listener, 1)) ids.push_back(*id);
      }
    }
    switch (random_.below(12)) {
      case 0:
      case 1:
        if (const ConnectionId id = host.connect(80)) ids.push_back(id);
        return;
      case 2:
        if (random_.below(20) == 0) {
          host.tcp.close_listener(listener, now);
          const auto again = host.tcp.listen({.port = Port(80), .reuse_address = true}, now);
          ASSERT_TRUE(again);
          listener = *again;
        }
        return;
      default:
        break;
    }
    if (ids.empty()) return;
    const std::size_t at = random_.below(ids.size());
    const ConnectionId id = ids[at];
    switch (random_.below(8)) {
      case 0:
        host.tcp.close(id, now);
        ids.erase(ids.begin() + static_cast<std::ptrdiff_t>(at));
        return;
      case 1:
        host.tcp.abort(id, now);
        ids.erase(ids.begin() + static_cast<std::ptrdiff_t>(at));
        return;
      case 2:
        host.tcp.shutdown_send(id, now);
        return;
      case 3:
      case 4:
        host.tcp.consume(id, host.tcp.readable(id).size(), now);
        return;
      default:
        host.tcp.write(id, Bytes(data_).first(random_.below(data_.size())), now, random_.below(2) == 0);
    }
  }
  SeededRandom random_;

 private:
  std::array<std::byte, 5000> data_{};
};

class TcpChurn : public testing::TestWithParam<ProfileName> {};

TEST_P(TcpChurn, LeavesNothingBehind) {
  TcpPair::Config config;
  config.client = config.server = profile_parameters(GetParam());
  config.wire.loss = 0.1;
  config.wire.reorder = 0.1;
  config.wire.duplicate = 0.1;
  config.wire.seed = test::seed();
  TcpPair net(config);
  Churn churn(1);
  ListenerId listeners[2] = {net.client.listen(80), net.server.listen(80)};
  std::vector<ConnectionId> ids[2];
  for (int round = 0; round < 20'000; ++round) {
    churn.act(net.client, ids[0], listeners[0]);
    churn.act(net.server, ids[1], listeners[1]);
    net.run_for(std::chrono::microseconds(churn.random_.below(20'000)));
  }
  EXPECT_GT(net.client.tcp.counters().active_opens, 1000u);
  EXPECT_GT(net.server.tcp.counters().passive_opens, 500u);
  net.client.tcp.close_all(net.now);
  net.server.tcp.close_all(net.now);
  net.run_for(3h);
  for (TcpHost* host : {&net.client, &net.server}) {
    EXPECT_TRUE(host->lines().empty()) << host->lines().size() << " left, first " << host->lines().front().state;
    EXPECT_TRUE(host->tcp.finished());
    EXPECT_EQ(host->tcp.next_deadline(), kNever);
    EXPECT_EQ(host->tcp.counters().curr_estab, 0u);
    for (std::uint32_t port = 1; port <= 65535; ++port) {
      ASSERT_TRUE(host->tcp.check_bind({{}, Port(static_cast<std::uint16_t>(port))}, false, net.now)) << port;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Profiles, TcpChurn,
                         testing::Values(ProfileName::kNt4, ProfileName::kWin2003, ProfileName::kModern),
                         [](const auto& test) { return std::string(to_string(test.param)); });

}  // namespace
}  // namespace flue::tcp
