// UDP header (RFC 768). The pseudo-header's sum is an argument: this file knows nothing of IP.
#pragma once

#include <cstddef>
#include <cstdint>

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/base/result.h"
#include "host/wire/checksum.h"
#include "host/wire/parse_error.h"

namespace flue::wire {

inline constexpr std::size_t kUdpHeaderSize = 8;

class UdpView {
 public:
  // Errors: kTruncated, kBadLength (length field below 8 or beyond the data). Bytes behind the length are ignored.
  static Result<UdpView, ParseError> parse(Bytes datagram);

  [[nodiscard]] Port source() const { return Port(load_be16(datagram_, 0)); }
  [[nodiscard]] Port destination() const { return Port(load_be16(datagram_, 2)); }
  [[nodiscard]] std::uint16_t length() const { return load_be16(datagram_, 4); }  // header and data (UDP-03)
  [[nodiscard]] std::uint16_t checksum() const { return load_be16(datagram_, 6); }
  [[nodiscard]] Bytes payload() const { return datagram_.subspan(kUdpHeaderSize); }

  // `pseudo` from pseudo_header_sum(..., kProtocolUdp, length()). A zero field means "not computed" and is accepted.
  [[nodiscard]] bool checksum_ok(const InternetSum& pseudo) const;

 private:
  explicit UdpView(Bytes datagram) : datagram_(datagram) {}
  Bytes datagram_;
};

struct UdpHeader {
  Port source;
  Port destination;

  // Writes header and payload, kUdpHeaderSize + payload.size() bytes, at the start of `out`, with checksum. `pseudo`
  // counts that length; payload.size() <= 65507.
  void emit(MutableBytes out, Bytes payload, const InternetSum& pseudo) const;

  friend bool operator==(const UdpHeader&, const UdpHeader&) = default;
};

}  // namespace flue::wire
