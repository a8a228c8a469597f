#include "host/daemon/links.h"

#include <utility>

#include "host/base/random.h"
#include "host/link/open.h"

namespace flue::daemon {

MacAddr mac_from_name(const std::string& name) {
  // Not a secret: the fixed key only spreads the names.
  std::uint64_t hash = 0;
  for (const char c : name) hash = siphash(SipKey{0x666c7565, 0x6d6163}, hash, static_cast<unsigned char>(c), 0);
  const auto byte = [hash](unsigned shift) { return static_cast<std::uint8_t>(hash >> shift); };
  return MacAddr({0x02, 0xf1, byte(0), byte(8), byte(16), byte(24)});
}

Result<Port, std::string> Port::open(const InterfaceSettings& settings) {
  auto opened = open_link(settings.attach);
  if (!opened) return fail(opened.error().message);
  Port port;
  port.link_ = std::move(*opened);
  if (settings.impair) {
    auto lossy = std::make_unique<sim::LossyLink>(std::move(port.link_), settings.impair->rates, settings.impair->seed);
    port.lossy_ = lossy.get();
    port.link_ = std::move(lossy);
  }
  port.mac_ = settings.mac ? *settings.mac : port.link_->hardware_address().value_or(mac_from_name(settings.name));
  return port;
}

void Port::poll(TimePoint now) {
  if (lossy_ != nullptr) lossy_->poll(now);
}

TimePoint Port::next_deadline() const { return lossy_ == nullptr ? kNever : lossy_->next_deadline(); }

}  // namespace flue::daemon
