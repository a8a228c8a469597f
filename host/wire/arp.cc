#include "host/wire/arp.h"

#include "host/base/check.h"
#include "host/wire/ethernet.h"
#include "host/wire/mac_bytes.h"

namespace flue::wire {
namespace {

constexpr std::uint16_t kHardwareEthernet = 1;
constexpr std::uint16_t kHardwareIeee802 = 6;
constexpr std::uint16_t kAddressLengths = 6 << 8 | 4;  // hardware 6 bytes, protocol 4

bool is_known(std::uint16_t operation) {
  return operation == static_cast<std::uint16_t>(ArpOperation::kRequest) ||
         operation == static_cast<std::uint16_t>(ArpOperation::kReply);
}

}  // namespace

Result<ArpView, ParseError> ArpView::parse(Bytes packet) {
  if (packet.size() < ArpPacket::kSize) return fail(ParseError::kTruncated);
  const std::uint16_t hardware = load_be16(packet, 0);
  if (hardware != kHardwareEthernet && hardware != kHardwareIeee802) return fail(ParseError::kBadHardwareType);
  if (load_be16(packet, 2) != kEtherTypeIpv4) return fail(ParseError::kBadProtocolType);
  if (load_be16(packet, 4) != kAddressLengths) return fail(ParseError::kBadAddressLength);
  if (!is_known(load_be16(packet, 6))) return fail(ParseError::kUnsupportedOperation);
  return ArpView(packet);
}

MacAddr ArpView::sender_mac() const { return load_mac(packet_, 8); }
MacAddr ArpView::target_mac() const { return load_mac(packet_, 18); }

ArpPacket ArpView::value() const {
  return {operation(), sender_mac(), sender_address(), target_mac(), target_address()};
}

void ArpPacket::emit(MutableBytes out) const {
  FLUE_CHECK(out.size() >= kSize);
  store_be16(out, 0, kHardwareEthernet);
  store_be16(out, 2, kEtherTypeIpv4);
  store_be16(out, 4, kAddressLengths);
  store_be16(out, 6, static_cast<std::uint16_t>(operation));
  store_mac(out, 8, sender_mac);
  store_be32(out, 14, sender_address.bits());
  store_mac(out, 18, target_mac);
  store_be32(out, 24, target_address.bits());
}

}  // namespace flue::wire
