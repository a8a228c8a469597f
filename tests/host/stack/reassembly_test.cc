#include "host/stack/reassembly.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/host/stack/stack_host.h"
#include "tests/support/requirement.h"

namespace flue::stack {
namespace {

using namespace std::chrono_literals;
using Outcome = Reassembler::Outcome;

constexpr TimePoint kStart{1000s};
constexpr std::size_t kMemory = 1u << 20;

Frame numbered(std::size_t size) {
  Frame bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * 131 >> 3);
  return bytes;
}

Frame fragment(const Frame& payload, std::size_t begin, std::size_t end, bool more, std::uint16_t id = 7) {
  return ipv4_datagram({.id = id,
                        .more_fragments = more,
                        .fragment_offset = static_cast<std::uint32_t>(begin),
                        .protocol = wire::kProtocolUdp,
                        .source = kPeer,
                        .destination = kOwn,
                        .options = {}},
                       Bytes(payload).subspan(begin, end - begin));
}

// The fragments between these cuts (multiples of 8).
std::vector<Frame> split(const Frame& payload, std::vector<std::size_t> cuts, std::uint16_t id = 7) {
  cuts.push_back(0);
  cuts.push_back(payload.size());
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  std::vector<Frame> fragments;
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    fragments.push_back(fragment(payload, cuts[i], cuts[i + 1], cuts[i + 1] != payload.size(), id));
  }
  return fragments;
}

Reassembler::Added add(Reassembler& reassembler, const Frame& fragment, TimePoint now = kStart) {
  return reassembler.add(*wire::Ipv4View::parse(fragment), now);
}

RC_GTEST_PROP(ReassemblyProperty, AnySplitOrderAndDuplicationGivesTheOriginal, ()) {
  const auto size = *rc::gen::inRange<std::size_t>(16, 6000);
  const Frame payload = numbered(size);
  auto cuts = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(1, size / 8 + 1));
  for (std::size_t& cut : cuts) cut = std::min(cut * 8, (size - 1) / 8 * 8);
  if (cuts.empty()) cuts.push_back(8);
  std::vector<Frame> fragments = split(payload, cuts);
  const std::vector<Frame> again =
      *rc::gen::container<std::vector<Frame>>(rc::gen::elementOf(std::as_const(fragments)));
  // Duplicates that arrive after completion would open a new datagram, so the last one to complete it comes last.
  const std::vector<Frame> order = [&] {
    std::vector<Frame> all = fragments;
    all.insert(all.end(), again.begin(), again.end());
    SeededRandom random(*rc::gen::arbitrary<std::uint64_t>());
    for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[random.below(i)]);
    return all;
  }();
  Reassembler reassembler(60s, kMemory);
  std::size_t completed = 0;
  for (const Frame& f : order) {
    const Reassembler::Added added = add(reassembler, f);
    if (added.outcome != Outcome::kComplete) continue;
    ++completed;
    const auto whole = wire::Ipv4View::parse(added.datagram);
    RC_ASSERT(whole.has_value());
    RC_ASSERT(whole->checksum_ok());
    RC_ASSERT(!whole->is_fragment());
    const Bytes joined = whole->payload();
    RC_ASSERT(Frame(joined.begin(), joined.end()) == payload);
  }
  RC_ASSERT(completed >= 1u);
  while (reassembler.next_deadline() != kNever) reassembler.poll(reassembler.next_deadline());
  RC_ASSERT(reassembler.memory_used() == 0u);
}

TEST(Reassembly, KeepsDatagramsApart) {
  REQUIREMENT("IP-12");
  Reassembler reassembler(60s, kMemory);
  const Frame first = numbered(64);
  Frame second = numbered(64);
  std::reverse(second.begin(), second.end());
  const auto a = split(first, {32}, 1);
  const auto b = split(second, {32}, 2);
  EXPECT_EQ(add(reassembler, a[1]).outcome, Outcome::kIncomplete);
  EXPECT_EQ(add(reassembler, b[0]).outcome, Outcome::kIncomplete);
  const auto done = add(reassembler, a[0]);
  ASSERT_EQ(done.outcome, Outcome::kComplete);
  const Bytes joined = wire::Ipv4View::parse(done.datagram)->payload();
  EXPECT_EQ(Frame(joined.begin(), joined.end()), first);
  EXPECT_EQ(reassembler.size(), 1u);
}

