// What the peer reported as received beyond snd_una (RFC 2018), and the questions that RFC 6675 asks of it. Ranges are
// sorted, disjoint, not adjacent, within (snd_una, snd_max]. When full the lowest ranges are kept.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "host/base/seq.h"
#include "host/tcp/segment.h"

namespace flue::tcp {

class SackScoreboard {
 public:
  static constexpr std::uint8_t kMost = 32;  // ranges

  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::uint8_t count() const { return count_; }
  [[nodiscard]] SackBlock range(std::uint8_t i) const { return ranges_[i]; }
  // End of the last range; count() >= 1.
  [[nodiscard]] Seq highest() const { return ranges_[count_ - 1].right; }

  // Takes in one block; true if it reports bytes that were not known yet. Blocks outside (snd_una, snd_max] are
  // ignored: below is a D-SACK (RFC 2883), beyond a lie.
  bool add(SackBlock block, Seq snd_una, Seq snd_max);
  // Forgets what lies below the new snd_una.
  void advance(Seq snd_una);

  // Bytes reported in [left, right).
  [[nodiscard]] std::uint32_t sacked_in(Seq left, Seq right) const;
  // Start of the first range at or after `seq`.
  [[nodiscard]] std::optional<Seq> next_sacked(Seq seq) const;
  // The first number at or after `seq` that was not reported.
  [[nodiscard]] Seq skip_sacked(Seq seq) const;
  // RFC 6675 IsLost: enough was received beyond `seq`: dup_threshold ranges, or more than (dup_threshold - 1) * smss
  // bytes.
  [[nodiscard]] bool is_lost(Seq seq, std::uint32_t dup_threshold, std::uint32_t smss) const;
  // RFC 6675 SetPipe: bytes in the network between snd_una and snd_max.
  [[nodiscard]] std::uint32_t pipe(Seq snd_una, Seq snd_max, Seq high_rxt, std::uint32_t dup_threshold,
                                   std::uint32_t smss) const;

 private:
  void erase(std::uint8_t first, std::uint8_t last);

  std::array<SackBlock, kMost> ranges_{};
  std::uint8_t count_ = 0;
};

}  // namespace flue::tcp
