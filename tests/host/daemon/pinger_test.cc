#include "host/daemon/pinger.h"

#include <gtest/gtest.h>

#include "tests/host/stack/stack_host.h"
#include "tests/support/requirement.h"

namespace flue::daemon {
namespace {

using std::chrono::milliseconds;

class PingerTest : public ::testing::Test {
 protected:
  PingerTest() {
    host.add();
    host.know_neighbours();
  }

  void send(const Probe& probe) {
    pinger.send(probe, host.now, [this](const Json& answer) { answers.push_back(answer); });
  }
  static Probe to_peer(std::uint32_t size = 32) {
    Probe probe;
    probe.remote = stack::kPeer;
    probe.size = size;
    return probe;
  }
  // The peer echoes the oldest request that was sent.
  void reply() {
    const stack::Seen seen(host.take());
    const wire::IcmpView request = seen.icmp();
    host.datagram(stack::icmp_datagram(stack::kPeer, stack::kOwn,
                                       wire::echo_reply(request.identifier(), request.sequence(), request.body())));
  }

  stack::StackHost host;
  Pinger pinger{host.stack};
  std::vector<Json> answers;
};

TEST_F(PingerTest, MeasuresTheRoundTrip) {
  send(to_peer());
  host.advance(milliseconds(25));
  reply();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0]["outcome"], "reply");
  EXPECT_EQ(answers[0]["from"], "10.0.0.2");
  EXPECT_EQ(answers[0]["bytes"], 32);
  EXPECT_EQ(answers[0]["time_us"], 25'000);
  EXPECT_EQ(pinger.next_deadline(), kNever);
}

TEST_F(PingerTest, FillsItsDataWithTheReferencesLetters) {
  REQUIREMENT("ICMP-12");
  send(to_peer(50));
  const stack::Seen seen(host.take());
  std::string text;
  for (const std::byte b : seen.icmp().body()) text += static_cast<char>(b);
  EXPECT_EQ(text, "abcdefghijklmnopqrstuvwabcdefghijklmnopqrstuvwabcd");
}

TEST_F(PingerTest, GivesUpAtItsDeadline) {
  REQUIREMENT("TOOL-06");
  send(to_peer());
  EXPECT_EQ(pinger.next_deadline(), host.now + std::chrono::seconds(1));
  pinger.poll(host.now + milliseconds(999));
  EXPECT_TRUE(answers.empty());
  pinger.poll(host.now + milliseconds(1000));
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0], (Json{{"outcome", "timed_out"}}));
  reply();  // too late
  EXPECT_EQ(answers.size(), 1U);
}

// V-12: 1472 bytes fill an Ethernet frame, 1473 stay here.
TEST_F(PingerTest, ProbesThePathMtuWithDontFragment) {
  REQUIREMENT("ICMP-10");
  REQUIREMENT("IP-14");
  REQUIREMENT("PMTU-13");
  Probe probe = to_peer(1472);
  probe.dont_fragment = true;
  send(probe);
  const stack::Seen sent(host.take());
  EXPECT_EQ(sent.ipv4().total_length(), 1500);
  EXPECT_TRUE(host.link.sent.empty());
  probe.size = 1473;
  send(probe);
  EXPECT_TRUE(host.link.sent.empty());
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0], (Json{{"outcome", "needs_fragmentation"}}));
}

TEST_F(PingerTest, TellsWhoseRouterSaidThatTheTimeIsExceeded) {
  REQUIREMENT("ICMP-06");
  Probe probe;
  probe.remote = stack::kFar;
  probe.ttl = 1;
  send(probe);
  const stack::Seen seen(host.take());
  EXPECT_EQ(seen.ipv4().ttl(), 1);
  host.datagram(stack::icmp_datagram(stack::kRouter, stack::kOwn,
                                     wire::time_exceeded(wire::kTtlExceeded, seen.payload.first(28))));
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0]["outcome"], "time_exceeded");
  EXPECT_EQ(answers[0]["from"], "10.0.0.254");
}

TEST_F(PingerTest, SaysThatThereIsNoRoute) {
  ASSERT_TRUE(host.stack.delete_route(*Ipv4Cidr::parse("0.0.0.0/0"), stack::kRouter));
  Probe probe;
  probe.remote = stack::kFar;
  send(probe);
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0], (Json{{"outcome", "no_route"}}));
}

TEST_F(PingerTest, KeepsSeveralRequestsApart) {
  send(to_peer(1));
  send(to_peer(2));
  host.take();
  reply();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0]["bytes"], 2);
}

TEST_F(PingerTest, IsBounded) {
  for (std::size_t i = 0; i < Pinger::kMaxOutstanding; ++i) send(to_peer());
  EXPECT_TRUE(answers.empty());
  send(to_peer());
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_TRUE(answers[0].contains("error"));
}

}  // namespace
}  // namespace flue::daemon
