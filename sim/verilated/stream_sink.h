// StreamSink: takes what an output stream offers, at its own pace, and holds it to the rules (StreamMonitor).
#pragma once

#include <string>

#include "sim/verilated/gaps.h"
#include "sim/verilated/stream_monitor.h"

namespace flue::sim {

class StreamSink final : public Agent {
 public:
  StreamSink(Harness& harness, StreamPins pins, std::string name, const Gaps& gaps = kSteady, std::uint64_t seed = 2);

  void sample() override {}
  void drive() override;
  void reset() override;
  [[nodiscard]] bool idle() const override { return true; }

  // Held: takes nothing until it is released.
  void hold(bool held) { held_ = held; }

  [[nodiscard]] const std::deque<Packet>& packets() const { return monitor_.packets(); }
  [[nodiscard]] std::size_t size() const { return monitor_.packets().size(); }
  Packet take() { return monitor_.take(); }
  [[nodiscard]] std::uint64_t beats() const { return monitor_.beats(); }

 private:
  Pin tready_;
  GapGenerator gaps_;
  bool held_ = false;
  StreamMonitor monitor_;
};

}  // namespace flue::sim
