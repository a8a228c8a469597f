// AxiMemory: the memory at the end of an AXI4 master port of the RTL, ideal or like HOST[0] of the shell. It fails the
// harness when the master breaks the rules: INCR bursts of whole beats that stay within 4 KiB, valid and payload held
// until ready, wlast at the last beat, answers taken.
#pragma once

#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

#include "sim/verilated/gaps.h"
#include "sim/verilated/harness.h"
#include "sim/verilated/memory_space.h"

namespace flue::sim {

struct AxiPins {
  Pin awid, awaddr, awlen, awsize, awburst, awvalid, awready;
  Pin wdata, wstrb, wlast, wvalid, wready;
  Pin bid, bresp, bvalid, bready;
  Pin arid, araddr, arlen, arsize, arburst, arvalid, arready;
  Pin rid, rdata, rresp, rlast, rvalid, rready;
};

// FLUE_AXI(dut, m_axi). A master that only reads or only writes has only those ports.
#define FLUE_AXI(dut, p)                                                                                             \
  (::flue::sim::AxiPins{                                                                                             \
      FLUE_PIN(dut, p##_awid),    FLUE_PIN(dut, p##_awaddr),  FLUE_PIN(dut, p##_awlen),   FLUE_PIN(dut, p##_awsize), \
      FLUE_PIN(dut, p##_awburst), FLUE_PIN(dut, p##_awvalid), FLUE_PIN(dut, p##_awready), FLUE_PIN(dut, p##_wdata),  \
      FLUE_PIN(dut, p##_wstrb),   FLUE_PIN(dut, p##_wlast),   FLUE_PIN(dut, p##_wvalid),  FLUE_PIN(dut, p##_wready), \
      FLUE_PIN(dut, p##_bid),     FLUE_PIN(dut, p##_bresp),   FLUE_PIN(dut, p##_bvalid),  FLUE_PIN(dut, p##_bready), \
      FLUE_PIN(dut, p##_arid),    FLUE_PIN(dut, p##_araddr),  FLUE_PIN(dut, p##_arlen),   FLUE_PIN(dut, p##_arsize), \
      FLUE_PIN(dut, p##_arburst), FLUE_PIN(dut, p##_arvalid), FLUE_PIN(dut, p##_arready), FLUE_PIN(dut, p##_rid),    \
      FLUE_PIN(dut, p##_rdata),   FLUE_PIN(dut, p##_rresp),   FLUE_PIN(dut, p##_rlast),   FLUE_PIN(dut, p##_rvalid), \
      FLUE_PIN(dut, p##_rready)})

struct AxiTiming {
  std::string_view name;
  std::uint32_t outstanding = 256;  // bursts in flight, reads and writes each
  std::uint32_t latency = 4;        // cycles from a burst's address (read) or last data (write) to its answer
  std::uint32_t jitter = 0;         // further cycles, 0..jitter at random for each burst
  // Data beats per 1000 cycles, each direction.
  std::uint32_t beats_per_1000 = 1000;
  Gaps gaps = kSteady;   // pauses of every ready and valid
  bool reorder = false;  // reads of different ids answer in any order, and so do writes
};

inline constexpr AxiTiming kIdealMemory{.name = "Ideal"};
// HOST[0] at 300 MHz: 1 us, 11 GB/s of the bus's 19.2 GB/s each way.
inline constexpr AxiTiming kHostMemory{.name = "Host0", .outstanding = 32, .latency = 300, .beats_per_1000 = 573};
// Everything a master must be able to bear.
inline constexpr AxiTiming kHostileMemory{
    .name = "Hostile", .outstanding = 8, .latency = 5, .jitter = 60, .gaps = kBursty, .reorder = true};

struct AxiCounters {
  std::uint64_t read_bursts = 0;
  std::uint64_t read_beats = 0;
  std::uint64_t write_bursts = 0;
  std::uint64_t write_beats = 0;
  std::uint32_t most_reads = 0;  // outstanding at once
  std::uint32_t most_writes = 0;
  std::uint64_t errors = 0;  // bursts answered with an error
};

class AxiMemory final : public Agent {
 public:
  AxiMemory(Harness& harness, AxiPins pins, MemorySpace& space, const AxiTiming& timing = kIdealMemory,
            std::uint64_t seed = 4);

  void sample() override;
  void drive() override;
  void reset() override;
  [[nodiscard]] bool idle() const override;
  [[nodiscard]] const AxiCounters& counters() const { return counters_; }

 private:
  struct Burst {
    std::uint64_t id = 0;
    std::uint64_t address = 0;
    std::uint32_t beats = 0;
    std::uint64_t ready_at = 0;  // cycle from which it may be answered
    bool error = false;
  };
  struct WriteBeat {
    std::vector<std::byte> data;
    std::uint64_t strobes = 0;
    bool last = false;
  };
  struct Write {
    Burst burst;
    std::vector<WriteBeat> beats;
  };
  // An address channel's payload and whether it was offered but not taken in the cycle before.
  struct Offer {
    bool held = false;
    std::vector<std::byte> payload;
  };

  void sample_addresses();
  void sample_write_data();
  void sample_answers();
  void match_writes();
  void check_held(Offer& offer, const char* channel, Pin& valid, Pin& ready, std::initializer_list<Pin*> payload);
  Burst accept(const char* channel, Pin& id, Pin& address, Pin& length, Pin& size, Pin& burst);
  void drive_read_data();
  void drive_write_answer();
  void show_read_beat();
  // Takes the next answer's index among those due, at most one per id eligible; -1: none.
  template <class Queue>
  int choose(const Queue& queue);
  [[nodiscard]] std::uint64_t due();

  AxiPins pins_;
  MemorySpace& space_;
  AxiTiming timing_;
  SeededRandom random_;
  GapGenerator aw_gaps_, w_gaps_, b_gaps_, ar_gaps_, r_gaps_;
  std::size_t beat_bytes_;
  Offer aw_offer_, w_offer_, ar_offer_;

  std::deque<Burst> reads_;
  bool reading_ = false;  // a burst's data is under way: open_read_ from beat read_beat_
  Burst open_read_;
  std::uint32_t read_beat_ = 0;
  bool showing_r_ = false;

  std::deque<Burst> write_addresses_;
  std::deque<WriteBeat> write_data_;  // not yet part of a whole burst
  std::deque<Write> writes_;          // whole, waiting for their answers
  bool showing_b_ = false;

  // Tokens: a beat costs 1000, a cycle brings beats_per_1000.
  std::uint32_t read_tokens_ = 0;
  std::uint32_t write_tokens_ = 0;
  AxiCounters counters_;
};

}  // namespace flue::sim
