// rx_path (256 beats of buffer) with a MAC in front and a host behind it.
#pragma once

#include <Vrx_path.h>

#include <array>
#include <deque>

#include "sim/verilated/stream_monitor.h"
#include "sim/verilated/stream_sink.h"
#include "sim/verilated/stream_source.h"
#include "tests/hw/rx/reference.h"
#include "tests/support/rtl_test.h"

namespace flue::test {

// What rx_path reports on its stat_ ports; `now_us` when a last beat comes.
class RxReports final : public sim::Agent {
 public:
  RxReports(sim::Harness& harness, Vrx_path& dut) : Agent(harness), dut_(dut) {}
  void sample() override {
    if (dut_.s_mac_tvalid && dut_.s_mac_tlast) end_times.push_back(dut_.now_us);
    if (dut_.stat_frame_valid) {
      ++frames;
      bytes += dut_.stat_frame_bytes;
    }
    if (dut_.stat_drop_valid) {
      drops.push_back(static_cast<contract::DropReason>(dut_.stat_drop_reason));
    }
  }
  void drive() override {}
  void reset() override {
    frames = bytes = 0;
    drops.clear();
    end_times.clear();
  }
  [[nodiscard]] bool idle() const override { return true; }

  std::uint64_t frames = 0;
  std::uint64_t bytes = 0;
  std::deque<contract::DropReason> drops;
  std::deque<std::uint64_t> end_times;

 private:
  Vrx_path& dut_;
};

class RxPathTest : public RtlGrid {
 protected:
  static constexpr std::size_t kBufferBeats = 256;

  RtlBench<Vrx_path> bench{GetParam().reset_seed};
  sim::StreamSource mac{bench, FLUE_STREAM(bench.dut(), s_mac), GetParam().source, seed()};
  sim::StreamMonitor wire{bench, FLUE_STREAM(bench.dut(), s_mac), "s_mac"};
  sim::StreamSink metas{bench, FLUE_STREAM(bench.dut(), m_meta), "m_meta", GetParam().sink, seed() + 1};
  sim::StreamSink frames{bench, FLUE_STREAM(bench.dut(), m_frame), "m_frame", GetParam().sink, seed() + 2};
  RxReports reports{bench, bench.dut()};
  sim::MicrosecondClock clock{bench, FLUE_PIN(bench.dut(), now_us), 7};
  SeededRandom random = random_stream();
  std::size_t sent = 0;  // and not yet taken by the test

  void SetUp() override {
    Vrx_path& dut = bench.dut();
    dut.cfg_rx_enable = 1;
    dut.cfg_promiscuous = 0;
    dut.cfg_all_multicast = 0;
    sim::Pin own = FLUE_PIN(dut, cfg_mac);
    std::ranges::copy(std::as_bytes(std::span(kOwnMac.bytes())), own.bytes().begin());
    join(5, kJoinedMac);
    bench.reset();
  }

  void join(std::size_t place, MacAddr group) {
    bench.dut().cfg_mcast_valid = 1u << place;
    sim::Pin table = FLUE_PIN(bench.dut(), cfg_mcast);
    std::ranges::copy(std::as_bytes(std::span(group.bytes())), table.bytes().begin() + 6 * static_cast<long>(place));
  }

  void send(Bytes frame, bool mac_error = false) {
    mac.send(frame, mac_error ? 1 : 0);
    ++sent;
  }
  // Every frame has come out, one way or the other.
  void finish(std::uint64_t budget = 100'000) {
    ASSERT_TRUE(bench.run_until(
        [&] { return reports.drops.size() + frames.size() == sent && metas.size() == frames.size(); }, budget));
  }
  sim::Packet take_frame() {
    --sent;
    return frames.take();
  }

  RxMeta take_meta(std::uint64_t* timestamp = nullptr) {
    std::vector<std::byte> m = metas.take().data;
    m.resize(16);
    const auto number = [&](std::size_t at, std::size_t size) {
      std::uint64_t value = 0;
      std::memcpy(&value, m.data() + at, size);
      return value;
    };
    if (timestamp != nullptr) *timestamp = number(8, 6);
    return {.length = number(0, 2),
            .flags = static_cast<std::uint32_t>(number(2, 1)),
            .vlan_tag = static_cast<std::uint16_t>(number(3, 2)),
            .l3_offset = number(5, 1),
            .l4_offset = number(6, 1),
            .protocol = static_cast<std::uint8_t>(number(7, 1))};
  }
  contract::DropReason take_drop() {
    const contract::DropReason reason = reports.drops.front();
    reports.drops.pop_front();
    --sent;
    return reason;
  }

  // Sends one frame alone and returns what became of it.
  contract::DropReason fate_of(Bytes frame, bool mac_error = false) {
    send(frame, mac_error);
    finish();
    if (!reports.drops.empty()) return take_drop();
    last_meta = take_meta();
    EXPECT_EQ(take_frame().data, std::vector<std::byte>(frame.begin(), frame.end()));
    return contract::DropReason::kNone;
  }
  RxMeta last_meta;  // of the frame that went on last
};

}  // namespace flue::test
