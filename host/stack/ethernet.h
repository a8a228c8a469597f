// Ethernet in and out: the MAC filter and the demultiplexing by type (LINK-08, LINK-05, LINK-31), and the header in
// front of what we send (LINK-04).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/base/time.h"
#include "host/stack/counters.h"
#include "host/stack/interface.h"
#include "host/stack/stack.h"

namespace flue::stack {

// Memory for one outgoing frame: the network layer writes its packet behind the headroom, Ethernet puts its header in
// front of it. Nothing is copied.
class FrameBuffer {
 public:
  // Ethernet II or 802.3 with SNAP; the IP header then starts at a multiple of 8.
  static constexpr std::size_t kHeadroom = 24;
  static constexpr std::size_t kPacketLimit = 65535;

  FrameBuffer() : bytes_(kHeadroom + kPacketLimit) {}
  // The first `size` bytes of the packet; size <= kPacketLimit.
  [[nodiscard]] MutableBytes packet(std::size_t size) { return MutableBytes(bytes_).subspan(kHeadroom, size); }
  // The packet with `header_size` bytes in front of it; header_size <= kHeadroom.
  [[nodiscard]] MutableBytes frame(std::size_t header_size, std::size_t packet_size) {
    return MutableBytes(bytes_).subspan(kHeadroom - header_size, header_size + packet_size);
  }

 private:
  std::vector<std::byte> bytes_;
};

class EthernetOutput {
 public:
  explicit EthernetOutput(Counters& counters) : counters_(counters) {}

  void set_tap(Stack::FrameTap tap) { tap_ = std::move(tap); }
  [[nodiscard]] const Stack::FrameTap& tap() const { return tap_; }

  void send(Interface& interface, const MacAddr& destination, std::uint16_t type, FrameBuffer& buffer,
            std::size_t packet_size, TimePoint now);

 private:
  Counters& counters_;
  Stack::FrameTap tap_;
};

struct ReceivedFrame {
  enum class Kind : std::uint8_t { kDropped, kArp, kIpv4 };
  Kind kind = Kind::kDropped;
  bool to_group = false;  // sent to the broadcast address
  Bytes packet;           // may end in padding
};
// Counts what it drops.
ReceivedFrame classify_frame(const Interface& interface, Bytes frame, Counters& counters);

}  // namespace flue::stack
