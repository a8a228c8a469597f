// IPv4 header (RFC 791). The checks here are those of the form alone; addresses and TTL are the stack's to judge.
#pragma once

#include <cstddef>
#include <cstdint>

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/base/result.h"
#include "host/wire/checksum.h"
#include "host/wire/parse_error.h"

namespace flue::wire {

inline constexpr std::uint8_t kProtocolIcmp = 1;
inline constexpr std::uint8_t kProtocolIgmp = 2;
inline constexpr std::uint8_t kProtocolTcp = 6;
inline constexpr std::uint8_t kProtocolUdp = 17;

inline constexpr std::size_t kIpv4HeaderSize = 20;      // without options
inline constexpr std::size_t kIpv4HeaderLimit = 60;     // with 40 bytes of options
inline constexpr std::size_t kIpv4LengthLimit = 65535;  // header and payload

class Ipv4View {
 public:
  // A whole datagram, perhaps with link padding behind it. Errors: kTruncated, kBadVersion, kBadHeaderLength (below 20
  // or beyond the data), kBadLength (total length below the header's or beyond the data).
  static Result<Ipv4View, ParseError> parse(Bytes datagram);
  // The start of a datagram as ICMP errors quote it: the payload is what is there, shorter than the header says.
  // Errors: kTruncated, kBadVersion, kBadHeaderLength.
  static Result<Ipv4View, ParseError> parse_quoted(Bytes quoted);

  [[nodiscard]] std::size_t header_size() const { return static_cast<std::size_t>(load_u8(data_, 0) & 0xF) * 4; }
  [[nodiscard]] std::uint8_t tos() const { return load_u8(data_, 1); }
  [[nodiscard]] std::uint16_t total_length() const { return load_be16(data_, 2); }
  [[nodiscard]] std::uint16_t id() const { return load_be16(data_, 4); }
  [[nodiscard]] bool dont_fragment() const { return (load_be16(data_, 6) & 0x4000) != 0; }
  [[nodiscard]] bool more_fragments() const { return (load_be16(data_, 6) & 0x2000) != 0; }
  // Bytes from the start of the unfragmented payload, 0..65528.
  [[nodiscard]] std::uint32_t fragment_offset() const { return (load_be16(data_, 6) & 0x1FFFu) * 8; }
  [[nodiscard]] bool is_fragment() const { return more_fragments() || fragment_offset() != 0; }
  [[nodiscard]] std::uint8_t ttl() const { return load_u8(data_, 8); }
  [[nodiscard]] std::uint8_t protocol() const { return load_u8(data_, 9); }
  [[nodiscard]] std::uint16_t checksum() const { return load_be16(data_, 10); }
  [[nodiscard]] Ipv4Addr source() const { return Ipv4Addr(load_be32(data_, 12)); }
  [[nodiscard]] Ipv4Addr destination() const { return Ipv4Addr(load_be32(data_, 16)); }

  [[nodiscard]] Bytes header() const { return data_.first(header_size()); }
  [[nodiscard]] Bytes options() const { return header().subspan(kIpv4HeaderSize); }
  [[nodiscard]] Bytes payload() const { return data_.subspan(header_size()); }
  // Header and payload, without link padding.
  [[nodiscard]] Bytes datagram() const { return data_; }

  // IP-24.
  [[nodiscard]] bool checksum_ok() const { return sum_of(header()).verifies(); }

 private:
  explicit Ipv4View(Bytes data) : data_(data) {}
  Bytes data_;
};

struct Ipv4Header {
  std::uint8_t tos = 0;
  std::uint16_t id = 0;
  bool dont_fragment = false;
  bool more_fragments = false;
  std::uint32_t fragment_offset = 0;  // bytes, a multiple of 8, 0..65528
  std::uint8_t ttl = 128;
  std::uint8_t protocol = 0;
  Ipv4Addr source;
  Ipv4Addr destination;
  Bytes options;  // 0..40 bytes, the caller's; padded with End of Options to a multiple of 4

  [[nodiscard]] std::size_t size() const { return kIpv4HeaderSize + (options.size() + 3) / 4 * 4; }
  // Writes size() bytes at the start of `out`, checksum included. size() + payload_size <= kIpv4LengthLimit.
  void emit(MutableBytes out, std::size_t payload_size) const;
};

}  // namespace flue::wire
