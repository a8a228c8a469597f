// StreamSource: sends packets into an input stream. While it has nothing to say the data lines carry noise.
#pragma once

#include <deque>

#include "sim/verilated/gaps.h"
#include "sim/verilated/harness.h"
#include "sim/verilated/stream.h"

namespace flue::sim {

class StreamSource final : public Agent {
 public:
  StreamSource(Harness& harness, StreamPins pins, const Gaps& gaps = kSteady, std::uint64_t seed = 1);

  // Queues a packet of at least 1 byte; `user` goes with its last beat. Without tkeep: a multiple of the port's bytes,
  // or for a stream without tlast at most that.
  void send(Bytes packet, std::uint64_t user = 0);
  // One beat of up to 64 bits, for streams of numbers.
  void send_value(std::uint64_t value);

  void sample() override;
  void drive() override;
  void reset() override;
  [[nodiscard]] bool idle() const override { return queue_.empty(); }
  // Packets whose last beat was taken.
  [[nodiscard]] std::uint64_t sent() const { return sent_; }
  // Packets that wait or are under way.
  [[nodiscard]] std::size_t pending() const { return queue_.size(); }

 private:
  void show_beat();
  void show_nothing();

  StreamPins pins_;
  GapGenerator gaps_;
  SeededRandom random_;
  std::deque<Packet> queue_;
  std::size_t offset_ = 0;  // of the beat shown or next, in the front packet
  bool showing_ = false;
  std::uint64_t sent_ = 0;
};

}  // namespace flue::sim
