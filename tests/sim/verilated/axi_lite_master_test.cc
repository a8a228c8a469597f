#include "sim/verilated/axi_lite_master.h"

#include <gtest/gtest.h>

#include <deque>
#include <map>

#include "tests/sim/verilated/wires.h"
#include "tests/support/rtl_test.h"

namespace flue::sim {
namespace {

using test::AxiLiteWires;
using test::WireHarness;

// Registers that take address and data in any order and answer late; addresses from 0x1000 on are errors.
class Slave final : public Agent {
 public:
  Slave(Harness& harness, AxiLiteWires& wires, const Gaps& gaps) : Agent(harness), wires_(wires), gaps_(gaps, 9) {}
  void sample() override {
    if (wires_.l_awvalid && wires_.l_awready) addresses_.push_back(wires_.l_awaddr);
    if (wires_.l_wvalid && wires_.l_wready) data_.push_back({wires_.l_wdata, wires_.l_wstrb});
    if (wires_.l_arvalid && wires_.l_arready) reads_.push_back(wires_.l_araddr);
    if (wires_.l_bvalid && wires_.l_bready) wires_.l_bvalid = 0;
    if (wires_.l_rvalid && wires_.l_rready) wires_.l_rvalid = 0;
  }
  void drive() override {
    wires_.l_awready = gaps_.next();
    wires_.l_wready = gaps_.next();
    wires_.l_arready = gaps_.next();
    if (!wires_.l_bvalid && !addresses_.empty() && !data_.empty() && gaps_.next()) {
      const auto [value, strobes] = data_.front();
      for (unsigned i = 0; i < 4; ++i) {
        if ((strobes >> i & 1) != 0) {
          registers[addresses_.front()] &= ~(0xFFu << 8 * i);
          registers[addresses_.front()] |= value & 0xFFu << 8 * i;
        }
      }
      wires_.l_bresp = addresses_.front() >= 0x1000 ? 2 : 0;
      wires_.l_bvalid = 1;
      addresses_.pop_front();
      data_.pop_front();
    }
    if (!wires_.l_rvalid && !reads_.empty() && gaps_.next()) {
      wires_.l_rdata = registers[reads_.front()];
      wires_.l_rresp = reads_.front() >= 0x1000 ? 2 : 0;
      wires_.l_rvalid = 1;
      reads_.pop_front();
    }
  }
  void reset() override {}
  [[nodiscard]] bool idle() const override { return true; }

  std::map<std::uint32_t, std::uint32_t> registers;

 private:
  struct Data {
    std::uint32_t value;
    std::uint32_t strobes;
  };
  AxiLiteWires& wires_;
  GapGenerator gaps_;
  std::deque<std::uint32_t> addresses_, reads_;
  std::deque<Data> data_;
};

class AxiLite : public ::testing::TestWithParam<Gaps> {
 protected:
  WireHarness bench;
  AxiLiteWires wires;
  AxiLiteMaster master{bench, FLUE_AXI_LITE(wires, l), GetParam(), test::seed()};
  Slave slave{bench, wires, GetParam()};
};

TEST_P(AxiLite, ReadsBackWhatItWrote) {
  for (std::uint32_t i = 0; i < 50; ++i) ASSERT_TRUE(master.write(4 * i, i * 0x01010101));
  for (std::uint32_t i = 0; i < 50; ++i) ASSERT_EQ(master.read(4 * i), i * 0x01010101);
  EXPECT_TRUE(bench.told.empty());
  EXPECT_TRUE(master.idle());
}

TEST_P(AxiLite, WritesOnlyTheBytesWithAStrobe) {
  ASSERT_TRUE(master.write(8, 0xFFFFFFFF));
  ASSERT_TRUE(master.write(8, 0, 0x5));
  EXPECT_EQ(master.read(8), 0xFF00FF00);
}

TEST_P(AxiLite, TellsErrorResponses) {
  EXPECT_FALSE(master.write(0x1000, 1));
  EXPECT_EQ(master.read(0x1000), std::nullopt);
  EXPECT_TRUE(bench.told.empty());
}

INSTANTIATE_TEST_SUITE_P(Pace, AxiLite, ::testing::Values(kSteady, kBursty, kSlow),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(AxiLiteMaster, NoAnswerIsAFailure) {
  WireHarness bench;
  AxiLiteWires wires;
  AxiLiteMaster master(bench, FLUE_AXI_LITE(wires, l));
  EXPECT_EQ(master.read(0), std::nullopt);
  EXPECT_TRUE(bench.told_of("not done after"));
}

TEST(AxiLiteMaster, AnAnswerToNothingIsAFailure) {
  WireHarness bench;
  AxiLiteWires wires;
  AxiLiteMaster master(bench, FLUE_AXI_LITE(wires, l));
  bench.run(2);
  wires.l_bvalid = 1;
  bench.run(1);
  EXPECT_TRUE(bench.told_of("answer to no write"));
}

}  // namespace
}  // namespace flue::sim
