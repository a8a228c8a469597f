#include "sim/net/impairments.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "tests/sim/net/frames.h"
#include "tests/support/seed.h"

namespace flue::sim {
namespace {

using test::numbered_frame;

constexpr int kFrames = 20000;

// Five standard deviations around the mean of a binomial distribution.
void expect_share(std::uint64_t count, std::uint64_t of, double probability) {
  const double mean = static_cast<double>(of) * probability;
  const double deviation = std::sqrt(mean * (1 - probability));
  EXPECT_NEAR(static_cast<double>(count), mean, 5 * deviation);
}

TEST(Impairments, WithoutRatesEveryFramePasses) {
  Impairments none({}, test::seed());
  for (std::uint32_t i = 0; i < 100; ++i) {
    const auto deliveries = none.apply(numbered_frame(i));
    ASSERT_EQ(deliveries.size(), 1u);
    EXPECT_EQ(deliveries[0].frame, numbered_frame(i));
    EXPECT_EQ(deliveries[0].extra_delay, Duration(0));
  }
  EXPECT_EQ(none.counters(), (ImpairmentCounters{100, 0, 0, 0, 0}));
}

TEST(Impairments, HappenAsOftenAsTheRatesSay) {
  Impairments some({.loss = 0.01, .duplicate = 0.02, .reorder = 0.05, .corrupt = 0.1}, test::seed());
  std::uint64_t copies = 0;
  for (std::uint32_t i = 0; i < kFrames; ++i) copies += some.apply(numbered_frame(i)).size();
  const auto& done = some.counters();
  EXPECT_EQ(done.offered, static_cast<std::uint64_t>(kFrames));
  expect_share(done.lost, kFrames, 0.01);
  expect_share(done.duplicated, kFrames - done.lost, 0.02);
  expect_share(done.reordered, kFrames - done.lost, 0.05);
  expect_share(done.corrupted, kFrames - done.lost, 0.1);
  EXPECT_EQ(copies, done.offered - done.lost + done.duplicated);
}

TEST(Impairments, RateOneAlwaysHappens) {
  Impairments all({.loss = 1}, test::seed());
  for (std::uint32_t i = 0; i < 1000; ++i) EXPECT_TRUE(all.apply(numbered_frame(i)).empty());
}

TEST(Impairments, EqualSeedsRepeatAndOthersDoNot) {
  const ImpairmentRates rates{.loss = 0.3, .duplicate = 0.3, .reorder = 0.3, .corrupt = 0.3};
  Impairments first(rates, 7);
  Impairments second(rates, 7);
  Impairments other(rates, 8);
  int differences = 0;
  for (std::uint32_t i = 0; i < 200; ++i) {
    const auto a = first.apply(numbered_frame(i));
    const auto b = second.apply(numbered_frame(i));
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t k = 0; k < a.size(); ++k) {
      EXPECT_EQ(a[k].frame, b[k].frame);
      EXPECT_EQ(a[k].extra_delay, b[k].extra_delay);
    }
    differences += other.apply(numbered_frame(i)).size() != a.size();
  }
  EXPECT_GT(differences, 0);
}

TEST(Impairments, OneRateDoesNotChangeWhomAnotherHits) {
  Impairments lossy({.loss = 0.2}, 7);
  Impairments lossy_and_more({.loss = 0.2, .duplicate = 0.5, .corrupt = 0.5}, 7);
  for (std::uint32_t i = 0; i < 500; ++i) {
    EXPECT_EQ(lossy.apply(numbered_frame(i)).empty(), lossy_and_more.apply(numbered_frame(i)).empty());
  }
}

TEST(Impairments, CorruptionFlipsOneBitBehindTheEthernetHeader) {
  Impairments corrupting({.corrupt = 1}, test::seed());
  const auto original = numbered_frame(1, 200);
  for (int i = 0; i < 1000; ++i) {
    const auto damaged = corrupting.apply(original)[0].frame;
    int flipped = 0;
    for (std::size_t at = 0; at < original.size(); ++at) {
      const int bits = std::popcount(std::to_integer<unsigned>(original[at] ^ damaged[at]));
      flipped += bits;
      if (at < 14) {
        EXPECT_EQ(bits, 0);
      }
    }
    EXPECT_EQ(flipped, 1);
  }
}

TEST(Impairments, FramesWithoutAChecksumAreNotCorrupted) {
  Impairments corrupting({.corrupt = 1}, test::seed());
  auto arp = numbered_frame(1);
  store_be16(arp, 12, 0x0806);
  EXPECT_EQ(corrupting.apply(arp)[0].frame, arp);
  EXPECT_EQ(corrupting.apply(Bytes(arp).first(14))[0].frame.size(), 14u);
  EXPECT_EQ(corrupting.counters().corrupted, 0u);
}

TEST(Impairments, AReorderedFrameIsHeldBackAndItsCopyIsNot) {
  Impairments both({.duplicate = 1, .reorder = 1, .reorder_delay = std::chrono::milliseconds(3)}, test::seed());
  const auto deliveries = both.apply(numbered_frame(1));
  ASSERT_EQ(deliveries.size(), 2u);
  EXPECT_EQ(deliveries[0].extra_delay, Duration(0));
  EXPECT_EQ(deliveries[1].extra_delay, std::chrono::milliseconds(3));
}

}  // namespace
}  // namespace flue::sim
