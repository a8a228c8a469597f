// One TCP connection as a value and the transitions on it. Sans-I/O: every function takes the state, an input and
// `now`, changes the state and says what happened; nothing here reads a clock, allocates per segment, or knows of other
// connections. Frames are not built here: after any input the caller takes segments with next_segment() until there are
// none. These functions are also the reference that the card's data path is tested against.
//
// Who does what: input.cc (RFC 9293 3.10.7 with RFC 5961 and PAWS), output.cc (what may be sent now: window, Nagle,
// SWS, retransmission), rto.cc (RFC 6298), congestion.cc (RFC 5681, 6582, 6675), reassembly.cc (out-of-order ranges,
// SACK we send), sack_scoreboard.cc (SACK we receive), receive_window.cc (what we advertise), timers.cc (deadlines).
#pragma once

#include <cstdint>
#include <optional>

#include "host/base/result.h"
#include "host/base/time.h"
#include "host/params/parameters.h"
#include "host/tcp/segment.h"

namespace flue::tcp {

// RFC 9293 section 3.3.2; LISTEN and CLOSED have no Tcb (listen.h).
enum class State : std::uint8_t {
  kSynSent,
  kSynReceived,
  kEstablished,
  kFinWait1,
  kFinWait2,
  kCloseWait,
  kClosing,
  kLastAck,
  kTimeWait,  // the connection hands its few remaining facts to the TIME-WAIT table and goes (timewait.h)
  kClosed,
};

// Why a connection ended, as the application learns it.
enum class CloseReason : std::uint8_t {
  kNone,
  kOrderly,       // both FINs exchanged
  kReset,         // RST from the peer
  kRefused,       // RST in answer to our SYN
  kTimedOut,      // retransmission, keep-alive or connect limit reached
  kUnreachable,   // hard ICMP error while connecting (RFC 5927: never after)
  kAborted,       // by the local application
  kFinWaitLimit,  // FIN_WAIT_2 limit
};

// What a transition caused; several may be set.
struct Notices {
  bool established : 1 = false;    // connect succeeded, or a passive connection may be accepted
  bool readable : 1 = false;       // new in-order bytes
  bool pushed : 1 = false;         // they ended with PSH (SOCKETS-21)
  bool writable : 1 = false;       // send space became free
  bool peer_finished : 1 = false;  // FIN received in order: no more bytes will come
  bool all_acked : 1 = false;      // everything written, FIN included, is acknowledged
  bool time_wait : 1 = false;      // entered TIME-WAIT
  bool closed : 1 = false;         // gone; see reason
  bool timed_out : 1 = false;      // a retransmission timer expired; tcb.retransmits counts them in a row
  CloseReason reason = CloseReason::kNone;

