// TCP header (RFC 9293 section 3.1). The pseudo-header's sum is an argument: this file knows nothing of IP.
#pragma once

#include <cstddef>
#include <cstdint>

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/base/result.h"
#include "host/base/seq.h"
#include "host/base/window.h"
#include "host/wire/checksum.h"
#include "host/wire/parse_error.h"
#include "host/wire/tcp_options.h"

namespace flue::wire {

inline constexpr std::size_t kTcpHeaderSize = 20;  // without options

struct TcpFlags {
  bool fin = false, syn = false, rst = false, psh = false, ack = false, urg = false, ece = false, cwr = false;

  static constexpr TcpFlags from_bits(std::uint8_t b) {
    return {(b & 1) != 0,  (b & 2) != 0,  (b & 4) != 0,  (b & 8) != 0,
            (b & 16) != 0, (b & 32) != 0, (b & 64) != 0, (b & 128) != 0};
  }
  [[nodiscard]] constexpr std::uint8_t bits() const {
    return static_cast<std::uint8_t>(fin | syn << 1 | rst << 2 | psh << 3 | ack << 4 | urg << 5 | ece << 6 | cwr << 7);
  }
  friend constexpr bool operator==(const TcpFlags&, const TcpFlags&) = default;
};

class TcpView {
 public:
  // Errors: kTruncated, kBadHeaderLength (data offset below 5 or beyond the data).
  static Result<TcpView, ParseError> parse(Bytes segment);

  [[nodiscard]] Port source() const { return Port(load_be16(segment_, 0)); }
  [[nodiscard]] Port destination() const { return Port(load_be16(segment_, 2)); }
  [[nodiscard]] Seq seq() const { return Seq(load_be32(segment_, 4)); }
  [[nodiscard]] Seq ack() const { return Seq(load_be32(segment_, 8)); }
  [[nodiscard]] std::size_t header_size() const { return static_cast<std::size_t>(load_u8(segment_, 12) >> 4) * 4; }
  [[nodiscard]] TcpFlags flags() const { return TcpFlags::from_bits(load_u8(segment_, 13)); }
  [[nodiscard]] RawWindow window() const { return RawWindow(load_be16(segment_, 14)); }
  [[nodiscard]] std::uint16_t checksum() const { return load_be16(segment_, 16); }
  [[nodiscard]] std::uint16_t urgent() const { return load_be16(segment_, 18); }
  [[nodiscard]] Bytes option_bytes() const { return segment_.subspan(kTcpHeaderSize, header_size() - kTcpHeaderSize); }
  [[nodiscard]] ParsedTcpOptions options() const { return parse_tcp_options(option_bytes()); }
  [[nodiscard]] Bytes payload() const { return segment_.subspan(header_size()); }

  // `pseudo` from pseudo_header_sum(..., kProtocolTcp, segment size). TCP-SETUP-02.
  [[nodiscard]] bool checksum_ok(InternetSum pseudo) const { return pseudo.add(segment_).verifies(); }

 private:
  explicit TcpView(Bytes segment) : segment_(segment) {}
  Bytes segment_;
};

struct TcpHeader {
  Port source;
  Port destination;
  Seq seq;
  Seq ack;
  TcpFlags flags;
  RawWindow window;
  std::uint16_t urgent = 0;
  TcpOptions options;

  [[nodiscard]] std::size_t size() const { return kTcpHeaderSize + options.size(); }
  // Writes header and payload, size() + payload.size() bytes, at the start of `out`, with checksum. `pseudo`
  // counts that length.
  void emit(MutableBytes out, const ByteSpans& payload, const InternetSum& pseudo) const;

  friend bool operator==(const TcpHeader&, const TcpHeader&) = default;
};

}  // namespace flue::wire
