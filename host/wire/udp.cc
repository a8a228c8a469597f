#include "host/wire/udp.h"

#include "host/base/check.h"

namespace flue::wire {
namespace {

constexpr std::size_t kPayloadLimit = 65507;  // 65535 - IP header - UDP header

}  // namespace

Result<UdpView, ParseError> UdpView::parse(Bytes datagram) {
  if (datagram.size() < kUdpHeaderSize) return fail(ParseError::kTruncated);
  const std::size_t length = load_be16(datagram, 4);
  if (length < kUdpHeaderSize || length > datagram.size()) return fail(ParseError::kBadLength);
  return UdpView(datagram.first(length));
}

bool UdpView::checksum_ok(const InternetSum& pseudo) const {
  if (checksum() == 0) return true;  // RFC 768: the sender did not compute it
  return InternetSum(pseudo).add(datagram_).verifies();
}

void UdpHeader::emit(MutableBytes out, Bytes payload, const InternetSum& pseudo) const {
  FLUE_CHECK(payload.size() <= kPayloadLimit && out.size() >= kUdpHeaderSize + payload.size());
  store_be16(out, 0, source.number());
  store_be16(out, 2, destination.number());
  store_be16(out, 4, static_cast<std::uint16_t>(kUdpHeaderSize + payload.size()));
  store_be16(out, 6, 0);
  InternetSum sum = pseudo;
  const std::uint16_t checksum =
      sum.add(out.first(kUdpHeaderSize)).add_copy(payload, out.subspan(kUdpHeaderSize)).checksum();
  // RFC 768: a computed zero is sent as all ones, because zero means "not computed".
  store_be16(out, 6, checksum == 0 ? std::uint16_t{0xFFFF} : checksum);
}

}  // namespace flue::wire
