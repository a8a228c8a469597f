// ARP for IPv4 on Ethernet (RFC 826).
#pragma once

#include <cstddef>
#include <cstdint>

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/base/result.h"
#include "host/wire/parse_error.h"

namespace flue::wire {

enum class ArpOperation : std::uint16_t { kRequest = 1, kReply = 2 };

struct ArpPacket {
  static constexpr std::size_t kSize = 28;

  ArpOperation operation = ArpOperation::kRequest;
  MacAddr sender_mac;
  Ipv4Addr sender_address;
  MacAddr target_mac;  // zero in a request
  Ipv4Addr target_address;

  // Writes kSize bytes at the start of `out`; hardware type 1.
  void emit(MutableBytes out) const;

  friend bool operator==(const ArpPacket&, const ArpPacket&) = default;
};

class ArpView {
 public:
  // Takes hardware types 1 (Ethernet) and 6 (IEEE 802: what a SNAP sender may write, RFC 1042). Bytes behind the 28
  // are padding. Errors: kTruncated, kBadHardwareType, kBadProtocolType, kBadAddressLength, kUnsupportedOperation.
  static Result<ArpView, ParseError> parse(Bytes packet);

  [[nodiscard]] ArpOperation operation() const { return static_cast<ArpOperation>(load_be16(packet_, 6)); }
  [[nodiscard]] MacAddr sender_mac() const;
  [[nodiscard]] Ipv4Addr sender_address() const { return Ipv4Addr(load_be32(packet_, 14)); }
  [[nodiscard]] MacAddr target_mac() const;
  [[nodiscard]] Ipv4Addr target_address() const { return Ipv4Addr(load_be32(packet_, 24)); }
  [[nodiscard]] ArpPacket value() const;

 private:
  explicit ArpView(Bytes packet) : packet_(packet) {}
  Bytes packet_;
};

}  // namespace flue::wire
