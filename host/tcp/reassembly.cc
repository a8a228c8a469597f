#include "host/tcp/reassembly.h"

#include <algorithm>

namespace flue::tcp {

bool Gaps::can_add(Seq left, Seq right) const {
  if (count_ < kMost) return true;
  return std::any_of(ranges_.begin(), ranges_.begin() + count_, [&](const Range& range) {
    return at_or_before(range.left, right) && at_or_before(left, range.right);
  });
}

void Gaps::add(Seq left, Seq right) {
  // Ranges [first, last) touch or overlap the new one and become part of it.
  std::uint8_t first = 0;
  while (first < count_ && before(ranges_[first].right, left)) ++first;
  std::uint8_t last = first;
  while (last < count_ && at_or_before(ranges_[last].left, right)) {
    left = earlier(left, ranges_[last].left);
    right = later(right, ranges_[last].right);
    ++last;
  }
  if (first == last) {
    if (count_ == kMost) return;
    std::copy_backward(ranges_.begin() + first, ranges_.begin() + count_, ranges_.begin() + count_ + 1);
    ++count_;
  } else {
    erase(static_cast<std::uint8_t>(first + 1), last);
  }
  ranges_[first] = {left, right, ++clock_};
}

Seq Gaps::advance(Seq rcv_nxt) {
  std::uint8_t covered = 0;
  while (covered < count_ && at_or_before(ranges_[covered].left, rcv_nxt)) {
    rcv_nxt = later(rcv_nxt, ranges_[covered].right);
    ++covered;
  }
  erase(0, covered);
  return rcv_nxt;
}

SackBlocks Gaps::blocks(std::uint8_t most) const {
  SackBlocks blocks;
  std::uint32_t below = 0xFFFFFFFF;
  const std::uint8_t wanted = std::min({most, count_, static_cast<std::uint8_t>(blocks.block.size())});
  while (blocks.count < wanted) {
    const Range* latest = nullptr;
    for (std::uint8_t i = 0; i < count_; ++i) {
      const Range& range = ranges_[i];
      if (range.changed < below && (latest == nullptr || range.changed > latest->changed)) latest = &range;
    }
    if (latest == nullptr) break;
    blocks.block[blocks.count++] = {latest->left, latest->right};
    below = latest->changed;
  }
  return blocks;
}

void Gaps::erase(std::uint8_t first, std::uint8_t last) {
  if (first == last) return;
  std::copy(ranges_.begin() + last, ranges_.begin() + count_, ranges_.begin() + first);
  count_ = static_cast<std::uint8_t>(count_ - (last - first));
}

}  // namespace flue::tcp
