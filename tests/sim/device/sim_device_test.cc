#include "sim/device/sim_device.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/sim/device/bare_driver.h"
#include "tests/sim/device/memory_link.h"
#include "tests/support/rtl_test.h"

namespace flue::sim {
namespace {

using namespace std::chrono_literals;
using test::BareDriver;
using test::MemoryLink;

constexpr TimePoint kStart{1000s};

class SimDeviceTest : public ::testing::TestWithParam<AxiTiming> {
 protected:
  MemoryLink wire;
  SimDevice device{wire, {.memory = GetParam()}};
  BareDriver driver{device};
  SeededRandom random = test::random_stream();

  void SetUp() override { driver.start(); }
  std::vector<std::vector<std::byte>> frames(std::size_t count) {
    std::vector<std::vector<std::byte>> made;
    for (std::size_t i = 0; i < count; ++i) made.push_back(test::plain_frame(random, 60 + random.below(1455)));
    return made;
  }
};

TEST_P(SimDeviceTest, AnswersItsRegisters) {
  EXPECT_EQ(device.read(contract::kRegBlockType), contract::kMagic);
  EXPECT_EQ(device.read(contract::kRegContractVersion), contract::kMajor << 16 | contract::kMinor);
  ASSERT_TRUE(device.write(contract::kRegMacLo, 0x12345678));
  EXPECT_EQ(device.read(contract::kRegMacLo), 0x12345678u);
}

TEST_P(SimDeviceTest, BringsFramesOfTheFarEndToTheHost) {
  const auto sent = frames(100);
  wire.to_card.assign(sent.begin(), sent.end());
  ASSERT_TRUE(device.poll(kStart)) << device.failure();
  const auto received = driver.receive();
  ASSERT_EQ(received.size(), sent.size());
  for (std::size_t i = 0; i < sent.size(); ++i) ASSERT_EQ(received[i].frame, sent[i]);
}

TEST_P(SimDeviceTest, BringsFramesOfTheHostToTheFarEnd) {
  const auto sent = frames(100);
  for (const auto& frame : sent) driver.send(frame);
  driver.ring();
  ASSERT_TRUE(device.poll(kStart)) << device.failure();
  ASSERT_EQ(wire.from_card.size(), sent.size());
  for (std::size_t i = 0; i < sent.size(); ++i) ASSERT_EQ(wire.from_card[i], sent[i]);
  EXPECT_EQ(driver.completion().slow_tx_head, sent.size());
}

TEST_P(SimDeviceTest, PadsShortFramesLikeAMac) {
  wire.to_card.push_back(test::plain_frame(random, 20));
  driver.send(test::plain_frame(random, 42));
  driver.ring();
  ASSERT_TRUE(device.poll(kStart)) << device.failure();
  const auto received = driver.receive();
  ASSERT_EQ(received.size(), 1u);
  EXPECT_EQ(received[0].frame.size(), 60u);
  ASSERT_EQ(wire.from_card.size(), 1u);
  EXPECT_EQ(wire.from_card[0].size(), 60u);
  EXPECT_EQ(wire.from_card[0][59], std::byte{0});
}

INSTANTIATE_TEST_SUITE_P(Memory, SimDeviceTest, ::testing::Values(kIdealMemory, kHostMemory, kHostileMemory),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(SimDeviceTime, StampsFramesWithTheTimeHandedIn) {
  MemoryLink wire;
  SimDevice device(wire, {});
  BareDriver driver(device);
  driver.start();
  SeededRandom random = test::random_stream();
  ASSERT_TRUE(device.poll(kStart));
  std::uint64_t before = 0;
  for (int i = 1; i <= 5; ++i) {
    wire.to_card.push_back(test::plain_frame(random, 100));
    ASSERT_TRUE(device.poll(kStart + i * 250ms));
    const auto received = driver.receive();
    ASSERT_EQ(received.size(), 1u);
    // Within the few microseconds that starting has taken.
    if (i > 1) {
      EXPECT_NEAR(static_cast<double>(received[0].descriptor.timestamp_us - before), 250'000, 1);
    }
    before = received[0].descriptor.timestamp_us;
  }
}

TEST(SimDeviceTime, IdleTimeCostsNothing) {
  MemoryLink wire;
  SimDevice device(wire, {});
  BareDriver driver(device);
  driver.start();
  ASSERT_TRUE(device.poll(kStart));
  const SimCycles before = device.cycles();
  ASSERT_TRUE(device.poll(kStart + 30min));
  EXPECT_LT(device.cycles().busy - before.busy, 100u);
  EXPECT_NEAR(static_cast<double>(device.cycles().all() - before.all()), 30 * 60 * 300e6, 1000);
}

TEST(SimDeviceTime, EqualInputTakesEqualCycles) {
  const auto cycles = [] {
    MemoryLink wire;
    SimDevice device(wire, {.memory = kHostileMemory, .reset_seed = 7});
    BareDriver driver(device);
    driver.start();
    SeededRandom random(5);
    for (int i = 0; i < 20; ++i) wire.to_card.push_back(test::plain_frame(random, 60 + random.below(1000)));
    EXPECT_TRUE(device.poll(kStart));
    return device.cycles().busy;
  };
  EXPECT_EQ(cycles(), cycles());
}

TEST(SimDeviceFailure, ACardThatHangsIsToldAndStaysUnusable) {
  MemoryLink wire;
  SimDevice device(wire, {.cycle_budget = 20});
  BareDriver driver(device);
  driver.start();
  SeededRandom random(5);
  wire.to_card.push_back(test::plain_frame(random, 1500));
  EXPECT_FALSE(device.poll(kStart));
  EXPECT_NE(device.failure().find("not done after 20 cycles"), std::string::npos) << device.failure();
  const auto answer = device.read(contract::kRegBlockType);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, DeviceErrorCode::kVanished);
  EXPECT_FALSE(device.poll(kStart + 1s));
}

TEST(SimDeviceFailure, AnAddressThatIsNoMemoryIsABusError) {
  MemoryLink wire;
  SimDevice device(wire, {});
  BareDriver driver(device);
  driver.start();
  ASSERT_TRUE(device.write(contract::kRegControl, 0));
  ASSERT_TRUE(device.write(contract::kRegSlowTxDescHi, 0x7FFF));
  ASSERT_TRUE(device.write(contract::kRegControl, contract::kControlTxEnable));
  ASSERT_TRUE(device.write(contract::kRegSlowTxTail, 1));
  ASSERT_TRUE(device.poll(kStart)) << device.failure();
  EXPECT_EQ(*device.read(contract::kRegStatus) & contract::kStatusBusError, contract::kStatusBusError);
  EXPECT_TRUE(wire.from_card.empty());
}

}  // namespace
}  // namespace flue::sim
