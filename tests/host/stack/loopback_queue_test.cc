#include "host/stack/loopback_queue.h"

#include <gtest/gtest.h>

#include "tests/host/stack/stack_host.h"
#include "tests/support/requirement.h"

namespace flue::stack {
namespace {

using namespace std::chrono_literals;

TEST(LoopbackQueue, KeepsOrderAndIsDueAtOnce) {
  LoopbackQueue queue;
  EXPECT_EQ(queue.next_deadline(), kNever);
  EXPECT_TRUE(queue.push(bytes_of("one"), TimePoint(1s)));
  EXPECT_TRUE(queue.push(bytes_of("two"), TimePoint(2s)));
  EXPECT_EQ(queue.next_deadline(), TimePoint(1s));
  EXPECT_EQ(queue.pop(), bytes_of("one"));
  auto memory = queue.pop();
  EXPECT_EQ(memory, bytes_of("two"));
  queue.recycle(std::move(memory));
  EXPECT_TRUE(queue.push(bytes_of("3"), TimePoint(3s)));
  EXPECT_EQ(queue.pop(), bytes_of("3"));
}

TEST(LoopbackQueue, IsBounded) {
  LoopbackQueue queue;
  const Frame big(60'000);
  std::size_t taken = 0;
  while (queue.push(big, TimePoint())) ++taken;
  EXPECT_EQ(taken, LoopbackQueue::kLimit / big.size());
}

TEST(Loopback, OwnAddressesNeverAppearOnAWire) {
  REQUIREMENT("IP-16", "IP-17");
  StackHost host;
  host.add();
  for (const Ipv4Addr address : {kOwn, Ipv4Addr(127, 0, 0, 1), Ipv4Addr(127, 1, 2, 3)}) {
    std::vector<std::string> received;
    const Endpoint local{address, Port(7777)};
    ASSERT_TRUE(host.stack.udp_bind(local, [&](const UdpDatagram& datagram, TimePoint) {
      received.push_back(text_of(datagram.payload));
      EXPECT_EQ(datagram.local, local);
      EXPECT_EQ(datagram.remote, local);
    }));
    ASSERT_TRUE(host.stack.udp_send(local, local, bytes_of("to myself"), host.now));
    EXPECT_EQ(host.stack.next_deadline(), host.now);
    host.advance(0s);
    EXPECT_EQ(received, std::vector<std::string>{"to myself"});
    EXPECT_TRUE(host.link.sent.empty());
  }
}

TEST(Loopback, ADialogueWithOurselvesDoesNotHoldTheLoop) {
  StackHost host;
  host.add();
  const Endpoint local{kOwn, Port(7777)};
  int answers = 0;
  ASSERT_TRUE(host.stack.udp_bind(local, [&](const UdpDatagram&, TimePoint now) {
    ++answers;
    static_cast<void>(host.stack.udp_send(local, local, bytes_of("again"), now));
  }));
  ASSERT_TRUE(host.stack.udp_send(local, local, bytes_of("first"), host.now));
  host.stack.poll(host.now);
  EXPECT_EQ(answers, 1);
  host.stack.poll(host.now);
  EXPECT_EQ(answers, 2);
}

TEST(Loopback, PingToOurselvesIsAnswered) {
  REQUIREMENT("IP-16");
  StackHost host;
  host.add();
  int answers = 0;
  host.stack.set_ping_handler([&](const Stack::PingAnswer& answer, TimePoint) {
    EXPECT_EQ(answer.from, kOwn);
    ++answers;
  });
  ASSERT_TRUE(host.stack.ping({.remote = kOwn, .identifier = 1, .sequence = 1, .data = {}, .ttl = {}}, host.now));
  host.advance(0s);
  host.advance(0s);
  EXPECT_EQ(answers, 1);
  EXPECT_TRUE(host.link.sent.empty());
}

TEST(Loopback, NobodyOnTheWireMayClaimIt) {
  REQUIREMENT("IP-17");
  StackHost host;
  host.add();
  host.know_neighbours();
  host.datagram(icmp_datagram(Ipv4Addr(127, 0, 0, 1), kOwn, wire::echo_request(1, 1, {})));
  EXPECT_EQ(host.counter("ip.in_martians"), 1u);
  host.datagram(icmp_datagram(kPeer, Ipv4Addr(127, 0, 0, 1), wire::echo_request(1, 1, {})));
  EXPECT_EQ(host.counter("ip.in_addr_errors"), 1u);
  EXPECT_TRUE(host.link.sent.empty());
}

}  // namespace
}  // namespace flue::stack
