// SimDevice: the card as a Device, simulated: the Verilated flue_core, memory that it shares with the host, and a Link
// as the far end of its wire. Nothing runs by itself: the card works during register accesses and in poll().
//
// Time. The card's clock is its cycle count. poll(now) brings it to `now` (from the first call's time on), computes
// cycles until the card has nothing left to do, and passes over the rest at once. With a virtual `now` a run is
// repeatable to the cycle; live, the card is simply some hundred times slower than real and its clock catches up when
// it is idle.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "host/base/time.h"
#include "host/device/device.h"
#include "host/link/link.h"
#include "sim/device/host_memory.h"
#include "sim/verilated/axi_memory.h"

namespace flue::sim {

struct SimDeviceConfig {
  AxiTiming memory = kIdealMemory;
  std::uint32_t reset_seed = 1;            // what registers without reset start with, and the memory's jitter
  std::uint32_t cycles_per_us = 300;       // the clock, MHz
  std::uint64_t cycle_budget = 5'000'000;  // for one poll() or register access: a card that needs more hangs
};

struct SimCycles {
  std::uint64_t busy = 0;     // computed
  std::uint64_t skipped = 0;  // passed over
  [[nodiscard]] std::uint64_t all() const { return busy + skipped; }
};

class SimDevice final : public Device {
 public:
  // `far_end` must outlive the device.
  SimDevice(Link& far_end, const SimDeviceConfig& config);
  ~SimDevice() override;

  Result<std::uint32_t, DeviceError> read(std::uint32_t offset) override;
  Result<void, DeviceError> write(std::uint32_t offset, std::uint32_t value) override;
  Result<DeviceMemory, DeviceError> allocate(std::size_t size) override;
  Result<void, DeviceError> poll(TimePoint now) override;
  [[nodiscard]] int descriptor() const override { return far_end_.descriptor(); }

  [[nodiscard]] bool interrupt() const;  // the card's interrupt line
  [[nodiscard]] SimCycles cycles() const;
  // Why the card is unusable: a broken assertion of the RTL, a rule of a bus broken, a hang. Empty while it works.
  [[nodiscard]] const std::string& failure() const { return failure_; }

 private:
  class Card;
  [[nodiscard]] DeviceError vanished() const;
  bool work_until_idle();
  void catch_up(TimePoint now);
  [[nodiscard]] Duration cycles_to_time(std::uint64_t cycles) const;
  [[nodiscard]] std::uint64_t time_to_cycles(Duration time) const;

  Link& far_end_;
  SimDeviceConfig config_;
  HostMemory memory_;
  std::unique_ptr<Card> card_;
  std::optional<TimePoint> origin_;  // the time of cycle 0
  std::uint64_t skipped_ = 0;
  std::string failure_;
};

}  // namespace flue::sim
