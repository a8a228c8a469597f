// Passing over idle cycles is exact: nothing in the model changes over them, and a run with skips ends like one
// without.
#include <Vflue_core.h>
#include <Vflue_core___024root.h>
#include <gtest/gtest.h>

#include <optional>
#include <span>
#include <vector>

#include "host/contract/flue_contract.h"
#include "sim/device/card_model.h"
#include "tests/sim/device/bare_driver.h"
#include "tests/sim/device/memory_link.h"
#include "tests/support/rtl_test.h"

namespace flue::sim {
namespace {

// A card whose cycles the test computes or skips itself.
struct Rig final : Device {
  explicit Rig(const SimDeviceConfig& config) : card(config, memory, wire) {
    card.on_failure([](const std::string& what) { ADD_FAILURE() << what; });
    driver.start();
  }
  Result<std::uint32_t, DeviceError> read(std::uint32_t offset) override { return *card.registers.read(offset); }
  Result<void, DeviceError> write(std::uint32_t offset, std::uint32_t value) override {
    EXPECT_TRUE(card.registers.write(offset, value));
    return {};
  }
  Result<DeviceMemory, DeviceError> allocate(std::size_t size) override { return memory.allocate(size); }
  Result<void, DeviceError> poll(TimePoint) override { return {}; }
  [[nodiscard]] int descriptor() const override { return -1; }

  bool rest() {
    return card.run_until([this] { return card.idle(); });
  }
  // All of the model: registers, memories and what Verilator keeps beside them.
  [[nodiscard]] std::vector<std::byte> state() {
    const Bytes bytes = std::as_bytes(std::span(card.dut().rootp, 1));
    return {bytes.begin(), bytes.end()};
  }

  HostMemory memory;
  test::MemoryLink wire;
  CardModel card;
  test::BareDriver driver{*this};
};

void some_traffic(Rig& rig, SeededRandom& random) {
  for (std::uint64_t i = random.below(20); i > 0; --i) {
    rig.wire.to_card.push_back(test::plain_frame(random, 60 + random.below(1455)));
  }
  for (std::uint64_t i = random.below(20); i > 0; --i) {
    rig.driver.send(test::plain_frame(random, 60 + random.below(1455)));
  }
  rig.driver.ring();
  rig.card.mac.take_from_far_end(100);
}

class IdleSkip : public ::testing::TestWithParam<AxiTiming> {};

TEST_P(IdleSkip, IdleCyclesChangeNothingInTheModel) {
  // Time stands still: it is an input, and the only one that an idle card may follow.
  Rig rig({.memory = GetParam(), .cycles_per_us = 1'000'000'000});
  SeededRandom random = test::random_stream();
  for (int round = 0; round < 20; ++round) {
    some_traffic(rig, random);
    ASSERT_TRUE(rig.rest());
    const auto before = rig.state();
    rig.card.run(1 + random.below(100));
    ASSERT_TRUE(rig.card.idle());
    ASSERT_EQ(rig.state(), before) << "round " << round;
    rig.driver.receive();
  }
}

TEST_P(IdleSkip, ARunWithSkipsEndsLikeOneWithout) {
  // What a run leaves behind: every frame, descriptor with timestamp, and when it was done.
  struct Outcome {
    std::vector<std::byte> bytes;
    std::vector<std::uint64_t> cycles;
    bool operator==(const Outcome&) const = default;
  };
  const auto run = [](bool skip) {
    Rig rig({.memory = GetParam()});
    SeededRandom random = test::random_stream();
    Outcome outcome;
    for (int round = 0; round < 20; ++round) {
      some_traffic(rig, random);
      EXPECT_TRUE(rig.rest());
      outcome.cycles.push_back(rig.card.cycle());
      for (const auto& received : rig.driver.receive()) {
        const Bytes descriptor = std::as_bytes(std::span(&received.descriptor, 1));
        outcome.bytes.insert(outcome.bytes.end(), descriptor.begin(), descriptor.end());
        outcome.bytes.insert(outcome.bytes.end(), received.frame.begin(), received.frame.end());
      }
      for (const auto& frame : rig.wire.from_card) {
        outcome.bytes.insert(outcome.bytes.end(), frame.begin(), frame.end());
      }
      rig.wire.from_card.clear();
      EXPECT_TRUE(rig.rest());
      const std::uint64_t pause = 8 + random.below(5000);
      if (skip) {
        rig.card.skip(pause - 8);
        rig.card.run(8);
      } else {
        rig.card.run(pause);
      }
    }
    return outcome;
  };
  EXPECT_EQ(run(true), run(false));
}

INSTANTIATE_TEST_SUITE_P(Memory, IdleSkip, ::testing::Values(kIdealMemory, kHostMemory),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace flue::sim