TEST(Reassembly, OverlapsPoisonTheDatagram) {
  Reassembler reassembler(60s, kMemory);
  const Frame payload = numbered(64);
  add(reassembler, fragment(payload, 0, 32, true));
  EXPECT_EQ(add(reassembler, fragment(payload, 24, 64, false)).outcome, Outcome::kOverlap);
  EXPECT_EQ(add(reassembler, fragment(payload, 32, 64, false)).outcome, Outcome::kOverlap);
  EXPECT_EQ(add(reassembler, fragment(payload, 0, 32, true)).outcome, Outcome::kOverlap);
  // After its time the identification is free again.
  reassembler.poll(kStart + 60s);
  add(reassembler, fragment(payload, 0, 32, true), kStart + 61s);
  EXPECT_EQ(add(reassembler, fragment(payload, 32, 64, false), kStart + 61s).outcome, Outcome::kComplete);
}

TEST(Reassembly, ADuplicateWithOtherContentIsAnOverlap) {
  Reassembler reassembler(60s, kMemory);
  Frame payload = numbered(64);
  add(reassembler, fragment(payload, 0, 32, true));
  payload[3] ^= std::byte{1};
  EXPECT_EQ(add(reassembler, fragment(payload, 0, 32, true)).outcome, Outcome::kOverlap);
}

TEST(Reassembly, RefusesFragmentsThatCannotBe) {
  REQUIREMENT("IP-12");
  Reassembler reassembler(60s, kMemory);
  const Frame payload = numbered(66'000);
  EXPECT_EQ(add(reassembler, fragment(payload, 0, 20, true)).outcome, Outcome::kBadFragment);  // not a multiple of 8
  EXPECT_EQ(add(reassembler, fragment(payload, 8, 8, true)).outcome, Outcome::kBadFragment);   // empty
  EXPECT_EQ(add(reassembler, fragment(payload, 65'520, 65'528, true)).outcome, Outcome::kTooLong);
  // Two ends, and data behind the end.
  EXPECT_EQ(add(reassembler, fragment(payload, 32, 64, false, 2)).outcome, Outcome::kIncomplete);
  EXPECT_EQ(add(reassembler, fragment(payload, 64, 96, false, 2)).outcome, Outcome::kTooLong);
  EXPECT_EQ(add(reassembler, fragment(payload, 64, 96, true, 3)).outcome, Outcome::kIncomplete);
  EXPECT_EQ(add(reassembler, fragment(payload, 32, 64, false, 3)).outcome, Outcome::kTooLong);
}

TEST(Reassembly, GivesUpAfterItsTime) {
  REQUIREMENT("IP-13");
  Reassembler reassembler(60s, kMemory);
  const Frame payload = numbered(64);
  add(reassembler, fragment(payload, 0, 32, true, 1));
  add(reassembler, fragment(payload, 32, 64, false, 2), kStart + 1s);
  EXPECT_EQ(reassembler.next_deadline(), kStart + 60s);
  EXPECT_TRUE(reassembler.poll(kStart + 60s - 1ns).empty());
  const auto first = reassembler.poll(kStart + 60s);
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0].size(), 28u);  // header and 8 bytes, for the error
  const auto second = reassembler.poll(kStart + 61s);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_TRUE(second[0].empty());  // its first fragment never came: no error
  EXPECT_EQ(reassembler.memory_used(), 0u);
  EXPECT_EQ(add(reassembler, fragment(payload, 32, 64, false, 1), kStart + 62s).outcome, Outcome::kIncomplete);
}

TEST(Reassembly, MemoryIsBoundedTheOldestGoesFirst) {
  Reassembler reassembler(60s, 100'000);
  const Frame payload = numbered(2000);
  std::size_t evicted = 0;
  for (std::uint16_t id = 0; id < 1000; ++id) {
    evicted += add(reassembler, fragment(payload, 0, 1000, true, id)).evicted;
    EXPECT_LE(reassembler.memory_used(), 100'000u);
  }
  EXPECT_EQ(evicted + reassembler.size(), 1000u);
  EXPECT_EQ(add(reassembler, fragment(payload, 1000, 2000, false, 999)).outcome, Outcome::kComplete);
  EXPECT_EQ(add(reassembler, fragment(payload, 1000, 2000, false, 0)).outcome, Outcome::kIncomplete);
}

TEST(Reassembly, ASingleDatagramBeyondTheMemoryIsRefusedToo) {
  Reassembler reassembler(60s, 2000);
  const Frame payload = numbered(8000);
  std::size_t evicted = 0;
  for (std::size_t at = 0; at < 4000; at += 800)
    evicted += add(reassembler, fragment(payload, at, at + 800, true)).evicted;
  EXPECT_GE(evicted, 1u);
  EXPECT_LE(reassembler.memory_used(), 2000u);
}

}  // namespace
}  // namespace flue::stack
