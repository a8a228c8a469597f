// Entries for slow_tx with the frames that must come of them, made by host/wire alone: what the card computes is never
// computed the card's way here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "host/base/random.h"
#include "host/contract/flue_contract.h"

namespace flue::test {

using Frame = std::vector<std::byte>;

struct TxEntry {
  contract::SlowTxDescriptor descriptor{};
  Frame memory;               // what lies at descriptor.address
  std::vector<Frame> frames;  // what goes out; none: the entry is refused
};

// What differs between the frames of a test. Lengths in bytes.
struct TxShape {
  std::size_t payload = 0;
  std::uint16_t mss = 0;
  std::size_t ip_options = 0;                  // 0..40, a multiple of 4
  bool timestamps = false;                     // a TCP option
  bool tagged = false;                         // a tag in memory already
  bool snap = false;                           // 802.3; not with mss
  std::optional<std::uint16_t> vlan_tag;       // for the card to insert
  std::optional<std::uint16_t> header_length;  // else up to the end of the transport header; not with mss
  std::uint8_t tcp_flags = 0x18;
};

// Bytes without meaning: no flag is set.
TxEntry raw_entry(Random& random, std::uint16_t header_length, std::size_t payload);
// With mss as many frames as it takes.
TxEntry tcp_entry(Random& random, const TxShape& shape);
TxEntry udp_entry(Random& random, const TxShape& shape);
// ICMP and IGMP have their checksum in the same place.
TxEntry icmp_entry(Random& random, const TxShape& shape);
// A UDP datagram whose checksum comes out as zero, so that 0xFFFF must be sent. Payload of 2 bytes or more.
TxEntry udp_zero_entry(Random& random, std::size_t payload);
// Any of the above.
TxEntry random_entry(Random& random);

}  // namespace flue::test
