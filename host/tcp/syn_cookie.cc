#include "host/tcp/syn_cookie.h"

#include <array>
#include <chrono>

#include "host/tcp/pair_hash.h"

namespace flue::tcp {
namespace {

// Layout of a cookie: 5 bits period, 3 bits index into kMss, 24 bits hash.
constexpr std::array<std::uint16_t, 8> kMss = {48, 536, 1200, 1360, 1440, 1452, 1460, 8960};
constexpr std::chrono::seconds kPeriod{64};
constexpr std::uint32_t kPeriodMask = 0x1F;

// Layout of the low six bits of a marked TSval: 4 bits shift (15: none), 1 bit SACK, 1 bit zero.
constexpr std::uint32_t kMarkMask = 0x3F;
constexpr std::uint32_t kNoShift = 15;
constexpr std::uint32_t kSackBit = 0x10;

std::uint32_t period_of(TimePoint now) { return static_cast<std::uint32_t>(now.time_since_epoch() / kPeriod); }

std::uint32_t mss_index(std::optional<std::uint16_t> peer_mss) {
  const std::uint16_t mss = peer_mss.value_or(536);
  std::uint32_t index = 0;
  while (index + 1 < kMss.size() && kMss[index + 1] <= mss) ++index;
  return index;
}

}  // namespace

Seq SynCookies::cookie(const Endpoint& local, const Endpoint& remote, Seq irs, std::uint32_t period,
                       std::uint32_t index) const {
  const std::uint64_t salt = static_cast<std::uint64_t>(irs.raw()) << 32 | (period << 3 | index);
  const auto hash = static_cast<std::uint32_t>(pair_hash(key_, local, remote, salt)) & 0xFFFFFF;
  return Seq((period & kPeriodMask) << 27 | index << 24 | hash);
}

Seq SynCookies::make(const SegmentIn& syn, TimePoint now) {
  accepted_until_ = now + 2 * kPeriod;
  return cookie(syn.local, syn.remote, syn.seq, period_of(now), mss_index(syn.options.mss));
}

HalfOpen SynCookies::reduced(const SegmentIn& syn) {
  HalfOpen peer;
  peer.irs = syn.seq;
  peer.peer_mss = kMss[mss_index(syn.options.mss)];
  peer.peer_wnd = syn.wnd;
  if (!syn.options.timestamps) return peer;
  peer.peer_tsval = syn.options.timestamps->tsval;
  peer.peer_shift = syn.options.window_shift;
  peer.sack_permitted = syn.options.sack_permitted;
  return peer;
}

std::uint32_t SynCookies::mark_timestamp(std::uint32_t tsval, const HalfOpen& peer) {
  const std::uint32_t shift = peer.peer_shift ? peer.peer_shift->count() : kNoShift;
  const std::uint32_t marked = (tsval & ~kMarkMask) | shift | (peer.sack_permitted ? kSackBit : 0);
  return before(Seq(tsval), Seq(marked)) ? marked - (kMarkMask + 1) : marked;
}

std::optional<HalfOpen> SynCookies::check(const SegmentIn& ack, TimePoint now) const {
  if (now > accepted_until_ || !ack.flags.ack || ack.flags.syn || ack.flags.rst) return std::nullopt;
  const Seq iss = ack.ack - 1;
  const Seq irs = ack.seq - 1;
  const std::uint32_t index = iss.raw() >> 24 & 7;
  const std::uint32_t period = period_of(now);
  if (iss != cookie(ack.local, ack.remote, irs, period, index) &&
      iss != cookie(ack.local, ack.remote, irs, period - 1, index)) {
    return std::nullopt;
  }
  HalfOpen peer;
  peer.irs = irs;
  peer.peer_mss = kMss[index];
  peer.peer_wnd = ack.wnd;
  if (!ack.options.timestamps) return peer;
  const std::uint32_t mark = ack.options.timestamps->tsecr & kMarkMask;
  peer.peer_tsval = ack.options.timestamps->tsval;
  if ((mark & kNoShift) != kNoShift) peer.peer_shift = WindowShift(mark & kNoShift);
  peer.sack_permitted = (mark & kSackBit) != 0;
  return peer;
}

}  // namespace flue::tcp
