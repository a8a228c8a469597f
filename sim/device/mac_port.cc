#include "sim/device/mac_port.h"

#include <algorithm>

namespace flue::sim {
namespace {

constexpr std::size_t kShortest = 60;  // without FCS

}  // namespace

MacPort::MacPort(Harness& harness, StreamPins to_card, StreamPins from_card, Link& far_end)
    : Agent(harness), far_end_(far_end), to_card_(harness, to_card), from_card_(harness, from_card, "m_mac") {}

Bytes MacPort::padded(Bytes frame, std::vector<std::byte>& storage) {
  if (frame.size() >= kShortest) return frame;
  storage.assign(kShortest, std::byte{0});
  std::ranges::copy(frame, storage.begin());
  return storage;
}

std::size_t MacPort::take_from_far_end(std::size_t most) {
  std::size_t taken = 0;
  while (taken < most) {
    const Bytes frame = far_end_.receive();
    if (frame.empty()) break;
    to_card_.send(padded(frame, padded_));
    ++taken;
  }
  return taken;
}

void MacPort::drive() {
  // A frame that the far end refuses is lost, as on any wire.
  while (from_card_.size() > 0) {
    const Packet frame = from_card_.take();
    far_end_.send(padded(frame.data, padded_));
  }
}

}  // namespace flue::sim
