// A harness without RTL, and wires that a test or two agents drive by hand: the bus models against each other.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/verilated/axi_lite_master.h"
#include "sim/verilated/axi_memory.h"
#include "sim/verilated/harness.h"
#include "sim/verilated/stream.h"

namespace flue::test {

class WireHarness final : public sim::Harness {
 public:
  WireHarness() : Harness(1) {
    on_failure([this](const std::string& what) { told.push_back(what); });
  }
  // Whether a failure mentions `text`.
  [[nodiscard]] bool told_of(std::string_view text) const {
    for (const std::string& what : told) {
      if (what.find(text) != std::string::npos) return true;
    }
    return false;
  }
  std::vector<std::string> told;
  bool in_reset = false;

 protected:
  void set_reset(bool active) override { in_reset = active; }
  void edge() override {}
  void settle() override {}
};

struct StreamWires {
  std::array<std::uint32_t, 16> t_tdata{};
  std::uint64_t t_tkeep = 0;
  std::uint8_t t_tvalid = 0, t_tready = 0, t_tlast = 0, t_tuser = 0;
};

struct AxiLiteWires {
  std::uint16_t l_awaddr = 0, l_araddr = 0;
  std::uint32_t l_wdata = 0, l_rdata = 0;
  std::uint8_t l_wstrb = 0, l_awvalid = 0, l_awready = 0, l_wvalid = 0, l_wready = 0, l_bresp = 0, l_bvalid = 0,
               l_bready = 0, l_arvalid = 0, l_arready = 0, l_rresp = 0, l_rvalid = 0, l_rready = 0;
};

struct AxiWires {
  std::array<std::uint32_t, 16> x_wdata{}, x_rdata{};
  std::uint64_t x_awaddr = 0, x_araddr = 0, x_wstrb = 0;
  std::uint8_t x_awid = 0, x_awlen = 0, x_awsize = 6, x_awburst = 1, x_awvalid = 0, x_awready = 0;
  std::uint8_t x_wlast = 0, x_wvalid = 0, x_wready = 0;
  std::uint8_t x_bid = 0, x_bresp = 0, x_bvalid = 0, x_bready = 0;
  std::uint8_t x_arid = 0, x_arlen = 0, x_arsize = 6, x_arburst = 1, x_arvalid = 0, x_arready = 0;
  std::uint8_t x_rid = 0, x_rresp = 0, x_rlast = 0, x_rvalid = 0, x_rready = 0;
};

}  // namespace flue::test
