// The ACK step: handshake completion, what is newly acknowledged, duplicate ACKs, window updates, SACK.
#include "host/tcp/closing.h"
#include "host/tcp/congestion.h"
#include "host/tcp/handshake.h"
#include "host/tcp/input.h"
#include "host/tcp/reset.h"
#include "host/tcp/rto.h"
#include "host/tcp/timers.h"

namespace flue::tcp {
namespace {

struct SackNews {
  bool fresh = false;      // bytes reported that were not known to have arrived
  bool duplicate = false;  // RFC 2883: the peer received something twice
};

// RFC 2883 section 4: only the first block can report a duplicate: it lies below the ACK or inside the second block.
bool is_dsack(const SegmentIn& segment) {
  const SackBlocks& sack = segment.options.sack;
  if (sack.count == 0) return false;
  if (before(sack.block[0].left, segment.ack)) return true;
  return sack.count > 1 && at_or_after(sack.block[0].left, sack.block[1].left) &&
         at_or_before(sack.block[0].right, sack.block[1].right);
}

SackNews take_sack(Tcb& tcb, const SegmentIn& segment) {
  SackNews news;
  if (!tcb.sack || segment.options.sack.count == 0) return news;
  news.duplicate = is_dsack(segment);
  const Seq floor = later(tcb.snd_una, segment.ack);
  if (tcb.scoreboard == nullptr) tcb.scoreboard = std::make_unique<SackScoreboard>();
  for (std::uint8_t i = 0; i < segment.options.sack.count; ++i) {
    news.fresh |= tcb.scoreboard->add(segment.options.sack.block[i], floor, tcb.snd_max);
  }
  if (tcb.scoreboard->empty()) tcb.scoreboard.reset();
  return news;
}

// RFC 5681 section 2; an ACK of a window probe says nothing about loss.
bool is_duplicate_ack(const Tcb& tcb, const SegmentIn& segment) {
  return segment.ack == tcb.snd_una && tcb.snd_una != tcb.snd_max && segment.payload.empty() && !segment.flags.fin &&
         (segment.wnd << tcb.snd_shift) == tcb.snd_wnd && tcb.send_timer != SendTimer::kPersist;
}

// RFC 6675 section 2 counts every ACK with fresh SACK information. Without SACK recovery the older definition holds,
// but a reported duplicate is never a sign of loss, and an ACK that reports fresh bytes is one although it moves the
// window: peers that tune their buffer open it with every segment, and would never send a plain duplicate.
bool counts_as_duplicate(const Tcb& tcb, bool plain_duplicate, bool advances, const SackNews& news) {
  if (tcb.sack && tcb.parameters->sack_recovery) return news.fresh;
  return (plain_duplicate && !news.duplicate) || (news.fresh && !advances);
}

// RFC 9293 section 3.10.7.4, fifth step: SND.WND, unless the segment is older than the one that set it. A segment that
// acknowledges more than any before is newer whatever its number: with the window of an older one, the right edge would
// seem to lie further than the peer ever said.
void update_send_window(Tcb& tcb, const SegmentIn& segment) {
  const bool newer = after(segment.ack, tcb.snd_una) || before(tcb.snd_wl1, segment.seq) ||
                     (tcb.snd_wl1 == segment.seq && at_or_before(tcb.snd_wl2, segment.ack));
  if (!newer) return;
  const WindowBytes window = segment.wnd << tcb.snd_shift;
  if (tcb.snd_wnd.bytes() == 0 && window.bytes() > 0) tcb.backoff = 0;
  tcb.snd_wnd = window;
  tcb.max_snd_wnd = std::max(tcb.max_snd_wnd, window);
  tcb.snd_wl1 = later(tcb.snd_wl1, segment.seq);
  tcb.snd_wl2 = segment.ack;
}

// Marks that lie behind snd_una move along, so that they stay comparable for any amount of data.
void drag_marks(Tcb& tcb) {
  tcb.snd_nxt = later(tcb.snd_nxt, tcb.snd_una);
  tcb.snd_push = later(tcb.snd_push, tcb.snd_una);
  tcb.snd_sml = later(tcb.snd_sml, tcb.snd_una);
  tcb.recover = later(tcb.recover, tcb.snd_una - 1);
}

// RFC 6298 sections 5.2 and 5.3; RFC 6582 section 4: within NewReno recovery only the first partial ACK restarts it.
void rearm_retransmit_timer(Tcb& tcb, TimePoint now) {
  if (tcb.snd_una == tcb.snd_max) {
    stop_send_timer(tcb);
    return;
  }
  const bool keep = tcb.in_recovery && tcb.partial_ack_seen && !(tcb.sack && tcb.parameters->sack_recovery);
  tcb.partial_ack_seen = tcb.in_recovery;
  if (!keep) start_retransmit_timer(tcb, now);
}

void take_new_ack(Tcb& tcb, const SegmentIn& segment, Notices& notices, TimePoint now) {
  const std::uint32_t flight_before = flight_size(tcb);
  const std::uint32_t acked = distance(tcb.snd_una, segment.ack);
  measure_rtt(tcb, segment, now);
  tcb.snd_una = segment.ack;
  drag_marks(tcb);
  if (tcb.scoreboard != nullptr) {
    tcb.scoreboard->advance(tcb.snd_una);
    if (tcb.scoreboard->empty()) tcb.scoreboard.reset();
  }
  // TCP-RTO-10: an answer ends the backoff.
  tcb.retransmits = 0;
  tcb.backoff = 0;
  on_new_ack(tcb, acked, flight_before);
  rearm_retransmit_timer(tcb, now);
  if (at_or_after(tcb.snd_una, tcb.snd_end)) tcb.send_ring.release();
  notices.writable = true;
  notices.all_acked = tcb.fin_queued ? fin_acked(tcb) : tcb.snd_una == tcb.snd_end;
  if (fin_acked(tcb)) {
    on_fin_acked(tcb, notices, now);
  } else if (tcb.closing_since != kNever) {
    restart_close_limit(tcb, now);
  }
}

Disposition refuse(InputResult& result, SegmentDrop why) {
  result.drop = why;
  return Disposition::kDone;
}

}  // namespace

void take_ack(Tcb& tcb, const SegmentIn& segment, InputResult& result, TimePoint now) {
  if (before(segment.ack, tcb.snd_una)) return;
  const bool plain_duplicate = is_duplicate_ack(tcb, segment);
  const bool advances = after(segment.ack, tcb.snd_una);
  const SackNews news = take_sack(tcb, segment);
  // Any answer to a probe keeps the connection (RFC 9293 section 3.8.6.1).
  if (tcb.send_timer == SendTimer::kPersist) tcb.retransmits = 0;
  update_send_window(tcb, segment);
  if (advances) take_new_ack(tcb, segment, result.notices, now);
  if (tcb.snd_una == tcb.snd_max) return;
  if (counts_as_duplicate(tcb, plain_duplicate, advances, news)) result.fast_retransmit = on_duplicate_ack(tcb);
}

Disposition check_ack(Tcb& tcb, const SegmentIn& segment, InputResult& result, TimePoint now) {
  if (!segment.flags.ack) return refuse(result, SegmentDrop::kNoAck);
  const bool beyond = after(segment.ack, tcb.snd_max);
  if (tcb.state == State::kSynReceived) {
    if (beyond || at_or_before(segment.ack, tcb.snd_una)) {
      result.reset = reset_for(segment);
      return refuse(result, SegmentDrop::kBadHandshake);
    }
    complete_handshake(tcb, segment, result.notices, now);
  } else if (beyond || before(segment.ack, tcb.snd_una - tcb.max_snd_wnd.bytes())) {
    // RFC 5961 section 5.2. Without it an old ACK is ignored and the rest of the segment used (RFC 9293 3.10.7.4).
    if (beyond || tcb.parameters->rfc5961) {
      result.challenge = true;
      return refuse(result, SegmentDrop::kBadAck);
    }
  }
  take_ack(tcb, segment, result, now);
  return tcb.state == State::kClosed ? Disposition::kDone : Disposition::kContinue;
}

}  // namespace flue::tcp
