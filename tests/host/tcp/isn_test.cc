#include "host/tcp/isn.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/requirement.h"
#include "tests/support/seed.h"

namespace flue::tcp {
namespace {

using namespace std::chrono_literals;

constexpr Endpoint kLocal{Ipv4Addr(10, 0, 0, 1), Port(80)};
constexpr Endpoint kRemote{Ipv4Addr(10, 0, 0, 2), Port(4000)};
constexpr TimePoint kNow{1000s};

// RFC 6528 section 3: for one four-tuple the numbers follow a clock of 4 us.
TEST(Isn, AdvancesOneEveryFourMicrosecondsPerTuple) {
  auto random = test::random_stream();
  const IsnGenerator isns(random);
  const Seq first = isns.isn(kLocal, kRemote, kNow);
  EXPECT_EQ(isns.isn(kLocal, kRemote, kNow + 4us), first + 1);
  EXPECT_EQ(isns.isn(kLocal, kRemote, kNow + 1s), first + 250'000);
}

TEST(Isn, IsUnrelatedBetweenTuplesAndKeys) {
  REQUIREMENT("TCP-SECURITY-01");
  auto random = test::random_stream();
  const IsnGenerator isns(random);
  const IsnGenerator other_key(random);
  std::set<std::uint32_t> high_bytes;
  std::set<std::uint32_t> steps;
  Seq previous = isns.isn(kLocal, kRemote, kNow);
  for (std::uint16_t port = 4001; port < 4257; ++port) {
    const Seq isn = isns.isn(kLocal, {kRemote.address, Port(port)}, kNow);
    high_bytes.insert(isn.raw() >> 24);
    steps.insert(distance(previous, isn));
    previous = isn;
  }
  // 256 draws of 256 values hit about 162 of them; neighbours differ by no common step.
  EXPECT_GT(high_bytes.size(), 120u);
  EXPECT_EQ(steps.size(), 256u);
  EXPECT_NE(isns.isn(kLocal, kRemote, kNow), other_key.isn(kLocal, kRemote, kNow));
}

// TCP-SETUP-11 wants numbers that an outsider cannot predict; RFC 6528 is how (the deviation is noted in isn.h).
TEST(Isn, DependsOnEveryPartOfTheTuple) {
  REQUIREMENT("TCP-SETUP-11");
  auto random = test::random_stream();
  const IsnGenerator isns(random);
  const std::set<std::uint32_t> distinct = {
      isns.isn(kLocal, kRemote, kNow).raw(),
      isns.isn({kLocal.address, Port(81)}, kRemote, kNow).raw(),
      isns.isn({Ipv4Addr(10, 0, 0, 3), kLocal.port}, kRemote, kNow).raw(),
      isns.isn(kLocal, {kRemote.address, Port(4001)}, kNow).raw(),
      isns.isn(kLocal, {Ipv4Addr(10, 0, 0, 9), kRemote.port}, kNow).raw(),
  };
  EXPECT_EQ(distinct.size(), 5u);
}

TEST(Isn, TimestampOffsetIsConstantPerTuple) {
  auto random = test::random_stream();
  const IsnGenerator isns(random);
  EXPECT_EQ(isns.timestamp_offset(kLocal, kRemote), isns.timestamp_offset(kLocal, kRemote));
  EXPECT_NE(isns.timestamp_offset(kLocal, kRemote), isns.timestamp_offset(kRemote, kLocal));
}

}  // namespace
}  // namespace flue::tcp
