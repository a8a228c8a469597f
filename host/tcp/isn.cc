#include "host/tcp/isn.h"

#include "host/tcp/pair_hash.h"

namespace flue::tcp {

Seq IsnGenerator::isn(const Endpoint& local, const Endpoint& remote, TimePoint now) const {
  constexpr std::chrono::microseconds kTick{4};
  const auto clock = static_cast<std::uint32_t>(now.time_since_epoch() / kTick);
  return Seq(clock + static_cast<std::uint32_t>(pair_hash(isn_key_, local, remote)));
}

std::uint32_t IsnGenerator::timestamp_offset(const Endpoint& local, const Endpoint& remote) const {
  return static_cast<std::uint32_t>(pair_hash(timestamp_key_, local, remote));
}

}  // namespace flue::tcp
