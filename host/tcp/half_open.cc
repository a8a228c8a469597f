#include "host/tcp/half_open.h"

#include <algorithm>
#include <chrono>

namespace flue::tcp {

HalfOpenTable::HalfOpenTable(const TcpParameters& parameters) : parameters_(parameters), index_(0) {}

std::uint32_t HalfOpenTable::add(std::uint32_t hash, const HalfOpenRecord& record, Duration first_timeout,
                                 TimePoint now) {
  const std::uint32_t index = pool_.push_back({record, first_timeout, hash});
  pool_[index].record.sent = now;
  index_.insert(hash, index);
  timers_.arm(index, now + first_timeout);
  return index;
}

std::optional<std::uint32_t> HalfOpenTable::find(std::uint32_t hash, const Endpoint& local,
                                                 const Endpoint& remote) const {
  return index_.find(hash, [&](std::uint32_t index) {
    return pool_[index].record.local == local && pool_[index].record.remote == remote;
  });
}

void HalfOpenTable::erase(std::uint32_t index) {
  if (pool_[index].record.retries > 0) --retried_;
  timers_.disarm(index);
  index_.erase(pool_[index].hash, index);
  pool_.erase(index);
}

std::optional<HalfOpenTable::Due> HalfOpenTable::pop_due(TimePoint now) {
  const auto index = timers_.pop_due(now);
  if (!index) return std::nullopt;
  Entry& entry = pool_[*index];
  if (entry.record.retries >= retries_allowed(now)) return Due{*index, true};
  if (entry.record.retries++ == 0) ++retried_;
  entry.record.sent = kNever;
  entry.timeout *= 2;
  timers_.arm(*index, now + entry.timeout);
  return Due{*index, false};
}

std::uint32_t HalfOpenTable::retries_allowed(TimePoint now) const {
  constexpr std::uint32_t kUnderAttack = 1;
  const std::uint32_t usual = std::min(parameters_.tcp_max_connect_response_retransmissions, 255u);
  return under_attack(now) ? std::min(usual, kUnderAttack) : usual;
}

void HalfOpenTable::note_refusal(TimePoint now) {
  const auto forgotten = std::chrono::duration_cast<std::chrono::seconds>(now - refusals_at_).count();
  refusals_ -= static_cast<std::uint32_t>(std::min<std::int64_t>(refusals_, std::max<std::int64_t>(forgotten, 0)));
  if (forgotten > 0) refusals_at_ = now;
  // Held within reach of the threshold, so that the end of an attack is noticed within seconds.
  refusals_ = std::min(refusals_ + 1, parameters_.tcp_max_ports_exhausted + 10);
}

bool HalfOpenTable::under_attack(TimePoint now) const {
  if (parameters_.syn_attack_protect == 0 || parameters_.tcp_max_connect_response_retransmissions < 2) return false;
  const auto forgotten = std::chrono::duration_cast<std::chrono::seconds>(now - refusals_at_).count();
  return pool_.size() > parameters_.tcp_max_half_open || retried_ > parameters_.tcp_max_half_open_retried ||
         refusals_ > parameters_.tcp_max_ports_exhausted + std::max<std::int64_t>(forgotten, 0);
}

}  // namespace flue::tcp
