// StreamMonitor: watches a stream, collects its packets, and fails the harness when the rules are broken: a beat that
// is offered stays unchanged until it is taken; tkeep is contiguous from bit 0, not empty, and full before the last.
#pragma once

#include <deque>
#include <string>

#include "sim/verilated/harness.h"
#include "sim/verilated/stream.h"

namespace flue::sim {

class StreamMonitor final : public Agent {
 public:
  // `name` appears in failures.
  StreamMonitor(Harness& harness, StreamPins pins, std::string name);

  void sample() override;
  void drive() override {}
  void reset() override;
  [[nodiscard]] bool idle() const override { return !pins_.tvalid.high(); }

  // Whole packets, oldest first. take(): removes and returns the first; there must be one.
  [[nodiscard]] const std::deque<Packet>& packets() const { return packets_; }
  Packet take();
  [[nodiscard]] std::uint64_t beats() const { return beats_; }
  [[nodiscard]] std::uint64_t packets_seen() const { return packets_seen_; }

 private:
  void check_rules();

  StreamPins pins_;
  std::string name_;
  bool offered_ = false;  // in the cycle before, and not taken
  std::vector<std::byte> offered_data_;
  std::uint64_t offered_keep_ = 0;
  bool offered_last_ = false;
  std::uint64_t offered_user_ = 0;
  Packet open_;
  bool in_packet_ = false;
  std::deque<Packet> packets_;
  std::uint64_t beats_ = 0;
  std::uint64_t packets_seen_ = 0;
};

}  // namespace flue::sim
