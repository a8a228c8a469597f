#include "sim/net/lossy_link.h"

#include <algorithm>
#include <utility>

namespace flue::sim {
namespace {

constexpr std::uint64_t kOtherDirection = 0x5851F42D4C957F2D;

}  // namespace

LossyLink::LossyLink(std::unique_ptr<Link> link, const ImpairmentRates& rates, std::uint64_t seed)
    : link_(std::move(link)), out_(rates, seed), in_(rates, seed ^ kOtherDirection) {}

bool LossyLink::send(Bytes frame) {
  bool taken = true;
  for (Delivery& copy : out_.apply(frame)) {
    if (copy.extra_delay == Duration(0)) {
      taken &= link_->send(copy.frame);
    } else {
      held_out_.emplace(now_ + copy.extra_delay, std::move(copy.frame));
    }
  }
  return taken;
}

Bytes LossyLink::receive() {
  while (held_in_.empty() || held_in_.begin()->first > now_) {
    const Bytes frame = link_->receive();
    if (frame.empty()) return {};
    for (Delivery& copy : in_.apply(frame)) held_in_.emplace(now_ + copy.extra_delay, std::move(copy.frame));
  }
  shown_ = std::move(held_in_.begin()->second);
  held_in_.erase(held_in_.begin());
  return shown_;
}

void LossyLink::poll(TimePoint now) {
  now_ = std::max(now_, now);
  while (!held_out_.empty() && held_out_.begin()->first <= now_) {
    link_->send(held_out_.begin()->second);
    held_out_.erase(held_out_.begin());
  }
}

TimePoint LossyLink::next_deadline() const {
  const auto first = [](const Held& held) { return held.empty() ? kNever : held.begin()->first; };
  return std::min(first(held_out_), first(held_in_));
}

}  // namespace flue::sim
