// AxiLiteMaster: reads and writes 32-bit registers over AXI4-Lite, one access at a time; each call runs the harness.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/verilated/gaps.h"
#include "sim/verilated/harness.h"

namespace flue::sim {

struct AxiLitePins {
  Pin awaddr, awvalid, awready;
  Pin wdata, wstrb, wvalid, wready;
  Pin bresp, bvalid, bready;
  Pin araddr, arvalid, arready;
  Pin rdata, rresp, rvalid, rready;
};

// FLUE_AXI_LITE(dut, s_axil)
#define FLUE_AXI_LITE(dut, p)                                                                                  \
  (::flue::sim::AxiLitePins{FLUE_PIN(dut, p##_awaddr), FLUE_PIN(dut, p##_awvalid), FLUE_PIN(dut, p##_awready), \
                            FLUE_PIN(dut, p##_wdata), FLUE_PIN(dut, p##_wstrb), FLUE_PIN(dut, p##_wvalid),     \
                            FLUE_PIN(dut, p##_wready), FLUE_PIN(dut, p##_bresp), FLUE_PIN(dut, p##_bvalid),    \
                            FLUE_PIN(dut, p##_bready), FLUE_PIN(dut, p##_araddr), FLUE_PIN(dut, p##_arvalid),  \
                            FLUE_PIN(dut, p##_arready), FLUE_PIN(dut, p##_rdata), FLUE_PIN(dut, p##_rresp),    \
                            FLUE_PIN(dut, p##_rvalid), FLUE_PIN(dut, p##_rready)})

class AxiLiteMaster final : public Agent {
 public:
  // `gaps`: pauses before each channel's valid and ready, drawn separately.
  AxiLiteMaster(Harness& harness, AxiLitePins pins, const Gaps& gaps = kSteady, std::uint64_t seed = 3);

  // Nothing: an error response. No answer within `kBudget` cycles is a failure of the harness.
  std::optional<std::uint32_t> read(std::uint32_t address);
  // Whether the answer was OKAY. `strobes`: bit i enables byte i.
  bool write(std::uint32_t address, std::uint32_t value, std::uint32_t strobes = 0xF);

  void sample() override;
  void drive() override;
  void reset() override;
  [[nodiscard]] bool idle() const override;

 private:
  static constexpr std::uint64_t kBudget = 1000;
  enum class Channel : std::uint8_t { kIdle, kWaiting, kShown };
  void show(Channel& channel, GapGenerator& gaps, Pin& valid);

  AxiLitePins pins_;
  GapGenerator aw_gaps_, w_gaps_, b_gaps_, ar_gaps_, r_gaps_;
  Channel aw_ = Channel::kIdle, w_ = Channel::kIdle, ar_ = Channel::kIdle;
  bool awaiting_b_ = false, awaiting_r_ = false;
  std::uint32_t read_data_ = 0;
  std::uint32_t response_ = 0;
};

}  // namespace flue::sim
