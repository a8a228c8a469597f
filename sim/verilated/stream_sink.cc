#include "sim/verilated/stream_sink.h"

#include <utility>

namespace flue::sim {

StreamSink::StreamSink(Harness& harness, StreamPins pins, std::string name, const Gaps& gaps, std::uint64_t seed)
    : Agent(harness), tready_(pins.tready), gaps_(gaps, seed), monitor_(harness, pins, std::move(name)) {}

void StreamSink::drive() { tready_.set(gaps_.next() && !held_ ? 1 : 0); }
void StreamSink::reset() { tready_.set(0); }

}  // namespace flue::sim
