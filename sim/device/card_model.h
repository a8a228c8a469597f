// CardModel: the Verilated flue_core with everything it is connected to: registers, host memory, the wire, time.
#pragma once

#include <Vflue_core.h>

#include <cstdint>

#include "sim/device/host_memory.h"
#include "sim/device/mac_port.h"
#include "sim/device/sim_device.h"
#include "sim/verilated/axi_lite_master.h"
#include "sim/verilated/axi_memory.h"
#include "sim/verilated/model_harness.h"

namespace flue::sim {

class CardModel : public ModelHarness<Vflue_core> {
 public:
  CardModel(const SimDeviceConfig& config, HostMemory& memory, Link& far_end)
      : ModelHarness(config.reset_seed),
        interrupt(FLUE_PIN(dut(), __SYM__interrupt)),
        clock(*this, FLUE_PIN(dut(), now_us), config.cycles_per_us),
        registers(*this, FLUE_AXI_LITE(dut(), s_axil)),
        bus(*this, FLUE_AXI(dut(), m_axi), memory, config.memory, config.reset_seed),
        mac(*this, FLUE_STREAM(dut(), s_mac), FLUE_STREAM(dut(), m_mac), far_end) {
    reset();
  }

  // Without new input no cycle would change anything but the time.
  [[nodiscard]] bool idle() { return dut().idle != 0 && agents_idle(); }

  Pin interrupt;  // a keyword somewhere: Verilator renames the port
  MicrosecondClock clock;
  AxiLiteMaster registers;
  AxiMemory bus;
  MacPort mac;
};

}  // namespace flue::sim
