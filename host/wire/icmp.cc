#include "host/wire/icmp.h"

#include <algorithm>

#include "host/base/check.h"
#include "host/wire/ipv4.h"

namespace flue::wire {
namespace {

constexpr std::size_t kQuotedPayload = 8;

constexpr std::uint32_t echo_word(std::uint16_t identifier, std::uint16_t sequence) {
  return static_cast<std::uint32_t>(identifier) << 16 | sequence;
}

}  // namespace

Result<IcmpView, ParseError> IcmpView::parse(Bytes message) {
  if (message.size() < kIcmpHeaderSize) return fail(ParseError::kTruncated);
  return IcmpView(message);
}

bool IcmpView::is_error() const {
  switch (type()) {
    case IcmpType::kUnreachable:
    case IcmpType::kSourceQuench:
    case IcmpType::kRedirect:
    case IcmpType::kTimeExceeded:
    case IcmpType::kParameterProblem:
      return true;
    case IcmpType::kEchoReply:
    case IcmpType::kEchoRequest:
      return false;
  }
  return false;  // a type without a name here, such as router discovery
}

void IcmpMessage::emit(MutableBytes out) const {
  FLUE_CHECK(out.size() >= size());
  store_u8(out, 0, static_cast<std::uint8_t>(type));
  store_u8(out, 1, code);
  store_be16(out, 2, 0);
  store_be32(out, 4, rest);
  InternetSum sum = sum_of(out.first(kIcmpHeaderSize));
  store_be16(out, 2, sum.add_copy(body, out.subspan(kIcmpHeaderSize)).checksum());
}

IcmpMessage echo_request(std::uint16_t identifier, std::uint16_t sequence, Bytes data) {
  return {IcmpType::kEchoRequest, 0, echo_word(identifier, sequence), data};
}

IcmpMessage echo_reply(std::uint16_t identifier, std::uint16_t sequence, Bytes data) {
  return {IcmpType::kEchoReply, 0, echo_word(identifier, sequence), data};
}

IcmpMessage unreachable(std::uint8_t code, Bytes quoted) { return {IcmpType::kUnreachable, code, 0, quoted}; }

// RFC 1191 section 4: the low half of the unused word; the upper half is zero (ICMP-05).
IcmpMessage fragmentation_needed(std::uint16_t next_hop_mtu, Bytes quoted) {
  return {IcmpType::kUnreachable, kFragmentationNeeded, next_hop_mtu, quoted};
}

IcmpMessage time_exceeded(std::uint8_t code, Bytes quoted) { return {IcmpType::kTimeExceeded, code, 0, quoted}; }

IcmpMessage parameter_problem(std::uint8_t pointer, Bytes quoted) {
  return {IcmpType::kParameterProblem, 0, static_cast<std::uint32_t>(pointer) << 24, quoted};
}

IcmpMessage redirect(std::uint8_t code, Ipv4Addr gateway, Bytes quoted) {
  return {IcmpType::kRedirect, code, gateway.bits(), quoted};
}

Bytes quote_of(Bytes datagram) {
  const auto view = Ipv4View::parse_quoted(datagram);
  FLUE_CHECK(view.has_value());
  return datagram.first(std::min(datagram.size(), view->header_size() + kQuotedPayload));
}

}  // namespace flue::wire
