#include "host/stack/path_mtu.h"

#include <algorithm>
#include <array>

namespace flue::stack {
namespace {

// RFC 1191 table 7-1.
constexpr std::array<std::uint16_t, 10> kPlateaus = {32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296, 68};

}  // namespace

std::uint16_t PathMtu::believed(std::uint16_t reported, std::uint16_t quoted_length) const {
  if (reported == 0) {
    const auto next =
        std::find_if(kPlateaus.begin(), kPlateaus.end(), [&](std::uint16_t p) { return p < quoted_length; });
    reported = next == kPlateaus.end() ? kPlateaus.back() : *next;
  }
  return std::max(reported, least_);
}

void PathMtu::lower(Ipv4Addr destination, std::uint16_t mtu, std::uint16_t link_mtu, TimePoint now) {
  mtu = std::max(mtu, least_);
  if (mtu >= get(destination, link_mtu, now)) return;
  if (entries_.size() >= kLimit && !entries_.contains(destination)) make_room(now);
  entries_[destination] = {mtu, now + kLife};
}

std::uint16_t PathMtu::get(Ipv4Addr destination, std::uint16_t link_mtu, TimePoint now) const {
  if (entries_.empty()) return link_mtu;
  const auto found = entries_.find(destination);
  if (found == entries_.end() || found->second.expires <= now) return link_mtu;
  return std::min(found->second.mtu, link_mtu);
}

void PathMtu::make_room(TimePoint now) {
  std::erase_if(entries_, [&](const auto& e) { return e.second.expires <= now; });
  if (entries_.size() < kLimit) return;
  entries_.erase(std::min_element(entries_.begin(), entries_.end(),
                                  [](const auto& a, const auto& b) { return a.second.expires < b.second.expires; }));
}

}  // namespace flue::stack
