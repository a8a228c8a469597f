// What the layers below TCP counted since start: one counter per event and per drop reason. Names follow RFC 4293,
// 4113 and 4022 where these have one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "host/stack/stack.h"
#include "host/tcp/tcp.h"

namespace flue::stack {

enum class Counter : std::uint8_t {
  kLinkInFrames,
  kLinkInFiltered,     // MAC neither ours nor the broadcast address (LINK-08)
  kLinkInBadFrame,     // no Ethernet frame that we know
  kLinkInUnknownType,  // neither IPv4 nor ARP, or with an 802.1Q tag
  kLinkInDisabled,     // for an interface without a valid address (DAD-05)
  kLinkOutFrames,
  kLinkOutLost,  // the port's queue was full

  kArpInRequests,
  kArpInReplies,
  kArpInBad,  // malformed, or an impossible sender
  kArpOutRequests,
  kArpOutReplies,
  kArpConflicts,
  kArpReplaced,    // a waiting datagram gave way to a later one (ARP-18)
  kArpUnresolved,  // nobody answered; the waiting datagram is lost
  kArpEvicted,     // an entry gave way because the cache was full

  kIpInReceives,
  kIpInHdrErrors,    // malformed
  kIpInChecksum,     // header checksum wrong
  kIpInAddrErrors,   // not for this host
  kIpInMartians,     // impossible source
  kIpInLinkGroup,    // a unicast datagram in a broadcast frame (RFC 1122 3.3.6)
  kIpInSourceRoute,  // carries a source route option
  kIpInUnknownProtos,
  kIpInDelivers,
  kIpReasmReqds,
  kIpReasmOks,
  kIpReasmFails,     // for whatever reason; the next four tell which
  kIpReasmOverlaps,  // fragments that overlap
  kIpReasmTooLong,   // would exceed 65,535 bytes, or disagree about the length
  kIpReasmNoMemory,
  kIpReasmTimeouts,
  kIpOutRequests,
  kIpOutNoRoutes,
  kIpOutNeedsFrag,  // larger than the path takes, but must not be fragmented (IP-14)
  kIpOutFragOks,
  kIpOutFragCreates,
  kIpLoopedBack,
  kIpLoopbackFull,

  kIcmpInMsgs,
  kIcmpInErrors,    // malformed
  kIcmpInChecksum,  // checksum wrong
  kIcmpInIgnored,   // types that a host does not answer, echo requests to a group, errors about nothing of ours
  kIcmpInEchos,
  kIcmpInEchoReps,
  kIcmpInDestUnreachs,
  kIcmpInTimeExcds,
  kIcmpInParmProbs,
  kIcmpInSrcQuenchs,
  kIcmpInRedirects,
  kIcmpOutMsgs,
  kIcmpOutEchos,
  kIcmpOutEchoReps,
  kIcmpOutDestUnreachs,
  kIcmpOutTimeExcds,
  kIcmpOutSuppressed,   // an error that must not be sent (RFC 1122 3.2.2)
  kIcmpOutRateLimited,  // an error above the permitted rate

  kUdpInDatagrams,
  kUdpNoPorts,
  kUdpInErrors,  // malformed, or port 0
  kUdpInChecksum,
  kUdpOutDatagrams,

  kTcpInHeader,      // malformed
  kTcpInChecksum,    // checksum wrong
  kTcpInNotUnicast,  // to a broadcast address

  kCount,
};

// "ip.in_hdr_errors"
std::string_view to_string(Counter counter);

class Counters {
 public:
  void add(Counter counter, std::uint64_t n = 1) { values_[static_cast<std::size_t>(counter)] += n; }
  [[nodiscard]] std::uint64_t value(Counter counter) const { return values_[static_cast<std::size_t>(counter)]; }
  [[nodiscard]] std::vector<CounterLine> lines() const;

 private:
  std::array<std::uint64_t, static_cast<std::size_t>(Counter::kCount)> values_{};
};

// TCP's own totals as lines: "tcp.active_opens" ..., one "tcp.drop_<reason>" per reason.
std::vector<CounterLine> lines_of(const tcp::Counters& counters);

}  // namespace flue::stack
