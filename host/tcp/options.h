// What our segments carry as options and what the handshake agreed on. RFC 7323, RFC 2018, RFC 9293 section 3.7.1;
// TCP-SETUP-12/13, TCP-WINDOW-17..20, TCP-SACK-01..03, TCP-TSOPT-05/06 and the contradictions C-03, C-22, C-38.
#pragma once

#include <cstdint>

#include "host/base/time.h"
#include "host/params/parameters.h"
#include "host/tcp/tcb.h"

namespace flue::tcp {

// What both sides use, decided from a SYN that arrived. The same for a Tcb and for a handshake kept without one.
struct Agreement {
  bool scaling = false;
  bool timestamps = false;
  bool sack = false;
  WindowShift own_shift;  // what our SYN-ACK says, if scaling
};
Agreement agree_on(const TcpParameters& parameters, std::uint32_t receive_buffer, const Options& syn);

// Active open: sets tcb.scaling, timestamps, sack and rcv_shift to what our SYN offers.
void offer_options(Tcb& tcb);
// Passive open: takes over what the peer's SYN allows.
void answer_options(Tcb& tcb, const Options& syn);
// Active open, SYN or SYN-ACK arrived: only what both said stays.
void conclude_options(Tcb& tcb, const Options& syn);

// Of SYN and SYN-ACK.
Options syn_options(const Tcb& tcb, TimePoint now);
// Of every other segment; SACK blocks as far as they fit beside `payload` bytes.
Options segment_options(const Tcb& tcb, std::uint32_t payload, TimePoint now);

// Our timestamp clock: 1 ms per tick plus the connection's offset.
std::uint32_t timestamp_at(std::uint32_t ts_offset, TimePoint now);

// Data bytes in one full segment that we send: the smaller of both MSS, the path's limit, less the timestamps option
// (RFC 6691, PMTU-02, PMTU-03).
[[nodiscard]] std::uint32_t send_mss(const Tcb& tcb);
// The same for segments of the peer, as far as we can know.
[[nodiscard]] std::uint32_t receive_mss(const Tcb& tcb);

}  // namespace flue::tcp
