// flue_core (512 beats of receive buffer) with a MAC, host memory and a driver that knows nothing but the contract.
#pragma once

#include <Vflue_core_small.h>

#include <array>
#include <map>
#include <numeric>

#include "sim/device/host_memory.h"
#include "sim/verilated/axi_lite_master.h"
#include "sim/verilated/axi_memory.h"
#include "sim/verilated/stream_sink.h"
#include "sim/verilated/stream_source.h"
#include "tests/hw/rx/reference.h"
#include "tests/sim/device/bare_driver.h"
#include "tests/support/rtl_test.h"

namespace flue::test {

struct CoreCase {
  std::uint32_t reset_seed = 1;
  sim::AxiTiming memory = sim::kIdealMemory;
  sim::Gaps mac_in = sim::kSteady;
  sim::Gaps mac_out = sim::kSteady;
};

inline void PrintTo(const CoreCase& c, std::ostream* out) {
  *out << c.memory.name << c.mac_in.name << "To" << c.mac_out.name << "Reset" << c.reset_seed;
}
inline std::string core_case_name(const ::testing::TestParamInfo<CoreCase>& info) {
  const CoreCase& c = info.param;
  return fmt::format("{}{}To{}Reset{}", c.memory.name, c.mac_in.name, c.mac_out.name, c.reset_seed);
}

class CoreTest : public ::testing::TestWithParam<CoreCase>, public Device {
 protected:
  static constexpr std::size_t kBufferBeats = 512;

  RtlBench<Vflue_core_small> bench{GetParam().reset_seed};
  Vflue_core_small& dut = bench.dut();
  sim::HostMemory memory;
  sim::MicrosecondClock clock{bench, FLUE_PIN(dut, now_us)};
  sim::AxiLiteMaster registers{bench, FLUE_AXI_LITE(dut, s_axil)};
  sim::AxiMemory bus{bench, FLUE_AXI(dut, m_axi), memory, GetParam().memory, seed()};
  sim::StreamSource wire_in{bench, FLUE_STREAM(dut, s_mac), GetParam().mac_in, seed() + 1};
  sim::StreamSink wire_out{bench, FLUE_STREAM(dut, m_mac), "m_mac", GetParam().mac_out, seed() + 2};
  SeededRandom random = random_stream();
  BareDriver driver{*this};

  void SetUp() override { bench.reset(); }

  // Own address and one group; not promiscuous.
  void start(std::uint32_t control = contract::kControlRxEnable | contract::kControlTxEnable) {
    set_mac(contract::kRegMacLo, kOwnMac, 0);
    ASSERT_TRUE(write(contract::kRegMcastIndex, 9));
    set_mac(contract::kRegMcastLo, kJoinedMac, 0x10000);
    driver.start(control);
  }

  std::uint64_t counter(std::size_t index) {
    const auto offset = static_cast<std::uint32_t>(contract::kCounterBase + 8 * index);
    const std::uint64_t low = *read(offset);
    return std::uint64_t{*read(offset + 4)} << 32 | low;
  }
  std::uint64_t counter(contract::Counter which) { return counter(static_cast<std::size_t>(which)); }
  std::uint64_t drops(contract::DropReason reason) {
    return counter(static_cast<std::size_t>(contract::Counter::kRxDrop) + static_cast<std::size_t>(reason));
  }
  std::uint64_t all_drops() {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < contract::kDropReasonCount; ++i) sum += drops(static_cast<contract::DropReason>(i));
    return sum;
  }

  // Until the core and everything around it is at rest.
  void settle(std::uint64_t budget = 400'000) {
    ASSERT_TRUE(bench.run_until([&] { return dut.idle != 0 && bench.agents_idle(); }, budget));
  }

  // Device
  Result<std::uint32_t, DeviceError> read(std::uint32_t offset) override {
    const auto value = registers.read(offset);
    if (!value) return fail(DeviceError{DeviceErrorCode::kVanished, "register"});
    return *value;
  }
  Result<void, DeviceError> write(std::uint32_t offset, std::uint32_t value) override {
    if (!registers.write(offset, value)) return fail(DeviceError{DeviceErrorCode::kVanished, "register"});
    return {};
  }
  Result<DeviceMemory, DeviceError> allocate(std::size_t size) override { return memory.allocate(size); }
  Result<void, DeviceError> poll(TimePoint) override { return {}; }
  [[nodiscard]] int descriptor() const override { return -1; }

 private:
  void set_mac(std::uint32_t low_register, const MacAddr& mac, std::uint32_t high_bits) {
    const auto& b = mac.bytes();
    ASSERT_TRUE(write(low_register, b[0] | b[1] << 8 | b[2] << 16 | static_cast<std::uint32_t>(b[3]) << 24));
    ASSERT_TRUE(write(low_register + 4, high_bits | b[4] | static_cast<std::uint32_t>(b[5]) << 8));
  }
};

}  // namespace flue::test
