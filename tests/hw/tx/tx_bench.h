// TxBench: tx_path with host memory in front of it and the MAC behind it; what comes out is compared with the entries.
#pragma once

#include <Vtx_path.h>

#include <deque>
#include <map>

#include "sim/verilated/stream_sink.h"
#include "sim/verilated/stream_source.h"
#include "tests/hw/tx/tx_entry.h"
#include "tests/support/rtl_test.h"

namespace flue::test {

// Host memory: answers each read command `latency` cycles later, and sees that a command stays within one entry.
class ReadServer final : public sim::Agent {
 public:
  ReadServer(sim::Harness& harness, Vtx_path& dut, const sim::Gaps& gaps, std::uint64_t latency)
      : Agent(harness),
        commands_(harness, FLUE_STREAM(dut, m_read), "m_read", gaps, seed() + 11),
        data_(harness, FLUE_STREAM(dut, s_read), gaps, seed() + 12),
        latency_(latency) {}

  void place(std::uint64_t address, Frame memory) { entries_[address].memory = std::move(memory); }

  void sample() override {
    while (commands_.size() > 0) accept(commands_.take());
    while (!held_ && !waiting_.empty() && waiting_.front().due <= harness_.cycle()) {
      data_.send(waiting_.front().bytes);
      waiting_.pop_front();
    }
  }
  void drive() override {}
  void reset() override { waiting_.clear(); }
  [[nodiscard]] bool idle() const override { return waiting_.empty(); }

  // Held: commands are taken but not answered.
  void hold(bool held) { held_ = held; }
  [[nodiscard]] std::uint64_t commands() const { return accepted_; }
  [[nodiscard]] std::uint64_t bytes_asked() const { return bytes_asked_; }
  // Every byte of the entry was asked for once, and all of them have been taken.
  [[nodiscard]] bool finished(std::uint64_t address) const {
    const Entry& entry = entries_.at(address);
    return entry.asked == entry.memory.size() && data_.sent() >= entry.last_command;
  }

 private:
  struct Entry {
    Frame memory;
    std::size_t asked = 0;
    std::uint64_t last_command = 0;  // counted from 1
  };
  struct Answer {
    std::uint64_t due;
    Frame bytes;
  };

  void accept(const sim::Packet& command) {
    std::uint64_t address = 0;
    std::uint32_t length = 0;
    std::memcpy(&address, command.data.data(), sizeof address);
    std::memcpy(&length, command.data.data() + sizeof address, sizeof length);
    ++accepted_;
    bytes_asked_ += length;
    auto found = entries_.upper_bound(address);
    if (found == entries_.begin()) return harness_.fail("a read of no entry");
    --found;
    Entry& entry = found->second;
    const std::uint64_t from = address - found->first;
    if (from != entry.asked || length == 0 || length > entry.memory.size() - from) {
      return harness_.fail(
          fmt::format("a read of {} bytes at {} of an entry of {}", length, from, entry.memory.size()));
    }
    entry.asked += length;
    entry.last_command = accepted_;
    const auto begin = entry.memory.begin() + static_cast<std::ptrdiff_t>(from);
    waiting_.push_back({harness_.cycle() + latency_, Frame(begin, begin + length)});
  }

  sim::StreamSink commands_;
  sim::StreamSource data_;
  std::uint64_t latency_;
  std::map<std::uint64_t, Entry> entries_;
  std::deque<Answer> waiting_;
  bool held_ = false;
  std::uint64_t accepted_ = 0;
  std::uint64_t bytes_asked_ = 0;
};

class TxBench : public sim::Agent {
 public:
  RtlBench<Vtx_path>& rtl;
  ReadServer memory;
  sim::StreamSource descriptors;
  sim::StreamSink mac;

  TxBench(RtlBench<Vtx_path>& bench, const sim::Gaps& source, const sim::Gaps& sink, std::uint64_t latency = 10)
      : Agent(bench),
        rtl(bench),
        memory(bench, bench.dut(), source, latency),
        descriptors(bench, FLUE_STREAM(bench.dut(), s_desc), source, seed() + 13),
        mac(bench, FLUE_STREAM(bench.dut(), m_mac), "m_mac", sink, seed() + 14) {
    bench.reset();
  }

  void send(TxEntry entry) {
    entry.descriptor.address = next_address_;
    next_address_ += (entry.memory.size() + 64) / 64 * 64 + 64;
    descriptors.send(std::as_bytes(std::span(&entry.descriptor, 1)));
    memory.place(entry.descriptor.address, entry.memory);
    for (const Frame& frame : entry.frames) {
      expected_bytes_ += frame.size();
      expected_.push_back(frame);
    }
    refused_ += entry.frames.empty() ? 1 : 0;
    entries_.push_back(std::move(entry));
  }

  // Control.TxEnable, from the next cycle on.
  void enable(bool on) { enable_ = on; }

  // Runs until all is out, and compares. `budget` in cycles for each entry and each frame.
  void finish(std::uint64_t budget = 2'000) {
    ASSERT_TRUE(rtl.run_until([&] { return mac.size() == expected_.size() && done_ == entries_.size(); },
                              10'000 + budget * (expected_.size() + entries_.size())))
        << mac.size() << " of " << expected_.size() << " frames, " << done_ << " of " << entries_.size() << " done";
    rtl.run(100);
    ASSERT_EQ(mac.size(), expected_.size());
    for (std::size_t i = 0; i < expected_.size(); ++i) {
      const sim::Packet packet = mac.take();
      const Frame& want = expected_[i];
      ASSERT_EQ(packet.data.size(), want.size()) << "frame " << i;
      const auto [at, _] = std::ranges::mismatch(want, packet.data);
      ASSERT_TRUE(at == want.end()) << "frame " << i << " of " << want.size() << " bytes differs at byte "
                                    << at - want.begin();
    }
    EXPECT_EQ(done_, entries_.size());
    EXPECT_EQ(frames_, expected_.size());
    EXPECT_EQ(bytes_, expected_bytes_);
    EXPECT_EQ(bad_, refused_);
    EXPECT_EQ(rtl.dut().stat_idle, 1);
  }

  [[nodiscard]] std::uint64_t done() const { return done_; }
  [[nodiscard]] std::uint64_t bad() const { return bad_; }

  void sample() override {
    if (rtl.dut().m_done_tvalid) {
      if (done_ == entries_.size()) return harness_.fail("more entries done than there are");
      const TxEntry& entry = entries_[done_++];
      if (!entry.frames.empty() && !memory.finished(entry.descriptor.address)) {
        harness_.fail("an entry is done before its bytes have come");
      }
    }
    bad_ += rtl.dut().stat_bad_valid;
    if (rtl.dut().stat_frame_valid) {
      ++frames_;
      bytes_ += rtl.dut().stat_frame_bytes;
    }
    const bool pending = done_ < descriptors.sent() || mac.size() < frames_;
    if (rtl.dut().stat_idle && pending) harness_.fail("idle with work inside");
  }
  void drive() override { rtl.dut().cfg_tx_enable = enable_ ? 1 : 0; }
  void reset() override { drive(); }
  [[nodiscard]] bool idle() const override { return true; }

 private:
  bool enable_ = true;
  std::uint64_t next_address_ = 0x1234'5678'9ABC'0000;
  std::vector<TxEntry> entries_;
  std::vector<Frame> expected_;
  std::uint64_t expected_bytes_ = 0;
  std::uint64_t refused_ = 0;
  std::uint64_t done_ = 0;
  std::uint64_t bad_ = 0;
  std::uint64_t frames_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace flue::test