  // True if nothing at all happened that the application could notice (timed_out is for counters and routing).
  [[nodiscard]] bool none() const {
    return !(established || readable || pushed || writable || peer_finished || all_acked || time_wait || closed);
  }
};

// Why a segment, or a part of it, was not used; counted by name (the card uses the same words).
enum class SegmentDrop : std::uint8_t {
  kNone,
  kOutOfWindow,      // RFC 9293 3.10.7.4 first check; answered by an ACK unless RST
  kOldTimestamp,     // PAWS, RFC 7323 section 5
  kNoAck,            // ACK flag missing in a synchronised state
  kBadAck,           // acknowledges what was never sent, or RFC 5961 section 5
  kChallengedReset,  // RFC 5961 section 3
  kChallengedSyn,    // RFC 5961 section 4
  kBadHandshake,     // unacceptable in SYN_SENT or SYN_RCVD
  kDuplicate,        // nothing new in it
  kNoBuffer,         // receive ring could not take it
  kAfterClose,       // data after the application closed: answered by RST
  kCount,
};

struct InputResult {
  Notices notices;
  SegmentDrop drop = SegmentDrop::kNone;
  // RFC 5961, and a bare ACK outside the window: an answer is due, but one that an attacker must not get for free. The
  // limit is one for the whole stack (RFC 5961 section 7), so the caller grants the ACK by acknowledge_now() or stays
  // silent.
  bool challenge = false;
  bool fast_retransmit = false;     // this ACK began a fast retransmit
  std::optional<SegmentOut> reset;  // an RST to send in answer; the connection may be gone with it
};

struct Tcb;        // tcb.h
class RingMemory;  // ring.h

// Everything that is decided before the first segment.
struct OpenConfig {
  const TcpParameters* parameters = nullptr;  // of the interface; outlives the connection
  Endpoint local;
  Endpoint remote;
  Seq iss;
  std::uint32_t ts_offset = 0;    // added to our timestamp clock (1 ms per tick)
  std::uint16_t own_mss = 1460;   // announced in our SYN: link MTU - 40 (PMTU-03)
  std::uint16_t path_mss = 1460;  // upper limit for what we send: path MTU - 40
  // Bytes, before rounding to whole segments (TCP-WINDOW-03), which happens here once the MSS is known: SO_RCVBUF or
  // default_receive_buffer() of receive_window.h. More than 65,535 asks for scaling (TCP-WINDOW-19).
  std::uint32_t receive_buffer = 0;
  std::uint32_t send_buffer = 0;  // bytes
  bool nagle = true;
  bool keep_alive = false;
  RingMemory* memory = nullptr;  // where the rings live; nullptr: the heap. Outlives the connection
};

// Active open: SYN_SENT; the SYN is the next segment.
void open_active(Tcb& tcb, const OpenConfig& config, TimePoint now);
// Passive open from a SYN: SYN_RCVD; the SYN-ACK is the next segment.
void open_passive(Tcb& tcb, const OpenConfig& config, const SegmentIn& syn, TimePoint now);
// From a handshake that was kept without a Tcb (compact half-open record or SYN cookie) and is now complete: the state
// is that of SYN_RCVD just before `ack`, which the caller then gives to on_segment.
struct HalfOpen {
  Seq irs;
  std::optional<std::uint16_t> peer_mss;
  std::optional<WindowShift> peer_shift;  // the SYN carried Window Scale
  bool sack_permitted = false;
  std::optional<std::uint32_t> peer_tsval;
  RawWindow peer_wnd;
};
void open_half_open(Tcb& tcb, const OpenConfig& config, const HalfOpen& half_open, TimePoint now);

// One arriving segment (checksum already verified).
InputResult on_segment(Tcb& tcb, const SegmentIn& segment, TimePoint now);

// An ACK leaves with the next segment, for whatever reason of the caller's (a granted challenge).
void acknowledge_now(Tcb& tcb);

// The next segment that must or may leave now, or nothing. Marks it as sent. To be asked after every call that changes
// the connection, until it returns nothing; also once the connection is closed, since an RST may be due.
std::optional<SegmentOut> next_segment(Tcb& tcb, TimePoint now);

// Earliest deadline of the connection; kNever if none is armed.
TimePoint next_deadline(const Tcb& tcb);
// Acts on every deadline <= now.
Notices on_timers(Tcb& tcb, TimePoint now);

// --- What the application does --------------------------------------------------------------------------------------
// Copies bytes into the send ring; returns how many it took (0 when full or after shutdown_send). `push` marks the end
// of this write (SOCKETS-24).
std::size_t write(Tcb& tcb, Bytes data, bool push, TimePoint now);
[[nodiscard]] std::size_t writable_bytes(const Tcb& tcb);
// In-order bytes not yet consumed.
[[nodiscard]] ByteSpans readable(const Tcb& tcb);
// The application (or the daemon on its behalf) took n bytes out of the ring.
void consume(Tcb& tcb, std::size_t n, TimePoint now);
// Bytes that left the ring but that the program has not read yet (they lie in its twin descriptor); they count against
// the advertised window.
void set_unread_elsewhere(Tcb& tcb, std::uint32_t bytes, TimePoint now);
// No more data to send: FIN after what was written.
void shutdown_send(Tcb& tcb, TimePoint now);
// The application is gone: FIN after what was written; unread or later data causes RST (RFC 9293 3.10.4, RFC 1122
// 4.2.2.13). Notices::closed if the connection ended at once.
Notices close(Tcb& tcb, TimePoint now);
// RST now if the state asks for one; the connection is closed afterwards.
std::optional<SegmentOut> abort(Tcb& tcb, CloseReason reason, TimePoint now);
void set_nagle(Tcb& tcb, bool on, TimePoint now);
void set_cork(Tcb& tcb, bool on, TimePoint now);
void set_keep_alive(Tcb& tcb, bool on, TimePoint now);
// Times of this connection instead of the profile's (TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT): idle time before the
// first probe and interval between repeats (at least 1 ms), and how many repeats may go unanswered.
struct KeepAliveTimes {
  std::chrono::milliseconds time;
  std::chrono::milliseconds interval;
  std::uint32_t retries = 0;
};
void set_keep_alive_times(Tcb& tcb, const KeepAliveTimes& times, TimePoint now);
[[nodiscard]] KeepAliveTimes keep_alive_times(const Tcb& tcb);
void set_receive_buffer(Tcb& tcb, std::uint32_t bytes, TimePoint now);
void set_send_buffer(Tcb& tcb, std::uint32_t bytes, TimePoint now);
// The path MTU fell (PMTU-05): segments of at most mss from now on; what is in flight and larger is sent again.
void set_path_mss(Tcb& tcb, std::uint16_t mss, TimePoint now);
// Source Quench for this connection (ICMP-07): one segment, then slow start.
void on_source_quench(Tcb& tcb, TimePoint now);

}  // namespace flue::tcp
