// checksum_rx within rx_path, which gives it what it needs: every length and every alignment.
#include "tests/hw/rx/rx_bench.h"
#include "tests/support/requirement.h"

namespace flue {
namespace {

using contract::DropReason;
using test::FrameSpec;

class ChecksumRx : public test::RxPathTest {
 protected:
  // The transport header's offset in a frame of `spec`.
  static std::size_t l4_offset(const FrameSpec& spec) {
    return 34 + (spec.tagged ? 4 : 0) + (spec.snap ? 8 : 0) + 4 * spec.option_words;
  }
  // Every place where the transport header can stand.
  static std::vector<FrameSpec> alignments() {
    std::vector<FrameSpec> specs;
    for (const bool tagged : {false, true}) {
      for (const bool snap : {false, true}) {
        for (std::size_t words = 0; words <= 10; ++words) {
          specs.push_back({.tagged = tagged, .snap = snap, .option_words = words});
        }
      }
    }
    return specs;
  }
  static constexpr std::array kProtocols = {wire::kProtocolTcp, wire::kProtocolUdp, wire::kProtocolIcmp,
                                            wire::kProtocolIgmp};
  static DropReason reason_of(std::uint8_t protocol) { return test::bad_sum_reason(protocol); }

  // Each frame as it is, then with one bit of its datagram wrong; all of them back to back, as far as the buffer goes.
  void expect_verified(const std::vector<FrameSpec>& specs) {
    std::size_t next = 0;
    while (next < specs.size()) {
      std::vector<DropReason> reasons;
      std::size_t beats = 0;
      for (; next < specs.size() && beats < kBufferBeats / 2; ++next) {
        const FrameSpec& spec = specs[next];
        std::vector<std::byte> frame = test::make_frame(spec, random);
        send(frame);
        const std::size_t from = l4_offset(spec);
        const std::size_t covered = frame.size() - spec.padding - spec.behind_udp - from;
        // Not in UDP's length or checksum field, which mean more.
        std::size_t at = random.below(covered);
        if (spec.protocol == wire::kProtocolUdp && at >= 4 && at < 8) at = 0;
        if (random.below(4) == 0) at = covered - 1;  // the last byte, often the odd one
        if (spec.protocol == wire::kProtocolUdp && at == 7) at = 3;
        frame[from + at] ^= std::byte{1} << random.below(8);
        send(frame);
        reasons.push_back(reason_of(spec.protocol));
        beats += frame.size() / 64 + 1;
      }
      finish();
      for (const DropReason reason : reasons) {
        ASSERT_FALSE(reports.drops.empty());
        ASSERT_EQ(take_drop(), reason);
        const std::uint32_t flags = take_meta().flags;
        ASSERT_EQ(flags & (contract::kRxFlagIpv4 | contract::kRxFlagL4Sum),
                  contract::kRxFlagIpv4 | contract::kRxFlagL4Sum);
        take_frame();
      }
      ASSERT_TRUE(reports.drops.empty() && metas.size() == 0);
    }
  }
};

TEST_P(ChecksumRx, EveryAlignmentOfEveryProtocol) {
  REQUIREMENT("LINK-20", "TCP-SETUP-02", "ICMP-11");
  std::vector<FrameSpec> specs;
  for (const FrameSpec& alignment : alignments()) {
    for (const std::uint8_t protocol : kProtocols) {
      for (int i = 0; i < 3; ++i) {
        specs.push_back(alignment);
        specs.back().protocol = protocol;
        specs.back().data = random.below(140);
        specs.back().padding = random.below(2) * random.below(60);
      }
    }
  }
  expect_verified(specs);
}

TEST_P(ChecksumRx, EveryLength) {
  REQUIREMENT("LINK-20", "TCP-SETUP-02", "ICMP-11");
  std::vector<FrameSpec> specs;
  const std::vector<FrameSpec> all = alignments();
  for (std::size_t data = 0; data <= 1500; data += data < 200 ? 1 : 1 + random.below(14)) {
    for (const std::uint8_t protocol : {wire::kProtocolTcp, wire::kProtocolUdp}) {
      FrameSpec spec = all[random.below(all.size())];
      spec.snap = spec.snap && data < 1400;  // an 802.3 frame has no room for more
      spec.protocol = protocol;
      spec.data = data;
      specs.push_back(spec);
    }
  }
  expect_verified(specs);
}

TEST_P(ChecksumRx, UdpCoversItsOwnLength) {
  std::vector<FrameSpec> specs;
  for (FrameSpec spec : alignments()) {
    spec.protocol = wire::kProtocolUdp;
    for (std::size_t behind = 0; behind < 70; behind += 1 + random.below(9)) {
      spec.data = random.below(100);
      spec.behind_udp = behind;
      spec.padding = random.below(10);
      specs.push_back(spec);
    }
  }
  expect_verified(specs);
}

TEST_P(ChecksumRx, UdpWithoutChecksumIsNotVerified) {
  for (FrameSpec spec : alignments()) {
    spec.protocol = wire::kProtocolUdp;
    spec.udp_unsummed = true;
    spec.data = random.below(200);
    EXPECT_EQ(fate_of(test::make_frame(spec, random)), DropReason::kNone);
    EXPECT_EQ(last_meta.flags & (contract::kRxFlagIpv4 | contract::kRxFlagL4Sum), contract::kRxFlagIpv4);
  }
}

TEST_P(ChecksumRx, UdpLengthIsJudged) {
  for (FrameSpec spec : alignments()) {
    spec.protocol = wire::kProtocolUdp;
    spec.udp_unsummed = true;  // so that the length alone decides
    spec.data = 20;
    spec.padding = 30;
    std::vector<std::byte> frame = test::make_frame(spec, random);
    for (const auto& [length, reason] : {std::pair<std::uint16_t, DropReason>{28, DropReason::kNone},
                                         {8, DropReason::kNone},
                                         {7, DropReason::kBadUdpSum},
                                         {0, DropReason::kBadUdpSum},
                                         {29, DropReason::kBadUdpSum},
                                         {0xFFFF, DropReason::kBadUdpSum}}) {
      store_be16(frame, l4_offset(spec) + 4, length);
      EXPECT_EQ(fate_of(frame), reason) << length;
    }
  }
}

TEST_P(ChecksumRx, EveryBitOfTheIpv4HeaderCounts) {
  REQUIREMENT("IP-24");
  for (FrameSpec spec : alignments()) {
    spec.data = 10;
    std::vector<std::byte> frame = test::make_frame(spec, random);
    const std::size_t end = l4_offset(spec);
    for (std::size_t at = end - 20 - 4 * spec.option_words; at < end; ++at) {
      frame[at] ^= std::byte{1} << random.below(8);
      const DropReason reason = fate_of(frame);
      EXPECT_TRUE(reason == DropReason::kBadIpv4Sum || reason == DropReason::kBadIpv4Header) << at;
      frame = test::make_frame(spec, random);
    }
  }
}

// A sum that is right only because words are added modulo 65,535: the fields that make it come out as 0 and 0xFFFF.
TEST_P(ChecksumRx, KnowsBothZeroes) {
  std::vector<std::byte> frame = test::make_frame({.protocol = wire::kProtocolIcmp, .data = 0}, random);
  std::fill(frame.begin() + 34, frame.end(), std::byte{0});
  EXPECT_EQ(fate_of(frame), DropReason::kBadIcmpSum);  // all zero: the checksum would be 0xFFFF
  store_be16(frame, 36, 0xFFFF);
  EXPECT_EQ(fate_of(frame), DropReason::kNone);
  std::fill(frame.begin() + 34, frame.end(), std::byte{0xFF});
  EXPECT_EQ(fate_of(frame), DropReason::kNone);
}

FLUE_RTL_RESETS(ChecksumRx);

}  // namespace
}  // namespace flue
