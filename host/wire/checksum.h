// The Internet checksum (RFC 1071): a 16-bit one's-complement sum, built piece by piece.
#pragma once

#include <cstddef>
#include <cstdint>

#include "host/base/address.h"
#include "host/base/bytes.h"

namespace flue::wire {

// The sum of the bytes added so far. Pieces may have any length, odd ones included: the next piece continues at the
// byte where the last one ended. Numbers (add_u16, add_u32) count as fields at an even offset and do not move the
// position; that is how a pseudo-header joins.
class InternetSum {
 public:
  constexpr InternetSum() = default;

  InternetSum& add(Bytes data);
  InternetSum& add(const ByteSpans& data) { return add(data.first).add(data.second); }
  // Copies `source` to the start of `destination` and adds it. destination.size() >= source.size().
  InternetSum& add_copy(Bytes source, MutableBytes destination);
  InternetSum& add_u16(std::uint16_t number);
  InternetSum& add_u32(std::uint32_t number);

  // The sum as a number, 0..0xFFFF, not complemented.
  [[nodiscard]] std::uint16_t value() const;
  // What belongs in the checksum field, when the field counted as zero.
  [[nodiscard]] std::uint16_t checksum() const { return static_cast<std::uint16_t>(~value()); }
  // The bytes included a checksum field, and it is right.
  [[nodiscard]] bool verifies() const { return value() == 0xFFFF; }

 private:
  std::uint64_t sum_ = 0;  // of 16-bit words in the machine's byte order, carries not yet folded in
  bool odd_ = false;       // an odd number of bytes was added
};

// The sum of data, at once.
inline InternetSum sum_of(Bytes data) { return InternetSum().add(data); }

// The pseudo-header of TCP and UDP (RFC 9293 section 3.1); `length` counts their header and data, 0..65535.
InternetSum pseudo_header_sum(Ipv4Addr source, Ipv4Addr destination, std::uint8_t protocol, std::size_t length);

// The checksum field after one 16-bit (aligned) field below it changed (RFC 1624, equation 3).
std::uint16_t update_checksum(std::uint16_t checksum, std::uint16_t old_field, std::uint16_t new_field);
// The same for a 32-bit field, such as an address.
std::uint16_t update_checksum32(std::uint16_t checksum, std::uint32_t old_field, std::uint32_t new_field);

}  // namespace flue::wire
