#include "host/tcp/sack_scoreboard.h"

#include <algorithm>

namespace flue::tcp {

bool SackScoreboard::add(SackBlock block, Seq snd_una, Seq snd_max) {
  const bool usable =
      before(block.left, block.right) && after(block.left, snd_una) && at_or_before(block.right, snd_max);
  if (!usable) return false;
  std::uint8_t first = 0;
  while (first < count_ && before(ranges_[first].right, block.left)) ++first;
  std::uint8_t last = first;
  SackBlock merged = block;
  while (last < count_ && at_or_before(ranges_[last].left, block.right)) {
    merged.left = earlier(merged.left, ranges_[last].left);
    merged.right = later(merged.right, ranges_[last].right);
    ++last;
  }
  if (last == first + 1 && merged == ranges_[first]) return false;
  if (first == last) {
    if (first == kMost) return false;  // full of lower ranges
    if (count_ == kMost) --count_;     // the highest goes: the peer will report it again
    std::copy_backward(ranges_.begin() + first, ranges_.begin() + count_, ranges_.begin() + count_ + 1);
    ++count_;
  } else {
    erase(static_cast<std::uint8_t>(first + 1), last);
  }
  ranges_[first] = merged;
  return true;
}

void SackScoreboard::advance(Seq snd_una) {
  std::uint8_t covered = 0;
  while (covered < count_ && at_or_before(ranges_[covered].right, snd_una)) ++covered;
  erase(0, covered);
  // The peer reported bytes right behind what it acknowledges: it will acknowledge them with its next ACK. A range that
  // starts at snd_una would look like no hole at all, so what is left of it goes too.
  if (count_ > 0 && at_or_before(ranges_[0].left, snd_una)) erase(0, 1);
}

std::uint32_t SackScoreboard::sacked_in(Seq left, Seq right) const {
  std::uint32_t bytes = 0;
  for (std::uint8_t i = 0; i < count_; ++i) {
    const Seq from = later(left, ranges_[i].left);
    const Seq to = earlier(right, ranges_[i].right);
    if (before(from, to)) bytes += distance(from, to);
  }
  return bytes;
}

std::optional<Seq> SackScoreboard::next_sacked(Seq seq) const {
  for (std::uint8_t i = 0; i < count_; ++i) {
    if (at_or_after(ranges_[i].left, seq)) return ranges_[i].left;
  }
  return std::nullopt;
}

Seq SackScoreboard::skip_sacked(Seq seq) const {
  for (std::uint8_t i = 0; i < count_; ++i) {
    if (at_or_before(ranges_[i].left, seq) && before(seq, ranges_[i].right)) return ranges_[i].right;
  }
  return seq;
}

bool SackScoreboard::is_lost(Seq seq, std::uint32_t dup_threshold, std::uint32_t smss) const {
  std::uint32_t ranges = 0;
  std::uint32_t bytes = 0;
  for (std::uint8_t i = 0; i < count_; ++i) {
    if (at_or_before(ranges_[i].right, seq)) continue;
    ++ranges;
    bytes += distance(later(ranges_[i].left, seq), ranges_[i].right);
  }
  return ranges >= dup_threshold || bytes > (dup_threshold - 1) * smss;
}

std::uint32_t SackScoreboard::pipe(Seq snd_una, Seq snd_max, Seq high_rxt, std::uint32_t dup_threshold,
                                   std::uint32_t smss) const {
  std::uint32_t bytes = 0;
  Seq left = snd_una;
  for (std::uint8_t i = 0; i <= count_; ++i) {
    const Seq right = i < count_ ? ranges_[i].left : snd_max;
    if (before(left, right)) {
      if (!is_lost(left, dup_threshold, smss)) bytes += distance(left, right);
      const Seq retransmitted = earlier(right, high_rxt);
      if (before(left, retransmitted)) bytes += distance(left, retransmitted);
    }
    if (i < count_) left = ranges_[i].right;
  }
  return bytes;
}

void SackScoreboard::erase(std::uint8_t first, std::uint8_t last) {
  if (first == last) return;
  std::copy(ranges_.begin() + last, ranges_.begin() + count_, ranges_.begin() + first);
  count_ = static_cast<std::uint8_t>(count_ - (last - first));
}

}  // namespace flue::tcp
