// ICMP (RFC 792): echo and the errors, with the next-hop MTU of RFC 1191 and the quoted header.
#pragma once

#include <cstddef>
#include <cstdint>

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/base/result.h"
#include "host/wire/checksum.h"
#include "host/wire/parse_error.h"

namespace flue::wire {

enum class IcmpType : std::uint8_t {
  kEchoReply = 0,
  kUnreachable = 3,
  kSourceQuench = 4,
  kRedirect = 5,
  kEchoRequest = 8,
  kTimeExceeded = 11,
  kParameterProblem = 12,
};

// Codes of kUnreachable.
inline constexpr std::uint8_t kNetUnreachable = 0;
inline constexpr std::uint8_t kHostUnreachable = 1;
inline constexpr std::uint8_t kProtocolUnreachable = 2;
inline constexpr std::uint8_t kPortUnreachable = 3;
inline constexpr std::uint8_t kFragmentationNeeded = 4;
inline constexpr std::uint8_t kSourceRouteFailed = 5;
// Codes of kRedirect.
inline constexpr std::uint8_t kRedirectNet = 0;
inline constexpr std::uint8_t kRedirectHost = 1;
inline constexpr std::uint8_t kRedirectTosNet = 2;
inline constexpr std::uint8_t kRedirectTosHost = 3;
// Codes of kTimeExceeded.
inline constexpr std::uint8_t kTtlExceeded = 0;
inline constexpr std::uint8_t kReassemblyTimeExceeded = 1;

inline constexpr std::size_t kIcmpHeaderSize = 8;

class IcmpView {
 public:
  // Errors: kTruncated. The type may be one that IcmpType does not name.
  static Result<IcmpView, ParseError> parse(Bytes message);

  [[nodiscard]] IcmpType type() const { return static_cast<IcmpType>(load_u8(message_, 0)); }
  [[nodiscard]] std::uint8_t code() const { return load_u8(message_, 1); }
  [[nodiscard]] std::uint16_t checksum() const { return load_be16(message_, 2); }
  // The second word of the header, whose meaning depends on the type; the accessors below read it.
  [[nodiscard]] std::uint32_t rest() const { return load_be32(message_, 4); }

  [[nodiscard]] std::uint16_t identifier() const { return load_be16(message_, 4); }  // echo
  [[nodiscard]] std::uint16_t sequence() const { return load_be16(message_, 6); }    // echo
  [[nodiscard]] std::uint16_t next_hop_mtu() const {
    return load_be16(message_, 6);
  }                                                                            // unreachable, code 4; 0: unknown
  [[nodiscard]] Ipv4Addr gateway() const { return Ipv4Addr(rest()); }          // redirect
  [[nodiscard]] std::uint8_t pointer() const { return load_u8(message_, 4); }  // parameter problem

  // One of the five errors: body() quotes the datagram that caused it. An error never answers an error.
  [[nodiscard]] bool is_error() const;
  // Echo data, or the quoted datagram of an error (read it with Ipv4View::parse_quoted).
  [[nodiscard]] Bytes body() const { return message_.subspan(kIcmpHeaderSize); }

  // Covers header and body (ICMP-11).
  [[nodiscard]] bool checksum_ok() const { return sum_of(message_).verifies(); }

 private:
  explicit IcmpView(Bytes message) : message_(message) {}
  Bytes message_;
};

// A message to send; make it with the functions below.
struct IcmpMessage {
  IcmpType type = IcmpType::kEchoRequest;
  std::uint8_t code = 0;
  std::uint32_t rest = 0;  // second word of the header
  Bytes body;              // the caller's

  [[nodiscard]] std::size_t size() const { return kIcmpHeaderSize + body.size(); }
  // Writes size() bytes at the start of `out`, checksum included.
  void emit(MutableBytes out) const;
};

IcmpMessage echo_request(std::uint16_t identifier, std::uint16_t sequence, Bytes data);
IcmpMessage echo_reply(std::uint16_t identifier, std::uint16_t sequence, Bytes data);
IcmpMessage unreachable(std::uint8_t code, Bytes quoted);
IcmpMessage fragmentation_needed(std::uint16_t next_hop_mtu, Bytes quoted);
IcmpMessage time_exceeded(std::uint8_t code, Bytes quoted);
IcmpMessage parameter_problem(std::uint8_t pointer, Bytes quoted);
IcmpMessage redirect(std::uint8_t code, Ipv4Addr gateway, Bytes quoted);

// What an error quotes of a datagram: its header and the first 8 bytes behind it (ICMP-04). `datagram` starts with a
// header that Ipv4View accepts.
Bytes quote_of(Bytes datagram);

}  // namespace flue::wire
