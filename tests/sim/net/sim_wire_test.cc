#include "sim/net/sim_wire.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <utility>
#include <vector>

#include "tests/sim/net/frames.h"
#include "tests/support/seed.h"

namespace flue::sim {
namespace {

using namespace std::chrono_literals;
using test::numbered_frame;
using test::receive_numbers;
using Numbers = std::vector<std::uint32_t>;

constexpr TimePoint at(Duration since_start) { return TimePoint(since_start); }

TEST(SimWire, AFrameArrivesAfterTheDelayAndNotBefore) {
  WireConfig config;
  config.a_to_b.delay = 5ms;
  SimWire wire(config);
  EXPECT_EQ(wire.next_deadline(), kNever);
  wire.poll(at(1ms));
  EXPECT_TRUE(wire.a().send(numbered_frame(9)));
  EXPECT_EQ(wire.next_deadline(), at(6ms));
  wire.poll(at(6ms - 1ns));
  EXPECT_TRUE(wire.b().receive().empty());
  wire.poll(at(6ms));
  EXPECT_EQ(wire.next_deadline(), at(6ms));  // it waits in the port
  EXPECT_EQ(receive_numbers(wire.b()), Numbers{9});
  EXPECT_EQ(wire.next_deadline(), kNever);
  EXPECT_TRUE(wire.a().receive().empty());
}

TEST(SimWire, ARateSpacesFramesAsEthernetDoes) {
  WireConfig config;
  config.a_to_b.rate = 1'000'000'000;
  SimWire wire(config);
  wire.poll(at(0ns));
  wire.a().send(numbered_frame(0, 1514));
  wire.a().send(numbered_frame(1, 1514));
  // 1514 + preamble 8 + FCS 4 + gap 12 = 1538 bytes = 12,304 bits.
  EXPECT_EQ(wire.next_deadline(), at(12'304ns));
  wire.poll(at(12'304ns));
  EXPECT_EQ(receive_numbers(wire.b()), Numbers{0});
  EXPECT_EQ(wire.next_deadline(), at(24'608ns));
}

TEST(SimWire, ShortFramesArePaddedForTheRate) {
  WireConfig config;
  config.a_to_b.rate = 1'000'000'000;
  SimWire wire(config);
  wire.a().send(numbered_frame(0, 20));
  EXPECT_EQ(wire.next_deadline(), at(672ns));  // 84 bytes
}

TEST(SimWire, FractionsOfANanosecondAddUpExactly) {
  WireConfig config;
  config.a_to_b.rate = 100'000'000'000;
  SimWire wire(config);
  for (std::uint32_t i = 0; i < 1000; ++i) wire.a().send(numbered_frame(i, 1514));
  wire.poll(at(123'039ns));
  EXPECT_EQ(receive_numbers(wire.b()).size(), 999u);
  EXPECT_EQ(wire.next_deadline(), at(123'040ns));  // 1000 * 123.04 ns
}

TEST(SimWire, AFullQueueLosesTheNextFrame) {
  WireConfig config;
  config.a_to_b.rate = 1'000'000;
  config.a_to_b.queue_limit = 2;
  SimWire wire(config);
  EXPECT_TRUE(wire.a().send(numbered_frame(0)));  // leaves at once
  EXPECT_TRUE(wire.a().send(numbered_frame(1)));
  EXPECT_TRUE(wire.a().send(numbered_frame(2)));
  EXPECT_FALSE(wire.a().send(numbered_frame(3)));
  wire.poll(at(672us));  // the first has left, the second begins
  EXPECT_TRUE(wire.a().send(numbered_frame(4)));
  EXPECT_FALSE(wire.a().send(numbered_frame(5)));
  wire.poll(at(1s));
  EXPECT_EQ(receive_numbers(wire.b()), (Numbers{0, 1, 2, 4}));
  EXPECT_EQ(wire.a_to_b().queue_overflow, 2u);
}

TEST(SimWire, TheDirectionsAreIndependent) {
  WireConfig config;
  config.a_to_b.delay = 1ms;
  config.b_to_a.delay = 2ms;
  config.b_to_a.impairments.loss = 1;
  SimWire wire(config);
  wire.a().send(numbered_frame(1));
  wire.b().send(numbered_frame(2));
  wire.poll(at(2ms));
  EXPECT_EQ(receive_numbers(wire.b()), Numbers{1});
  EXPECT_TRUE(wire.a().receive().empty());
  EXPECT_EQ(wire.a_to_b().delivered, 1u);
  EXPECT_EQ(wire.b_to_a().impairments.lost, 1u);
}

TEST(SimWire, AFrameAboveTheMtuIsLost) {
  SimWire wire({});
  EXPECT_EQ(wire.a().mtu(), 1500u);
  EXPECT_TRUE(wire.a().send(numbered_frame(0, 1518)));  // with a tag
  EXPECT_FALSE(wire.a().send(numbered_frame(0, 1519)));
  EXPECT_EQ(wire.a_to_b().too_long, 1u);
}

TEST(SimWire, TellsItsRateAsSpeed) {
  WireConfig config;
  config.a_to_b.rate = 10'000'000;
  SimWire wire(config);
  EXPECT_EQ(wire.a().speed(), 10'000'000u);
  EXPECT_FALSE(wire.b().speed());
}

TEST(SimWire, KeepsTheOrderWithoutReorder) {
  WireConfig config;
  config.a_to_b.rate = 1'000'000'000;
  config.a_to_b.delay = 10us;
  config.a_to_b.impairments = {.loss = 0.1, .duplicate = 0.1};
  config.seed = test::seed();
  SimWire wire(config);
  for (std::uint32_t i = 0; i < 1000; ++i) wire.a().send(numbered_frame(i));
  wire.poll(at(1s));
  const auto numbers = receive_numbers(wire.b());
  EXPECT_TRUE(std::ranges::is_sorted(numbers));
  EXPECT_GT(numbers.size(), 900u);
}

TEST(SimWire, ReorderLetsLaterFramesOvertake) {
  WireConfig config;
  config.a_to_b.rate = 1'000'000'000;
  config.a_to_b.impairments = {.reorder = 0.05, .reorder_delay = 10us};
  config.seed = test::seed();
  SimWire wire(config);
  for (std::uint32_t i = 0; i < 1000; ++i) wire.a().send(numbered_frame(i));
  wire.poll(at(1s));
  auto numbers = receive_numbers(wire.b());
  EXPECT_FALSE(std::ranges::is_sorted(numbers));
  EXPECT_GT(wire.a_to_b().impairments.reordered, 0u);
  std::ranges::sort(numbers);
  Numbers all(1000);
  std::iota(all.begin(), all.end(), 0u);
  EXPECT_EQ(numbers, all);
}

TEST(SimWire, ShowsTheTapWhatWasSentAndWhen) {
  WireConfig config;
  config.a_to_b.impairments.loss = 1;
  SimWire wire(config);
  std::vector<std::pair<std::uint32_t, TimePoint>> seen;
  wire.set_tap([&](Bytes frame, TimePoint when) { seen.emplace_back(load_be32(frame, 14), when); });
  wire.poll(at(1ms));
  wire.a().send(numbered_frame(1));
  wire.poll(at(2ms));
  wire.b().send(numbered_frame(2));
  EXPECT_EQ(seen, (std::vector<std::pair<std::uint32_t, TimePoint>>{{1, at(1ms)}, {2, at(2ms)}}));
}

TEST(SimWire, TimeNeverGoesBack) {
  SimWire wire({});
  wire.poll(at(5ms));
  wire.poll(at(1ms));
  wire.a().send(numbered_frame(1));
  EXPECT_EQ(wire.next_deadline(), at(5ms));
}

RC_GTEST_PROP(SimWire, EveryFrameIsAccountedFor, (std::uint64_t seed)) {
  WireConfig config;
  config.a_to_b.rate = *rc::gen::element<std::uint64_t>(0, 1'000'000, 1'000'000'000);
  config.a_to_b.delay = 1ms;
  config.a_to_b.queue_limit = 10;
  config.a_to_b.impairments = {.loss = 0.1, .duplicate = 0.1, .reorder = 0.2, .corrupt = 0.1};
  config.seed = seed;
  const auto run = [&config] {
    SimWire wire(config);
    Numbers numbers;
    for (std::uint32_t i = 0; i < 100; ++i) {
      wire.poll(at(i * 100us));
      wire.a().send(numbered_frame(i, 60 + i * 15));
      const auto arrived = receive_numbers(wire.b());
      numbers.insert(numbers.end(), arrived.begin(), arrived.end());
    }
    wire.poll(at(100s));
    const auto arrived = receive_numbers(wire.b());
    numbers.insert(numbers.end(), arrived.begin(), arrived.end());
    return std::pair(wire.a_to_b(), numbers);
  };
  const auto [counters, numbers] = run();
  RC_ASSERT(counters.sent == 100u);
  RC_ASSERT(counters.delivered == numbers.size());
  RC_ASSERT(counters.sent + counters.impairments.duplicated ==
            counters.delivered + counters.queue_overflow + counters.too_long + counters.impairments.lost);
  RC_ASSERT((run() == std::pair(counters, numbers)));  // the same seed repeats the run
}

}  // namespace
}  // namespace flue::sim
