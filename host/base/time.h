// Time as protocol code sees it: a TimePoint is handed in, never read. StackClock has no now(), so a protocol file
// cannot read a clock by accident. Resolution 1 ns, range +-292 years, epoch chosen by whoever owns the clock.
#pragma once

#include <chrono>
#include <cstdint>

namespace flue {

struct StackClock {
  using rep = std::int64_t;
  using period = std::nano;
  using duration = std::chrono::nanoseconds;
  using time_point = std::chrono::time_point<StackClock>;
  static constexpr bool is_steady = true;
};

using Duration = StackClock::duration;
using TimePoint = StackClock::time_point;

// "Never": later than every deadline. A deadline of kNever is not armed.
inline constexpr TimePoint kNever = TimePoint::max();

}  // namespace flue
