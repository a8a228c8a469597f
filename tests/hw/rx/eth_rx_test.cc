// eth_rx within rx_path: what it reads of the link header shows in a frame's metadata.
#include "tests/hw/rx/rx_bench.h"
#include "tests/support/requirement.h"

namespace flue {
namespace {

using contract::DropReason;
using test::FrameSpec;

class EthRx : public test::RxPathTest {};

struct LinkCase {
  bool tagged;
  bool snap;
  std::uint32_t flags;
  std::size_t l3_offset;
};

TEST_P(EthRx, ReadsDixAndSnapTaggedOrNot) {
  REQUIREMENT("LINK-05", "LINK-31");
  for (const LinkCase& link : {LinkCase{false, false, 0, 14}, LinkCase{true, false, contract::kRxFlagVlan, 18},
                               LinkCase{false, true, contract::kRxFlagSnap, 22},
                               LinkCase{true, true, contract::kRxFlagVlan | contract::kRxFlagSnap, 26}}) {
    const std::vector<std::byte> frame =
        test::make_frame({.tagged = link.tagged, .snap = link.snap, .data = 30}, random);
    ASSERT_EQ(fate_of(frame), DropReason::kNone);
    EXPECT_EQ(last_meta.flags, link.flags | contract::kRxFlagIpv4 | contract::kRxFlagL4Sum);
    EXPECT_EQ(last_meta.l3_offset, link.l3_offset);
    EXPECT_EQ(last_meta.vlan_tag, link.tagged ? load_be16(frame, 14) : 0);
    EXPECT_EQ(last_meta.length, frame.size());
  }
}

// Types that are not IPv4's, two tags, LLC that is not SNAP, 802.3 lengths at their limits: they go on, without flags.
TEST_P(EthRx, OtherFramesGoOnUnread) {
  std::vector<std::byte> frame = test::make_frame({.data = 60}, random);
  for (const std::uint16_t type :
       std::to_array<std::uint16_t>({0x0806, 0x86DD, 0x0801, 0x05DD, 0x0600, 0x0007, 0x0000, 0xFFFF})) {
    store_be16(frame, 12, type);
    ASSERT_EQ(fate_of(frame), DropReason::kNone) << type;
    EXPECT_EQ(last_meta.flags, 0u) << type;
    EXPECT_EQ(last_meta.l3_offset, 14u) << type;
  }
  frame = test::make_frame({.tagged = true, .data = 60}, random);
  store_be16(frame, 16, wire::kEtherTypeVlan);
  ASSERT_EQ(fate_of(frame), DropReason::kNone);
  EXPECT_EQ(last_meta.flags, contract::kRxFlagVlan);

  for (std::size_t at = 14; at < 20; ++at) {
    frame = test::make_frame({.snap = true, .data = 60}, random);
    frame[at] ^= std::byte{1};
    ASSERT_EQ(fate_of(frame), DropReason::kNone) << at;
    EXPECT_EQ(last_meta.flags, 0u) << at;
  }
}

TEST_P(EthRx, SnapLengthBoundsTheDatagram) {
  std::vector<std::byte> frame = test::make_frame({.snap = true, .data = 60, .padding = 20}, random);
  const auto right = static_cast<std::uint16_t>(frame.size() - 14 - 20);
  for (const auto& [length, reason] : {std::pair<std::size_t, DropReason>{right, DropReason::kNone},
                                       {right + 20u, DropReason::kNone},
                                       {right - 1u, DropReason::kBadIpv4Header},
                                       {right + 21u, DropReason::kBadIpv4Header}}) {
    store_be16(frame, 12, static_cast<std::uint16_t>(length));
    EXPECT_EQ(fate_of(frame), reason) << length;
  }
}

FLUE_RTL_RESETS(EthRx);

}  // namespace
}  // namespace flue
