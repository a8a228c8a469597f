#include "host/tcp/path_mss.h"

#include <algorithm>
#include <array>

namespace flue::tcp {
namespace {

constexpr std::uint16_t kHeaders = 40;  // IPv4 and TCP without options
constexpr std::uint16_t kDefaultMss = 536;
// RFC 1191 section 7, table 7-1.
constexpr std::array<std::uint16_t, 11> kPlateaus = {65535, 32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296, 68};

std::uint16_t without_headers(std::uint16_t mtu) { return mtu > kHeaders + 1 ? mtu - kHeaders : 1; }

}  // namespace

SegmentSizes segment_sizes(const Path& path, const TcpParameters& parameters, const SocketOptions& options) {
  SegmentSizes sizes{without_headers(path.link_mtu), without_headers(std::min(path.mtu, path.link_mtu))};
  if (!parameters.enable_pmtu_discovery && !path.local_subnet && !path.loopback) {
    sizes.own_mss = std::min(sizes.own_mss, kDefaultMss);
    sizes.path_mss = std::min(sizes.path_mss, kDefaultMss);
  }
  if (options.max_segment) {
    const std::uint16_t wanted = std::max<std::uint16_t>(*options.max_segment, 1);
    sizes.own_mss = std::min(sizes.own_mss, wanted);
    sizes.path_mss = std::min(sizes.path_mss, wanted);
  }
  return sizes;
}

std::uint16_t mtu_after_report(std::uint16_t current, std::uint16_t reported, const TcpParameters& parameters) {
  std::uint16_t mtu = reported;
  if (reported == 0) {
    const auto* lower = std::ranges::find_if(kPlateaus, [current](std::uint16_t plateau) { return plateau < current; });
    mtu = lower == kPlateaus.end() ? kPlateaus.back() : *lower;
  }
  return std::min(std::max(mtu, parameters.min_path_mtu), current);
}

}  // namespace flue::tcp
