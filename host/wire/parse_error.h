// Why bytes are not the header that they should be. One enum for every protocol of host/wire; drop counters use the
// same words.
#pragma once

#include <cstdint>
#include <string_view>

namespace flue::wire {

enum class ParseError : std::uint8_t {
  kTruncated,            // fewer bytes than the shortest header
  kUnknownFrame,         // Ethernet: neither a type nor an 802.3 length with a SNAP header
  kBadVersion,           // IPv4: version is not 4
  kBadHeaderLength,      // IPv4, TCP: header length below its minimum or beyond the data
  kBadLength,            // IPv4 total length, UDP length, 802.3 length: below its minimum or beyond the data
  kBadHardwareType,      // ARP: not Ethernet (1) or IEEE 802 (6)
  kBadProtocolType,      // ARP: not IPv4
  kBadAddressLength,     // ARP: hardware address not 6 or protocol address not 4 bytes
  kUnsupportedOperation  // ARP: neither request nor reply
};

// "truncated", "bad_version": the name of the counter.
std::string_view to_string(ParseError error);

}  // namespace flue::wire
