#include "host/stack/arp_cache.h"

#include <gtest/gtest.h>

#include "tests/host/stack/stack_host.h"
#include "tests/support/requirement.h"

namespace flue::stack {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kStart{1000s};

ArpParameters ageing(std::uint32_t life, std::uint32_t referenced) {
  ArpParameters parameters;
  parameters.arp_cache_life = life;
  parameters.arp_cache_min_referenced_life = referenced;
  return parameters;
}

struct Age {
  const char* name;
  std::uint32_t life;
  std::uint32_t referenced_life;
  int used_every;  // s; 0: never
  int gone_after;  // s
};

class ArpCacheAgeing : public testing::TestWithParam<Age> {};

TEST_P(ArpCacheAgeing, RemovesEntriesInTime) {
  REQUIREMENT("ARP-07", "ARP-08", "ARP-10");
  const Age& age = GetParam();
  ArpCache cache(ageing(age.life, age.referenced_life));
  cache.learn(kPeer, kPeerMac, true, kStart);
  for (int second = 0; second < age.gone_after; ++second) {
    cache.poll(kStart + std::chrono::seconds(second));
    ASSERT_EQ(cache.lines().size(), 1u) << second;
    if (age.used_every != 0 && second % age.used_every == 0) {
      ASSERT_NE(cache.find_for_send(kPeer, kStart + std::chrono::seconds(second)), nullptr) << second;
    }
  }
  cache.poll(kStart + std::chrono::seconds(age.gone_after));
  EXPECT_TRUE(cache.lines().empty());
  EXPECT_EQ(cache.find_for_send(kPeer, kStart + std::chrono::seconds(age.gone_after)), nullptr);
}

INSTANTIATE_TEST_SUITE_P(Table, ArpCacheAgeing,
                         testing::Values(Age{"Unreferenced", 120, 600, 0, 120}, Age{"Referenced", 120, 600, 60, 600},
                                         Age{"UsedJustInTime", 120, 600, 119, 119 + 119 + 119 + 119 + 119 + 5},
                                         Age{"UsedTooRarely", 120, 600, 1000, 120},
                                         Age{"LifeAboveReferencedLife", 700, 600, 60, 700},
                                         Age{"NoMinimum", 90, 0xFFFFFFFF, 30, 90}, Age{"ShorterLife", 10, 30, 5, 30}),
                         [](const auto& info) { return info.param.name; });

TEST(ArpCache, InboundTrafficIsNoReference) {
  REQUIREMENT("ARP-09");
  ArpCache cache(ageing(120, 600));
  cache.learn(kPeer, kPeerMac, true, kStart);
  cache.learn(kPeer, kPeerMac, true, kStart + 100s);  // it spoke again
  cache.poll(kStart + 120s);
  EXPECT_TRUE(cache.lines().empty());
}

TEST(ArpCache, ANewMacMakesTheEntryNew) {
  ArpCache cache(ageing(120, 600));
  cache.learn(kPeer, kPeerMac, true, kStart);
  const std::uint32_t version = cache.version();
  cache.learn(kPeer, kRouterMac, true, kStart + 100s);
  EXPECT_NE(cache.version(), version);
  cache.poll(kStart + 120s);
  ASSERT_EQ(cache.lines().size(), 1u);
  EXPECT_EQ(cache.lines()[0].mac, kRouterMac);
  cache.poll(kStart + 220s);
  EXPECT_TRUE(cache.lines().empty());
}

TEST(ArpCache, StaticEntriesNeverAgeAndAreNotOverwritten) {
  REQUIREMENT("ARP-11");
  ArpCache cache(ageing(120, 600));
  cache.add_static(kPeer, kPeerMac, kStart);
  cache.learn(kPeer, kRouterMac, true, kStart + 1s);
  cache.poll(kStart + 1000h);
  ASSERT_EQ(cache.lines().size(), 1u);
  EXPECT_TRUE(cache.lines()[0].is_static);
  EXPECT_EQ(cache.find_for_send(kPeer, kStart + 1000h)->mac, kPeerMac);
  EXPECT_EQ(cache.next_deadline(), kNever);
  EXPECT_TRUE(cache.remove(kPeer));
  EXPECT_FALSE(cache.remove(kPeer));
  EXPECT_EQ(cache.find_for_send(kPeer, kStart), nullptr);
}

TEST(ArpCache, KeepsTheLatestOfABurst) {
  REQUIREMENT("ARP-17", "ARP-18", "ARP-19");
  ArpCache cache(ageing(120, 600));
  const Frame first = bytes_of("first");
  const Frame second = bytes_of("second");
  EXPECT_TRUE(cache.hold(kPeer, first, kStart).request_now);
  const ArpCache::Held held = cache.hold(kPeer, second, kStart);
  EXPECT_FALSE(held.request_now);
  EXPECT_TRUE(held.replaced);
  EXPECT_EQ(cache.learn(kPeer, kPeerMac, false, kStart).waiting, second);
  EXPECT_EQ(cache.lines().size(), 1u);
}

TEST(ArpCache, AsksOncePerSecondAndGivesUp) {
  REQUIREMENT("ARP-21");
  ArpCache cache(ageing(120, 600));
  cache.hold(kPeer, bytes_of("x"), kStart);
  std::size_t requests = 1;
  std::size_t lost = 0;
  TimePoint last = kStart;
  while (cache.next_deadline() != kNever) {
    const TimePoint now = cache.next_deadline();
    const ArpCache::Due due = cache.poll(now);
    if (!due.requests.empty()) {
      EXPECT_GE(now - last, 1s);
      last = now;
    }
    requests += due.requests.size();
    lost += due.unresolved;
  }
  EXPECT_EQ(requests, kArpRequestLimit);
  EXPECT_EQ(lost, 1u);
  EXPECT_EQ(cache.size(), 0u);
}

TEST(ArpCache, GrowsAndShrinksWithNeedUpToABound) {
  REQUIREMENT("ARP-15", "ARP-16");
  ArpParameters parameters;
  parameters.max_entries = 100;
  ArpCache cache(parameters);
  const auto address = [](std::uint32_t i) { return Ipv4Addr(Ipv4Addr(10, 1, 0, 0).bits() + i); };
  for (std::uint32_t i = 0; i < 100; ++i) EXPECT_FALSE(cache.learn(address(i), kPeerMac, true, kStart).evicted);
  for (std::uint32_t i = 0; i < 50; ++i) cache.find_for_send(address(i), kStart);
  // Unreferenced ones go first, the oldest before the others.
  EXPECT_TRUE(cache.learn(address(200), kPeerMac, true, kStart).evicted);
  EXPECT_EQ(cache.size(), 100u);
  EXPECT_EQ(cache.find_for_send(address(50), kStart), nullptr);
  EXPECT_NE(cache.find_for_send(address(0), kStart), nullptr);
  EXPECT_NE(cache.find_for_send(address(51), kStart), nullptr);
  cache.poll(kStart + 700s);
  EXPECT_EQ(cache.size(), 0u);
}

TEST(ArpCache, FloodsLeaveNoTrace) {
  ArpParameters parameters;
  parameters.max_entries = 16;
  ArpCache cache(parameters);
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    cache.learn(Ipv4Addr(Ipv4Addr(10, 1, 0, 0).bits() + i), kPeerMac, true, kStart + std::chrono::microseconds(i));
  }
  EXPECT_EQ(cache.size(), 16u);
  std::size_t polls = 0;
  while (cache.next_deadline() != kNever && polls < 1000) {
    cache.poll(cache.next_deadline());
    ++polls;
  }
  EXPECT_LT(polls, 200u);
  EXPECT_EQ(cache.size(), 0u);
}

}  // namespace
}  // namespace flue::stack
