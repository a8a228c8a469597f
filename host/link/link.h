// Link: frames in and out of one Ethernet port. Implemented by a TAP, a packet socket, the simulated wire, and the slow
// queues of a card. A frame is a whole Ethernet frame without FCS; byte 0 is the first of the destination MAC.
#pragma once

#include <cstdint>
#include <optional>

#include "host/base/address.h"
#include "host/base/bytes.h"

namespace flue {

// What the port does for the stack. Everything false: the stack computes and checks every checksum itself.
struct LinkOffloads {
  bool tx_checksum = false;  // fills IPv4, TCP, UDP and ICMP checksums of sent frames
  bool rx_checksum = false;  // frames with a bad checksum never arrive
};

class Link {
 public:
  virtual ~Link() = default;

  // Largest IP datagram that the port takes, bytes.
  [[nodiscard]] virtual std::uint32_t mtu() const = 0;
  // Bits per second; decides windows and metrics. Nothing if the port cannot tell.
  [[nodiscard]] virtual std::optional<std::uint64_t> speed() const = 0;
  // The port's own hardware address, if it has one that the stack should use.
  [[nodiscard]] virtual std::optional<MacAddr> hardware_address() const = 0;
  [[nodiscard]] virtual LinkOffloads offloads() const { return {}; }

  // Sends one frame. False: the port's queue was full and the frame is lost, as on any wire.
  virtual bool send(Bytes frame) = 0;

  // The next received frame, valid until the next call; empty when there is none now.
  virtual Bytes receive() = 0;

  // A descriptor that is readable when receive() has something; -1 if there is none (simulated wire).
  [[nodiscard]] virtual int descriptor() const { return -1; }
};

}  // namespace flue
