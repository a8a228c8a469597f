// The signals of one AXI4-Stream: byte 0 of a packet is tdata[7:0]; tkeep contiguous, all ones except with tlast.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/verilated/pin.h"

namespace flue::sim {

// Without tready: never stalled. Without tlast: every beat is a packet. Without tkeep: packets are whole beats.
struct StreamPins {
  Pin tdata;
  Pin tkeep;
  Pin tvalid;
  Pin tready;
  Pin tlast;
  Pin tuser;
};

// FLUE_STREAM(dut, s_mac): the ports s_mac_tdata, s_mac_tvalid and those of the others that the top has.
#define FLUE_STREAM(dut, prefix)                                     \
  (::flue::sim::StreamPins{.tdata = FLUE_PIN(dut, prefix##_tdata),   \
                           .tkeep = FLUE_PIN(dut, prefix##_tkeep),   \
                           .tvalid = FLUE_PIN(dut, prefix##_tvalid), \
                           .tready = FLUE_PIN(dut, prefix##_tready), \
                           .tlast = FLUE_PIN(dut, prefix##_tlast),   \
                           .tuser = FLUE_PIN(dut, prefix##_tuser)})

struct Packet {
  std::vector<std::byte> data;    // of a beat without tkeep: the port's storage, whole
  std::uint64_t user = 0;         // tuser of the last beat
  std::uint64_t first_cycle = 0;  // when its first and its last beat were taken
  std::uint64_t last_cycle = 0;
};

}  // namespace flue::sim
