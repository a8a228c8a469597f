// Segment sizes from what is known of a path (PMTU-01..08, PMTU-14; RFC 1191).
#pragma once

#include <cstdint>

#include "host/params/parameters.h"
#include "host/tcp/tcp.h"

namespace flue::tcp {

struct SegmentSizes {
  std::uint16_t own_mss = 536;   // to announce: link MTU - 40 (PMTU-03)
  std::uint16_t path_mss = 536;  // to send at most: path MTU - 40
};
// Without path MTU discovery both are 536 for destinations behind a router (PMTU-08). `max_segment` is TCP_MAXSEG.
SegmentSizes segment_sizes(const Path& path, const TcpParameters& parameters, const SocketOptions& options);

// The path MTU after a router could not forward a packet of `current` bytes and reported `reported`: never below the
// profile's least (PMTU-06, -07), never above `current`. A router that reports 0 does not know RFC 1191: then the next
// lower plateau (RFC 1191 section 7.1).
std::uint16_t mtu_after_report(std::uint16_t current, std::uint16_t reported, const TcpParameters& parameters);

}  // namespace flue::tcp
