// The peer's side of the wire: builds the frames of "<" lines, answers ARP, and reads the frames that the target sent.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/base/result.h"
#include "tests/stories/runner/story.h"

namespace flue::story {

using Frame = std::vector<std::byte>;

// A TCP segment that the target sent, with absolute numbers.
struct SentSegment {
  Endpoint local;
  Endpoint remote;
  Seq seq;
  Seq ack;
  wire::TcpFlags flags;
  std::uint16_t window = 0;
  std::uint16_t urgent = 0;
  std::vector<OptionText> options;  // as on the wire, padding included; SACK edges are absolute
  std::vector<std::byte> payload;
  std::uint8_t ttl = 0;
  std::uint8_t tos = 0;
  bool dont_fragment = false;
};

struct ArpQuestion {
  Ipv4Addr address;
};
struct OtherFrame {};  // nothing that a TCP story looks at: ARP replies, announcements, ICMP

// What the frame is. The error says what is wrong with it: addresses, lengths, a checksum.
using SentFrame = std::variant<SentSegment, ArpQuestion, OtherFrame>;
Result<SentFrame, std::string> read_frame(Bytes frame);

struct PeerSegment {
  Endpoint local;   // of the target
  Endpoint remote;  // of the peer
  Seq seq;
  Seq ack;
  std::uint16_t window = 0;
  Seq sack_base;                   // added to the edges of SACK blocks
  std::uint32_t ts_echo_base = 0;  // added to TSecr
  std::vector<std::byte> payload;
  SegmentText text;  // flags, options, urgent, bad_checksum, TTL, TOS
};
Frame build_segment(const PeerSegment& segment);

Frame build_arp_reply(Ipv4Addr address);

// An ICMP error of `code` from the gateway about a segment that the target sent.
struct IcmpText {
  std::uint8_t type = 3;
  std::uint8_t code = 0;
  std::uint16_t mtu = 0;
  Endpoint local;
  Endpoint remote;
  Seq seq;
};
Frame build_icmp_error(const IcmpText& error);

}  // namespace flue::story
