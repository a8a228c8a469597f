// ipv4_rx within rx_path: which headers are possible, and what it says of a datagram.
#include "tests/hw/rx/rx_bench.h"

namespace flue {
namespace {

using contract::DropReason;
using test::FrameSpec;

class Ipv4Rx : public test::RxPathTest {
 protected:
  // The frame's IPv4 checksum made right again, whatever its header says.
  static void repair(MutableBytes frame) {
    const MutableBytes header = frame.subspan(14, 4 * (load_u8(frame, 14) & 0xFu));
    store_be16(header, 10, 0);
    store_be16(header, 10, wire::sum_of(header).checksum());
  }
};

TEST_P(Ipv4Rx, RefusesImpossibleHeaders) {
  struct Case {
    const char* name;
    std::size_t at;
    std::uint8_t value;
    DropReason reason;
  };
  // 80 bytes of datagram in a frame that has 10 more.
  for (const Case& c :
       {Case{"as it is", 15, 0, DropReason::kNone}, Case{"version 6", 14, 0x65, DropReason::kBadIpv4Header},
        Case{"version 0", 14, 0x05, DropReason::kBadIpv4Header},
        Case{"header of 16 bytes", 14, 0x44, DropReason::kBadIpv4Header},
        Case{"header of 0 bytes", 14, 0x40, DropReason::kBadIpv4Header},
        Case{"as long as the frame", 17, 90, DropReason::kNone},
        Case{"a byte longer", 17, 91, DropReason::kBadIpv4Header},
        Case{"much longer", 16, 0xFF, DropReason::kBadIpv4Header},
        Case{"shorter than its header", 17, 19, DropReason::kBadIpv4Header},
        Case{"header alone", 17, 20, DropReason::kNone}}) {
    std::vector<std::byte> frame = test::make_frame({.protocol = 99, .data = 60, .padding = 10}, random);
    store_u8(frame, c.at, c.value);
    if ((load_u8(frame, 14) & 0xF) >= 5) repair(frame);
    EXPECT_EQ(fate_of(frame), c.reason) << c.name;
  }
}

TEST_P(Ipv4Rx, FragmentsAreNotSummed) {
  struct Case {
    std::size_t offset;
    bool more;
    std::size_t l4_offset;
  };
  for (const Case& c :
       {Case{0, true, 34}, Case{8, true, 0}, Case{8, false, 0}, Case{65528, false, 0}, Case{4096, false, 0}}) {
    std::vector<std::byte> frame =
        test::make_frame({.data = 40, .fragment_offset = c.offset, .more_fragments = c.more}, random);
    frame[60] ^= std::byte{1};
    ASSERT_EQ(fate_of(frame), DropReason::kNone);
    EXPECT_EQ(last_meta.flags, contract::kRxFlagIpv4 | contract::kRxFlagFragment);
    EXPECT_EQ(last_meta.l4_offset, c.l4_offset);
    EXPECT_EQ(last_meta.protocol, wire::kProtocolTcp);
  }
}

TEST_P(Ipv4Rx, UnknownProtocolsGoOnUnsummed) {
  for (const std::uint8_t protocol :
       std::to_array<std::uint8_t>({0, 3, 4, 5, 7, 16, 18, 22, 34, 41, 47, 50, 129, 255})) {
    ASSERT_EQ(fate_of(test::make_frame({.protocol = protocol, .data = 33}, random)), DropReason::kNone);
    EXPECT_EQ(last_meta.flags, contract::kRxFlagIpv4);
    EXPECT_EQ(last_meta.protocol, protocol);
    EXPECT_EQ(last_meta.l4_offset, 34u);
  }
}

TEST_P(Ipv4Rx, FindsTheTransportHeaderBehindOptions) {
  for (std::size_t words = 0; words <= 10; ++words) {
    ASSERT_EQ(fate_of(test::make_frame({.option_words = words, .data = 8}, random)), DropReason::kNone);
    EXPECT_EQ(last_meta.l4_offset, 34 + 4 * words);
  }
}

FLUE_RTL_RESETS(Ipv4Rx);

}  // namespace
}  // namespace flue
