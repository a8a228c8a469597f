// host_if with memory behind it and its inputs at rest; the tests of the queues add what they need.
#pragma once

#include <cstring>
#include <span>

#include "host/contract/flue_contract.h"
#include "tests/hw/host_if/dma_bench.h"

namespace flue::test {

inline constexpr std::uint64_t kRxDesc = 0x1111'2222'3333'0FC0;  // not a multiple of 4 KiB
inline constexpr std::uint64_t kRxBuf = 0x2222'0000'0000'0040;
inline constexpr std::uint64_t kTxDesc = 0x3333'0000'0000'0F40;
inline constexpr std::uint64_t kCompletion = 0x4444'0000'0000'0080;

template <class Top>
class HostIfBench {
 public:
  RtlBench<Top> bench;
  sim::SparseMemory space;
  sim::AxiMemory memory;
  SeededRandom random = random_stream();

  // `first`: where the model's queues count from. Derived classes set sizes, join their agents and reset.
  HostIfBench(const MemoryCase& c, std::uint32_t first)
      : bench(c.reset_seed), memory(bench, FLUE_AXI(bench.dut(), m_axi), space, c.memory, seed() + 1) {
    contract::Completion record{};
    record.slow_rx_tail = record.slow_tx_head = first;
    space.load(kCompletion, std::as_bytes(std::span(&record, 1)));
    Top& d = dut();
    d.cfg_tx_enable = 0;
    d.cfg_slow_rx_desc = kRxDesc;
    d.cfg_slow_rx_buf = kRxBuf;
    d.cfg_slow_tx_desc = kTxDesc;
    d.cfg_completion = kCompletion;
    d.cfg_slow_rx_log2 = d.cfg_slow_tx_log2 = 4;
    d.cfg_slow_rx_head = d.cfg_slow_tx_tail = first;
    d.s_meta_tvalid = d.s_frame_tvalid = d.s_read_tvalid = d.s_done_tvalid = 0;
    d.m_desc_tready = d.m_read_tready = 0;
  }

  Top& dut() { return bench.dut(); }
  bool quiet() { return dut().stat_idle != 0; }
  contract::Completion completion() {
    contract::Completion record;
    const auto image = space.dump(kCompletion, sizeof record);
    std::memcpy(&record, image.data(), sizeof record);
    return record;
  }
};

}  // namespace flue::test
