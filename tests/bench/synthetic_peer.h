// A peer made of frames: opens connections to a contender and feeds it data, without a second stack whose cost would be
// measured too. It answers ARP for every address, remembers the contender's last segment, and never retransmits (the
// "wire" is a function call).
#pragma once

#include <cstdint>
#include <vector>

#include "tests/bench/contender.h"

namespace flue::bench {

class SyntheticPeer {
 public:
  SyntheticPeer(std::string_view stack, std::string_view profile);

  // Handshake of one connection from `remote`; false if the contender did not answer with a SYN-ACK.
  bool open(const Endpoint& remote, TimePoint now);
  // The last one opened sends `count` full segments, each as soon as the window allows. Returns the frames that came back.
  std::uint64_t send_full_segments(std::uint64_t count, TimePoint& now);

  [[nodiscard]] Contender& contender() { return *contender_; }

 private:
  struct Answer {
    Seq seq;
    Seq ack;
    std::uint32_t window = 0;
    bool syn = false;
  };
  void on_frame(Bytes frame);
  void answer_arp(Bytes frame);
  // Builds and delivers one segment of the connection.
  void deliver(std::uint8_t flags, Bytes payload, TimePoint now);

  std::unique_ptr<Contender> contender_;
  Endpoint local_;   // the contender's
  Endpoint remote_;  // ours
  Seq snd_nxt_;
  Seq rcv_nxt_;
  Answer answer_;
  std::uint64_t frames_back_ = 0;
  std::vector<std::byte> arp_reply_;  // delivered after the call that asked, never inside it
  TimePoint now_{};
};

}  // namespace flue::bench
