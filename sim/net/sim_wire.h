// SimWire: two ports joined by a wire in virtual time; each direction has its own rate, delay, queue and impairments.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "host/base/bytes.h"
#include "host/base/time.h"
#include "host/link/link.h"
#include "sim/net/impairments.h"

namespace flue::sim {

struct WireDirection {
  std::uint64_t rate = 0;  // bits per second, counted as Ethernet does: with preamble, FCS and gap; 0: infinite
  Duration delay{0};       // propagation, one way
  std::size_t queue_limit = SIZE_MAX;  // frames that may wait for the transmitter; the next one is lost
  ImpairmentRates impairments;
};

struct WireConfig {
  WireDirection a_to_b;
  WireDirection b_to_a;
  std::uint32_t mtu = 1500;  // bytes; a frame with a longer payload is lost
  std::uint64_t seed = 1;    // print it
};

// Frames. sent = delivered + queue_overflow + too_long + lost - duplicated + what is still under way.
struct WireCounters {
  std::uint64_t sent = 0;       // given to the wire
  std::uint64_t delivered = 0;  // arrived at the far port
  std::uint64_t queue_overflow = 0;
  std::uint64_t too_long = 0;
  ImpairmentCounters impairments;
  friend bool operator==(const WireCounters&, const WireCounters&) = default;
};

class SimWire {
 public:
  explicit SimWire(const WireConfig& config);
  ~SimWire();
  SimWire(const SimWire&) = delete;
  SimWire& operator=(const SimWire&) = delete;

  // The ports. What is sent on one arrives at the other; receive() shows what was due at the last poll.
  Link& a();
  Link& b();

  // Moves the wire's time to `now`; never back. A frame is sent at the time of the last poll.
  void poll(TimePoint now);
  // When the next frame arrives; kNever if none is under way; the time of the last poll while one waits in a port.
  [[nodiscard]] TimePoint next_deadline() const;

  [[nodiscard]] WireCounters a_to_b() const;
  [[nodiscard]] WireCounters b_to_a() const;

  // Shown every frame that is given to the wire, before impairments, with the time when it was sent; null: none.
  using Tap = std::function<void(Bytes frame, TimePoint when)>;
  void set_tap(Tap tap);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace flue::sim
