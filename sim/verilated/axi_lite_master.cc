#include "sim/verilated/axi_lite_master.h"

#include <fmt/format.h>

namespace flue::sim {

AxiLiteMaster::AxiLiteMaster(Harness& harness, AxiLitePins pins, const Gaps& gaps, std::uint64_t seed)
    : Agent(harness),
      pins_(pins),
      aw_gaps_(gaps, seed * 5),
      w_gaps_(gaps, seed * 5 + 1),
      b_gaps_(gaps, seed * 5 + 2),
      ar_gaps_(gaps, seed * 5 + 3),
      r_gaps_(gaps, seed * 5 + 4) {}

std::optional<std::uint32_t> AxiLiteMaster::read(std::uint32_t address) {
  pins_.araddr.set(address);
  ar_ = Channel::kWaiting;
  awaiting_r_ = true;
  if (!harness_.run_until([this] { return !awaiting_r_; }, kBudget) || response_ != 0) return std::nullopt;
  return read_data_;
}

bool AxiLiteMaster::write(std::uint32_t address, std::uint32_t value, std::uint32_t strobes) {
  pins_.awaddr.set(address);
  pins_.wdata.set(value);
  pins_.wstrb.set(strobes);
  aw_ = w_ = Channel::kWaiting;
  awaiting_b_ = true;
  return harness_.run_until([this] { return !awaiting_b_; }, kBudget) && response_ == 0;
}

void AxiLiteMaster::sample() {
  if (aw_ == Channel::kShown && pins_.awready.high()) aw_ = Channel::kIdle;
  if (w_ == Channel::kShown && pins_.wready.high()) w_ = Channel::kIdle;
  if (ar_ == Channel::kShown && pins_.arready.high()) ar_ = Channel::kIdle;
  if (pins_.bvalid.high() && pins_.bready.high()) {
    if (!awaiting_b_ || aw_ != Channel::kIdle || w_ != Channel::kIdle) harness_.fail("AXI4-Lite: answer to no write");
    awaiting_b_ = false;
    response_ = static_cast<std::uint32_t>(pins_.bresp.get());
  }
  if (pins_.rvalid.high() && pins_.rready.high()) {
    if (!awaiting_r_ || ar_ != Channel::kIdle) harness_.fail("AXI4-Lite: answer to no read");
    awaiting_r_ = false;
    read_data_ = static_cast<std::uint32_t>(pins_.rdata.get());
    response_ = static_cast<std::uint32_t>(pins_.rresp.get());
  }
}

void AxiLiteMaster::show(Channel& channel, GapGenerator& gaps, Pin& valid) {
  const bool willing = gaps.next();
  if (channel == Channel::kWaiting && willing) channel = Channel::kShown;
  valid.set(channel == Channel::kShown ? 1 : 0);
}

void AxiLiteMaster::drive() {
  show(aw_, aw_gaps_, pins_.awvalid);
  show(w_, w_gaps_, pins_.wvalid);
  show(ar_, ar_gaps_, pins_.arvalid);
  pins_.bready.set(b_gaps_.next() ? 1 : 0);
  pins_.rready.set(r_gaps_.next() ? 1 : 0);
}

void AxiLiteMaster::reset() {
  aw_ = w_ = ar_ = Channel::kIdle;
  awaiting_b_ = awaiting_r_ = false;
  for (Pin* pin : {&pins_.awvalid, &pins_.wvalid, &pins_.arvalid, &pins_.bready, &pins_.rready}) pin->set(0);
}

bool AxiLiteMaster::idle() const { return !awaiting_b_ && !awaiting_r_; }

}  // namespace flue::sim
