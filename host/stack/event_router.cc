#include "host/stack/event_router.h"

namespace flue::stack {

OwnerId EventRouter::add(EventHandler& handler) {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(slots_.size()));
    slots_.emplace_back();
  }
  const std::uint32_t index = free_.back();
  free_.pop_back();
  slots_[index].handler = &handler;
  return static_cast<OwnerId>(slots_[index].generation) << 32 | index;
}

EventRouter::Slot* EventRouter::find(OwnerId owner) {
  const auto index = static_cast<std::uint32_t>(owner);
  if (index >= slots_.size()) return nullptr;
  Slot& slot = slots_[index];
  return slot.handler != nullptr && slot.generation == owner >> 32 ? &slot : nullptr;
}

void EventRouter::remove(OwnerId owner) {
  Slot* slot = find(owner);
  if (slot == nullptr) return;
  slot->handler = nullptr;
  // A slot whose generations are used up is retired rather than reused.
  if (++slot->generation != 0) free_.push_back(static_cast<std::uint32_t>(owner));
}

std::size_t EventRouter::dispatch(tcp::Tcp& tcp, TimePoint now, std::size_t budget) {
  std::size_t count = 0;
  while (count < budget) {
    const auto event = tcp.next_event();
    if (!event) break;
    deliver(*event, now);
    ++count;
  }
  return count;
}

void EventRouter::deliver(const tcp::Event& event, TimePoint now) {
  const Slot* slot = find(event.owner);
  if (slot == nullptr) {
    ++unclaimed_;
    return;
  }
  slot->handler->on_event(event, now);  // `slot` may be gone afterwards
}

}  // namespace flue::stack
