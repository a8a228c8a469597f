#include <Vmac_filter.h>

#include <cstring>

#include "tests/hw/rx/frames.h"
#include "tests/support/requirement.h"
#include "tests/support/rtl_test.h"

namespace flue {
namespace {

class MacFilter : public test::RtlGrid {
 protected:
  test::RtlBench<Vmac_filter> bench{GetParam().reset_seed};
  SeededRandom random = test::random_stream();

  void SetUp() override {
    Vmac_filter& dut = bench.dut();
    dut.cfg_promiscuous = 0;
    dut.cfg_all_multicast = 0;
    dut.cfg_mac = number(test::kOwnMac);
    dut.cfg_mcast_valid = 0;
    dut.s_valid = 0;
    bench.reset();
  }
  static std::uint64_t number(const MacAddr& mac) {
    std::uint64_t value = 0;
    std::memcpy(&value, mac.bytes().data(), mac.bytes().size());
    return value;
  }
  void store(std::size_t place, const MacAddr& group, bool valid) {
    sim::Pin table = FLUE_PIN(bench.dut(), cfg_mcast);
    std::memcpy(table.bytes().data() + 6 * place, group.bytes().data(), 6);
    const auto bit = static_cast<std::uint16_t>(1u << place);
    bench.dut().cfg_mcast_valid =
        static_cast<std::uint16_t>(valid ? bench.dut().cfg_mcast_valid | bit : bench.dut().cfg_mcast_valid & ~bit);
  }
  bool passes(const MacAddr& destination) {
    bench.dut().s_valid = 1;
    bench.dut().s_destination = number(destination);
    bench.step();
    bench.dut().s_valid = 0;
    bench.dut().s_destination = random.next() & 0xFFFFFFFFFFFF;
    bench.step();
    return bench.dut().m_pass != 0;
  }
};

TEST_P(MacFilter, OwnAddressBroadcastAndJoinedGroupsOnly) {
  REQUIREMENT("LINK-08", "LINK-09");
  EXPECT_TRUE(passes(test::kOwnMac));
  EXPECT_TRUE(passes(test::kBroadcastMac));
  EXPECT_FALSE(passes(test::kPeerMac));
  for (std::size_t place = 0; place < 16; ++place) {
    EXPECT_FALSE(passes(test::kJoinedMac));
    store(place, test::kJoinedMac, false);
    EXPECT_FALSE(passes(test::kJoinedMac)) << "an entry that is not in use";
    store(place, test::kJoinedMac, true);
    EXPECT_TRUE(passes(test::kJoinedMac)) << place;
    store(place, test::kPeerMac, false);
  }
}

TEST_P(MacFilter, EveryBitOfTheAddressCounts) {
  REQUIREMENT("LINK-08");
  store(3, test::kJoinedMac, true);
  for (const MacAddr& mac : {test::kOwnMac, test::kBroadcastMac, test::kJoinedMac}) {
    for (std::size_t bit = 0; bit < 48; ++bit) {
      auto bytes = mac.bytes();
      bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ 1u << bit % 8);
      EXPECT_FALSE(passes(MacAddr(bytes))) << bit;
    }
  }
}

TEST_P(MacFilter, AllGroupsOrAllFramesOnRequest) {
  REQUIREMENT("LINK-11");
  bench.dut().cfg_all_multicast = 1;
  EXPECT_TRUE(passes(test::kJoinedMac));
  EXPECT_TRUE(passes(test::kBroadcastMac));
  EXPECT_FALSE(passes(test::kPeerMac));
  bench.dut().cfg_promiscuous = 1;
  EXPECT_TRUE(passes(test::kPeerMac));
}

TEST_P(MacFilter, HoldsItsAnswerUntilTheNextFrame) {
  EXPECT_TRUE(passes(test::kOwnMac));
  bench.run(10);
  EXPECT_EQ(bench.dut().m_pass, 1);
}

FLUE_RTL_RESETS(MacFilter);

}  // namespace
}  // namespace flue
