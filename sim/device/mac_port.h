// MacPort: what lies between the card's MAC streams and the far end of the wire, a Link. Both ways it does what a MAC
// does: frames shorter than 60 bytes are padded with zeros.
#pragma once

#include <cstdint>
#include <vector>

#include "host/link/link.h"
#include "sim/verilated/stream_sink.h"
#include "sim/verilated/stream_source.h"

namespace flue::sim {

class MacPort final : public Agent {
 public:
  // `to_card`: the stream of received frames, without tready. `from_card`: that of sent frames.
  MacPort(Harness& harness, StreamPins to_card, StreamPins from_card, Link& far_end);

  // Offers up to `most` frames of the far end to the card; how many there were.
  std::size_t take_from_far_end(std::size_t most);

  void sample() override {}
  void drive() override;  // whole frames of the card go to the far end
  void reset() override {}
  [[nodiscard]] bool idle() const override { return true; }  // source and sink speak for themselves

 private:
  static Bytes padded(Bytes frame, std::vector<std::byte>& storage);

  Link& far_end_;
  StreamSource to_card_;
  StreamSink from_card_;
  std::vector<std::byte> padded_;
};

}  // namespace flue::sim
