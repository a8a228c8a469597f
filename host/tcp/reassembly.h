// What was received out of order: only ranges are remembered, the bytes lie at their final place in the receive ring.
// Sorted, disjoint, not adjacent, all beyond rcv_nxt. Bounded: when full, a new range that touches none is refused and
// the segment counts as lost. RFC 9293 section 3.10.7.4, RFC 2018 section 4 (the blocks we report).
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "host/base/seq.h"
#include "host/tcp/segment.h"

namespace flue::tcp {

class Gaps {
 public:
  static constexpr std::uint8_t kMost = 32;  // ranges

  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::uint8_t count() const { return count_; }
  // Ranges in order of sequence number, i < count().
  [[nodiscard]] SackBlock range(std::uint8_t i) const { return {ranges_[i].left, ranges_[i].right}; }
  // End of the last range; count() >= 1.
  [[nodiscard]] Seq highest() const { return ranges_[count_ - 1].right; }

  // Would add() find room?
  [[nodiscard]] bool can_add(Seq left, Seq right) const;
  // Bytes [left, right) were placed; left before right. can_add() said yes.
  void add(Seq left, Seq right);
  // Everything before `rcv_nxt` arrived: returns the new rcv_nxt, behind the range that it reached, and forgets what
  // lies below it.
  Seq advance(Seq rcv_nxt);

  // At most `most` blocks, the most recently changed first (RFC 2018 section 4).
  [[nodiscard]] SackBlocks blocks(std::uint8_t most) const;

  // The FIN's sequence number, if it came before the data in front of it.
  std::optional<Seq> fin;

 private:
  struct Range {
    Seq left;
    Seq right;
    std::uint32_t changed = 0;  // larger: more recently
  };
  void erase(std::uint8_t first, std::uint8_t last);

  std::array<Range, kMost> ranges_{};
  std::uint32_t clock_ = 0;
  std::uint8_t count_ = 0;
};

}  // namespace flue::tcp
