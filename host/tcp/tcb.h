// The state of one connection (RFC 9293 section 3.3.1 and what the later documents add). A plain value: every rule is a
// function of connection.h or of the small headers beside this one. What only a disturbed connection needs (ranges
// received out of order, ranges the peer reported) lies in side structures that exist on demand.
//
// Two groups, as on the card: the sequence core decides whether a segment is acceptable, the rate core how much may be
// sent.
#pragma once

#include <cstdint>
#include <memory>

#include "host/base/seq.h"
#include "host/base/time.h"
#include "host/base/window.h"
#include "host/params/parameters.h"
#include "host/tcp/connection.h"
#include "host/tcp/reassembly.h"
#include "host/tcp/ring.h"
#include "host/tcp/sack_scoreboard.h"

namespace flue::tcp {

// What the one timer of the sending side stands for (timers.h).
enum class SendTimer : std::uint8_t {
  kOff,
  kRetransmit,  // RFC 6298
  kPersist,     // RFC 9293 section 3.8.6.1: the peer's window is closed
  kOverride,    // RFC 1122 section 4.2.3.4: a small segment held back long enough
};

struct Tcb {
  // --- Constants of the flow
  const TcpParameters* parameters = nullptr;
  Endpoint local;
  Endpoint remote;
  Seq iss;
  Seq irs;
  std::uint32_t ts_offset = 0;
  std::uint16_t own_mss = 536;   // announced by us
  std::uint16_t path_mss = 536;  // the path allows; PMTU lowers it
  std::uint16_t peer_mss = 536;  // announced by the peer; 536 if it did not (RFC 9293 section 3.7.1)
  WindowShift snd_shift;         // applied to windows that arrive
  WindowShift rcv_shift;         // applied to windows that we send
  State state = State::kClosed;
  CloseReason close_reason = CloseReason::kNone;

  // --- Sequence core, sending side
  Seq snd_una;
  Seq snd_nxt;   // next to send; falls back to snd_una after a time-out
  Seq snd_max;   // highest ever sent
  Seq snd_end;   // behind the last byte that the application wrote; the FIN's number once it is queued
  Seq snd_push;  // end of the last write that was pushed
  Seq snd_sml;   // end of the last segment sent that was smaller than the MSS (TCP-NAGLE-01)
  Seq snd_wl1;
  Seq snd_wl2;
  WindowBytes snd_wnd;
  WindowBytes max_snd_wnd;

  // --- Sequence core, receiving side
  Seq rcv_nxt;
  Seq rcv_adv;        // right edge of the largest window ever advertised; never retreats
  Seq rcv_user;       // first byte that was not consumed
  Seq last_ack_sent;  // RFC 7323 section 4.3
  std::uint32_t ts_recent = 0;
  TimePoint ts_recent_at;               // when ts_recent was taken; older than 24 days is void (RFC 7323 section 5.5)
  std::uint32_t receive_buffer = 0;     // bytes, whole segments after negotiation (TCP-WINDOW-03)
  std::uint32_t configured_buffer = 0;  // bytes as asked for
  std::uint32_t unread_elsewhere = 0;   // bytes
  std::uint32_t send_buffer = 0;        // bytes

  // --- Rate core
  std::uint32_t cwnd = 0;             // bytes
  std::uint32_t ssthresh = 0;         // bytes
  std::uint32_t avoidance_acked = 0;  // bytes acknowledged since cwnd last grew in congestion avoidance
  Seq recover;                        // RFC 6582; RecoveryPoint of RFC 6675
  Seq high_rxt;                       // RFC 6675: end of the highest retransmission in this recovery
  std::uint32_t srtt = 0;             // microseconds; 0: no sample yet
  std::uint32_t rttvar = 0;           // microseconds
  std::uint32_t rto = 0;              // microseconds, without backoff
  Seq rtt_seq;                        // the timed segment ends here
  TimePoint rtt_sent;                 // when it left
  std::uint32_t retransmits = 0;      // time-outs in a row without an answer (ROUTE-33 looks at 3)
  std::uint32_t probes = 0;           // keep-alives in a row without an answer
  std::uint8_t backoff = 0;           // doublings of the running timer
  std::uint8_t dup_acks = 0;          // saturating
  std::uint8_t unacked_segments = 0;  // data segments received since the last ACK, saturating (TCP-DELACK-05)
  SendTimer send_timer = SendTimer::kOff;

  // --- Deadlines; kNever: not armed
  TimePoint send_deadline = kNever;  // meaning: send_timer
  TimePoint ack_deadline = kNever;   // delayed ACK
  TimePoint idle_deadline = kNever;  // keep-alive, FIN_WAIT_2 limit; may be early, never late
  TimePoint last_received;           // any acceptable segment
  TimePoint last_sent;               // data
  TimePoint probe_sent;              // last keep-alive probe
  TimePoint closing_since = kNever;  // the limit on FIN_WAIT_2 and on orphans counts from here (TCP-STATES-10)

  std::uint32_t keep_alive_time = 0;      // ms; the profile's unless the socket said otherwise
  std::uint32_t keep_alive_interval = 0;  // ms
  std::uint32_t keep_alive_retries = 0;

  // --- Flags
  bool passive : 1 = false;  // opened by a SYN
  bool nagle : 1 = true;
  bool cork : 1 = false;
  bool keep_alive : 1 = false;
  bool timestamps : 1 = false;         // in effect, or offered while SYN_SENT
  bool sack : 1 = false;               // same
  bool scaling : 1 = false;            // same
  bool syn_wanted : 1 = false;         // SYN or SYN-ACK is to be sent (again)
  bool syn_retransmitted : 1 = false;  // then the initial window is one segment (RFC 5681 section 3.1)
  bool ack_wanted : 1 = false;         // an ACK must leave now
  bool probe_wanted : 1 = false;       // zero-window probe
  bool override_wanted : 1 = false;    // send the small segment that was held back
  bool keep_alive_wanted : 1 = false;  // keep-alive probe
  bool reset_wanted : 1 = false;       // RST, after the connection ended by our doing
  bool retransmit_wanted : 1 = false;  // the first unacknowledged segment again, now (fast retransmit)
  bool in_recovery : 1 = false;        // fast recovery
  bool partial_ack_seen : 1 = false;   // in this recovery: the timer restarts only once (RFC 6582 section 4)
  bool rescue_done : 1 = false;        // RFC 6675 NextSeg rule 4, once a recovery
  bool rtt_running : 1 = false;        // rtt_seq and rtt_sent are valid
  bool fin_queued : 1 = false;         // the application has nothing more to send
  bool fin_received : 1 = false;       // in order
  bool orphaned : 1 = false;           // the application is gone

  // --- Counters for netstat
  std::uint32_t retransmissions = 0;  // segments
  std::uint64_t bytes_sent = 0;       // payload, first transmissions
  std::uint64_t bytes_received = 0;   // payload, in order

  // --- Buffers and what lies beside them
  Ring send_ring;                              // offset: seq - iss
  Ring receive_ring;                           // offset: seq - irs
  std::unique_ptr<Gaps> gaps;                  // received out of order; absent: none
  std::unique_ptr<SackScoreboard> scoreboard;  // reported by the peer; absent: none
};

// An idle connection with its table entry must fit into 512 bytes.
static_assert(sizeof(Tcb) <= 400);

}  // namespace flue::tcp
