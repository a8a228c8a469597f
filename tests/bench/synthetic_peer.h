// A peer made of frames: opens connections to a contender and feeds it data, without a second stack whose cost would be
// measured too. It answers ARP for every address, remembers the contender's last segment, and never retransmits (the
// "wire" is a function call).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "host/base/seq.h"
#include "host/wire/arp.h"
#include "host/wire/tcp.h"
#include "tests/bench/contender.h"

namespace flue::bench {

class SyntheticPeer {
 public:
  SyntheticPeer(std::string_view stack, std::string_view profile);

  // Handshake of one connection from `remote`; false if the contender did not answer with a SYN-ACK.
  bool open(const Endpoint& remote, TimePoint now);
  // The connection opened last sends `count` full segments, one per microsecond of virtual time. Returns how many
  // frames came back. Aborts if the contender lost a byte.
  std::uint64_t send_full_segments(std::uint64_t count, TimePoint now);

  [[nodiscard]] Contender& contender() { return *contender_; }

 private:
  FLUE_BENCH_MEASURED void on_frame(Bytes frame);
  // Builds one segment of the connection in segment_ and hands it over; then the ARP reply that was asked for, if any.
  void deliver(wire::TcpFlags flags, std::optional<std::uint16_t> mss, Bytes payload, TimePoint now);

  std::unique_ptr<Contender> contender_;
  Endpoint local_;   // the contender's
  Endpoint remote_;  // ours
  Seq snd_nxt_;
  Seq rcv_nxt_;
  bool syn_ack_seen_ = false;
  std::uint64_t frames_back_ = 0;
  std::vector<std::byte> segment_;
  std::optional<wire::ArpPacket> arp_request_;  // answered after the call that asked, never inside it
};

}  // namespace flue::bench
