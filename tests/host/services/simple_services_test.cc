#include "host/services/simple_services.h"

#include <gtest/gtest.h>

#include <memory>

#include "host/services/texts.h"
#include "tests/host/stack/two_stacks.h"

namespace flue::services {
namespace {

using namespace std::chrono_literals;
using stack::Frame;
using stack::text_of;

constexpr Ipv4Addr kServer{10, 0, 0, 2};

class SimpleServicesTest : public testing::Test {
 protected:
  SimpleServicesTest() { EXPECT_TRUE(services->start(net.now)); }

  void run_for(Duration duration) {
    const TimePoint end = net.now + duration;
    while (net.now < end && net.step()) router.dispatch(net.b.tcp(), net.now);
    while (net.a.tcp().next_event()) {
    }
  }
  tcp::ConnectionId connect(std::uint16_t port) {
    const auto id = net.a.tcp().connect({.local = {}, .remote = {kServer, Port(port)}}, net.now);
    EXPECT_TRUE(id);
    run_for(50ms);
    return *id;
  }
  // What has arrived at the client, taken.
  Frame take(tcp::ConnectionId id) {
    Frame all;
    while (true) {
      const Bytes piece = net.a.tcp().readable(id).first;
      if (piece.empty()) return all;
      all.insert(all.end(), piece.begin(), piece.end());
      net.a.tcp().consume(id, piece.size(), net.now);
    }
  }

  stack::TwoStacks net{{}, profile_parameters(ProfileName::kWin2003)};
  stack::EventRouter router;
  std::unique_ptr<SimpleServices> services =
      std::make_unique<SimpleServices>(net.b, router, [] { return std::string("the time"); });
};

TEST_F(SimpleServicesTest, EchoReturnsEverythingAndFinishesAfterTheClient) {
  const auto id = connect(7);
  const Frame data = stack::ping_pattern(300'000);
  Frame got;
  std::size_t written = 0;
  for (int i = 0; i < 1000 && got.size() < data.size(); ++i) {
    written += net.a.tcp().write(id, Bytes(data).subspan(written), net.now);
    run_for(10ms);
    const Frame piece = take(id);
    got.insert(got.end(), piece.begin(), piece.end());
  }
  EXPECT_TRUE(got == data);
  EXPECT_FALSE(net.a.tcp().at_end(id));
  EXPECT_EQ(services->connections(), 1u);
  net.a.tcp().shutdown_send(id, net.now);
  run_for(1s);
  EXPECT_TRUE(net.a.tcp().at_end(id));
  EXPECT_EQ(services->connections(), 0u);
}

TEST_F(SimpleServicesTest, EchoWaitsForAClientThatDoesNotRead) {
  const auto id = connect(7);
  const Frame data = stack::ping_pattern(1'000'000);
  std::size_t written = 0;
  for (int i = 0; i < 100; ++i) {
    written += net.a.tcp().write(id, Bytes(data).subspan(written), net.now);
    run_for(100ms);
  }
  EXPECT_LT(written, data.size());  // everything is full, and nothing is lost
  Frame got;
  for (int i = 0; i < 10'000 && got.size() < data.size(); ++i) {
    const Frame piece = take(id);
    got.insert(got.end(), piece.begin(), piece.end());
    written += net.a.tcp().write(id, Bytes(data).subspan(written), net.now);
    run_for(100ms);
  }
  EXPECT_TRUE(got == data);
}

TEST_F(SimpleServicesTest, DiscardTakesEverythingAndSaysNothing) {
  const auto id = connect(9);
  const Frame data = stack::ping_pattern(500'000);
  std::size_t written = 0;
  for (int i = 0; i < 1000 && written < data.size(); ++i) {
    written += net.a.tcp().write(id, Bytes(data).subspan(written), net.now);
    run_for(10ms);
  }
  EXPECT_EQ(written, data.size());
  EXPECT_TRUE(take(id).empty());
  net.a.tcp().shutdown_send(id, net.now);
  run_for(1s);
  EXPECT_TRUE(net.a.tcp().at_end(id));
}

TEST_F(SimpleServicesTest, DaytimeAndQuoteSpeakOnceAndFinish) {
  const auto daytime = connect(13);
  const auto quote_id = connect(17);
  run_for(1s);
  EXPECT_EQ(text_of(take(daytime)), "the time\r\n");
  EXPECT_TRUE(net.a.tcp().at_end(daytime));
  EXPECT_EQ(text_of(take(quote_id)), quote(0));
  EXPECT_TRUE(net.a.tcp().at_end(quote_id));
  // What the client says then does no harm.
  net.a.tcp().write(daytime, stack::bytes_of("thanks"), net.now);
  run_for(1s);
  EXPECT_EQ(services->connections(), 2u);
  net.a.tcp().close(daytime, net.now);
  net.a.tcp().close(quote_id, net.now);
  run_for(1s);
  EXPECT_EQ(services->connections(), 0u);
}

TEST_F(SimpleServicesTest, ChargenGoesOnUntilTheClientHasEnough) {
  const auto id = connect(19);
  Frame got;
  for (int i = 0; i < 100 && got.size() < 3 * kChargenCycle; ++i) {
    const Frame piece = take(id);
    got.insert(got.end(), piece.begin(), piece.end());
    run_for(50ms);
  }
  ASSERT_GE(got.size(), 3 * kChargenCycle);
  const Bytes cycle = chargen_cycle();
  for (std::size_t i = 0; i < got.size(); ++i) ASSERT_EQ(got[i], cycle[i % kChargenCycle]) << i;
  net.a.tcp().shutdown_send(id, net.now);
  for (int i = 0; i < 100 && !net.a.tcp().at_end(id); ++i) {
    take(id);
    run_for(50ms);
  }
  EXPECT_TRUE(net.a.tcp().at_end(id));
  EXPECT_EQ(services->connections(), 0u);
}

TEST_F(SimpleServicesTest, ConnectionsAreBounded) {
  std::vector<tcp::ConnectionId> ids;
  for (std::size_t i = 0; i < SimpleServices::kConnectionLimit + 5; ++i) {
    const auto id = net.a.tcp().connect({.local = {}, .remote = {kServer, Port(9)}}, net.now);
    ASSERT_TRUE(id);
    if (i % 20 == 0) run_for(5ms);
  }
  run_for(5s);
  EXPECT_EQ(services->connections(), SimpleServices::kConnectionLimit);
}

TEST_F(SimpleServicesTest, ATakenPortIsNamedAndNothingStaysOpen) {
  SimpleServices second(net.b, router, [] { return std::string(); });
  const auto started = second.start(net.now);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error(), "echo: TCP port 7 is taken");

  ASSERT_TRUE(net.a.tcp().listen({.address = {}, .port = Port(19)}, net.now));
  stack::EventRouter other_router;
  SimpleServices third(net.a, other_router, [] { return std::string(); });
  const auto refused = third.start(net.now);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), "chargen: TCP port 19 is taken");
  EXPECT_TRUE(net.a.tcp().listen({.address = {}, .port = Port(7)}, net.now));
}

TEST_F(SimpleServicesTest, HearsNothingAfterItsEnd) {
  const auto id = connect(7);
  EXPECT_EQ(net.b.udp_endpoints().size(), 5u);
  services.reset();
  EXPECT_TRUE(net.b.udp_endpoints().empty());
  net.a.tcp().write(id, stack::bytes_of("anybody there?"), net.now);
  run_for(1s);
  EXPECT_GT(router.unclaimed(), 0u);
}

}  // namespace
}  // namespace flue::services
