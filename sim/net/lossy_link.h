// LossyLink: a Link that does to the frames of another Link what a bad wire would do, in both directions. For running a
// real TAP through a lossy wire. Time is passed in: the owner calls poll().
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "host/base/time.h"
#include "host/link/link.h"
#include "sim/net/impairments.h"

namespace flue::sim {

class LossyLink final : public Link {
 public:
  // `rates` hold for each direction; the two draw different numbers from `seed`.
  LossyLink(std::unique_ptr<Link> link, const ImpairmentRates& rates, std::uint64_t seed);

  [[nodiscard]] std::uint32_t mtu() const override { return link_->mtu(); }
  [[nodiscard]] std::optional<std::uint64_t> speed() const override { return link_->speed(); }
  [[nodiscard]] std::optional<MacAddr> hardware_address() const override { return link_->hardware_address(); }
  [[nodiscard]] int descriptor() const override { return link_->descriptor(); }
  // False only if the real link refused a copy that was sent at once: a frame lost on the way is no error to its
  // sender.
  bool send(Bytes frame) override;
  Bytes receive() override;

  // Moves time on and sends what was held back until now. To be called with the time of each batch of work, and at
  // next_deadline(); receive() then has the held-back frames that are due, although the descriptor is not readable.
  void poll(TimePoint now);
  // When a held-back frame is due in either direction; kNever if there is none.
  [[nodiscard]] TimePoint next_deadline() const;

  [[nodiscard]] const ImpairmentCounters& sent() const { return out_.counters(); }
  [[nodiscard]] const ImpairmentCounters& received() const { return in_.counters(); }

 private:
  // Frames by the time when they go on; equal times keep their order.
  using Held = std::multimap<TimePoint, std::vector<std::byte>>;

  std::unique_ptr<Link> link_;
  Impairments out_;
  Impairments in_;
  Held held_out_;
  Held held_in_;
  std::vector<std::byte> shown_;  // what receive() returned last
  TimePoint now_{};
};

}  // namespace flue::sim
