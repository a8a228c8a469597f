// SimWire: two ports joined by a wire in virtual time, each direction with its own rate, delay, queue and impairments.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "host/base/time.h"
#include "host/link/link.h"
#include "sim/net/impairments.h"

namespace flue::sim {

struct WireDirection {
  std::uint64_t rate = 0;              // bits per second; 0: infinite
  Duration delay{0};                   // propagation, one way
  std::size_t queue_limit = SIZE_MAX;  // frames that wait for the transmitter; a full queue loses the frame
  ImpairmentRates impairments;
};

struct WireConfig {
  WireDirection a_to_b;
  WireDirection b_to_a;
  std::uint32_t mtu = 1500;  // bytes; longer frames are lost (and counted)
  std::uint64_t seed = 1;    // print it
};

struct WireCounters {
  std::uint64_t sent = 0;            // frames given to the wire
  std::uint64_t delivered = 0;       // frames that the far port has shown
  std::uint64_t queue_overflow = 0;  // frames lost because the queue was full
  std::uint64_t too_long = 0;        // frames above the MTU
  ImpairmentCounters impairments;
};

class SimWire {
 public:
  explicit SimWire(const WireConfig& config);
  ~SimWire();
  SimWire(const SimWire&) = delete;
  SimWire& operator=(const SimWire&) = delete;

  // The ports. What is sent on one arrives on the other; receive() shows what was due at the last poll.
  Link& a();
  Link& b();

  // Moves the wire's time to `now` (never back). Frames sent after it leave at `now`.
  void poll(TimePoint now);
  // When the next frame arrives; kNever if none is under way. Not after the last poll while frames wait in a port.
  [[nodiscard]] TimePoint next_deadline() const;

  [[nodiscard]] WireCounters a_to_b() const;
  [[nodiscard]] WireCounters b_to_a() const;

  // Shown every frame given to the wire, before impairments, at the time when it was sent; null: none.
  using Tap = std::function<void(Bytes frame, TimePoint when)>;
  void set_tap(Tap tap);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace flue::sim
