#include "sim/verilated/stream_source.h"

#include <algorithm>

#include "host/base/check.h"

namespace flue::sim {

StreamSource::StreamSource(Harness& harness, StreamPins pins, const Gaps& gaps, std::uint64_t seed)
    : Agent(harness), pins_(pins), gaps_(gaps, seed), random_(~seed) {
  FLUE_CHECK(pins_.tdata.connected() && pins_.tvalid.connected());
}

void StreamSource::send(Bytes packet, std::uint64_t user) {
  FLUE_CHECK(!packet.empty());
  FLUE_CHECK(pins_.tlast.connected() || packet.size() <= pins_.tdata.size());
  FLUE_CHECK(!pins_.tlast.connected() || pins_.tkeep.connected() || packet.size() % pins_.tdata.size() == 0);
  queue_.push_back({.data = {packet.begin(), packet.end()}, .user = user});
}

void StreamSource::send_value(std::uint64_t value) {
  send(std::as_bytes(std::span(&value, 1)).first(std::min(sizeof value, pins_.tdata.size())));
}

void StreamSource::sample() {
  if (!showing_ || (pins_.tready.connected() && !pins_.tready.high())) return;
  showing_ = false;
  offset_ += pins_.tdata.size();
  if (offset_ < queue_.front().data.size()) return;
  queue_.pop_front();
  offset_ = 0;
  ++sent_;
}

void StreamSource::drive() {
  const bool willing = gaps_.next();
  if (showing_) return;  // not taken yet: it stays
  showing_ = willing && !queue_.empty();
  showing_ ? show_beat() : show_nothing();
}

void StreamSource::reset() {
  queue_.clear();
  offset_ = 0;
  showing_ = false;
  show_nothing();
}

void StreamSource::show_beat() {
  const Packet& packet = queue_.front();
  const std::size_t width = pins_.tdata.size();
  const std::size_t count = std::min(width, packet.data.size() - offset_);
  const bool last = offset_ + count == packet.data.size();
  const MutableBytes lines = pins_.tdata.bytes();
  std::copy_n(packet.data.begin() + static_cast<std::ptrdiff_t>(offset_), count, lines.begin());
  // Bytes that tkeep masks are noise; a beat without tkeep is a number, and above it are zeros.
  for (std::size_t i = count; i < width; ++i) {
    lines[i] = pins_.tkeep.connected() ? static_cast<std::byte>(random_.next()) : std::byte{0};
  }
  pins_.tkeep.set(count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1);
  pins_.tlast.set(last ? 1 : 0);
  pins_.tuser.set(last ? packet.user : 0);
  pins_.tvalid.set(1);
}

void StreamSource::show_nothing() {
  const bool was_valid = pins_.tvalid.high();
  pins_.tvalid.set(0);
  // Noise only where every bit of the storage is a bit of the port; new noise only after a beat.
  if (!was_valid || !pins_.tkeep.connected()) return;
  for (std::byte& line : pins_.tdata.bytes()) line = static_cast<std::byte>(random_.next());
  pins_.tlast.set(random_.below(2));
}

}  // namespace flue::sim
