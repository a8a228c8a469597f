// Handshakes that a SYN began and no ACK has completed: compact records instead of control blocks, bounded in number,
// so that a flood of forged SYNs costs a fixed amount of memory. SYN-ACK retransmission (TCP-SETUP-10, V-19) and the
// state "under attack" (TCP-SECURITY-02..06).
#pragma once

#include <cstdint>
#include <optional>

#include "host/base/time.h"
#include "host/params/parameters.h"
#include "host/tcp/aged_pool.h"
#include "host/tcp/connection.h"
#include "host/tcp/pair_index.h"
#include "host/tcp/tcp.h"
#include "host/tcp/timer_queue.h"

namespace flue::tcp {

struct HalfOpenRecord {
  Endpoint local;
  Endpoint remote;
  ListenerId listener;
  Seq iss;
  HalfOpen peer;             // what the SYN said
  bool plain = false;        // begun under attack: no scaling, global parameters only (TCP-SECURITY-05)
  std::uint8_t retries = 0;  // SYN-ACKs sent after the first
  TimePoint sent = kNever;   // the only SYN-ACK; kNever: unknown, or there were several (Karn)
};

class HalfOpenTable {
 public:
  // Records at most: at 100,000 forged SYNs a second an honest one stays for 0.65 s before it is the oldest.
  static constexpr std::size_t kLimit = 65536;

  explicit HalfOpenTable(const TcpParameters& parameters);

  // Adds a record whose first SYN-ACK leaves now and would be repeated after `first_timeout`. There must be room.
  std::uint32_t add(std::uint32_t hash, const HalfOpenRecord& record, Duration first_timeout, TimePoint now);
  [[nodiscard]] std::optional<std::uint32_t> find(std::uint32_t hash, const Endpoint& local,
                                                  const Endpoint& remote) const;
  [[nodiscard]] const HalfOpenRecord& operator[](std::uint32_t index) const { return pool_[index].record; }
  // The SYN-ACK was sent again because the SYN came again.
  void note_repeated(std::uint32_t index) { pool_[index].record.sent = kNever; }
  void erase(std::uint32_t index);
  [[nodiscard]] bool full() const { return pool_.size() >= kLimit; }
  [[nodiscard]] std::uint32_t oldest() const { return pool_.oldest(); }
  [[nodiscard]] std::size_t size() const { return pool_.size(); }

  // One record whose SYN-ACK went unanswered for its time.
  struct Due {
    std::uint32_t index = 0;
    bool give_up = false;  // no retries left: the caller erases it; else it sends the SYN-ACK again
  };
  std::optional<Due> pop_due(TimePoint now);
  [[nodiscard]] TimePoint next_deadline() const { return timers_.next(); }

  // A connection request was refused because the listener's places were taken by unfinished handshakes.
  void note_refusal(TimePoint now);
  // One of the three thresholds is exceeded (TCP-SECURITY-04).
  [[nodiscard]] bool under_attack(TimePoint now) const;

  template <typename Visit>
  void for_each(Visit visit) const {
    for (std::uint32_t i = pool_.oldest(); i != Pool::kNone; i = pool_.next(i)) visit(i, pool_[i].record);
  }

 private:
  struct Entry {
    HalfOpenRecord record;
    Duration timeout{0};  // of the SYN-ACK sent last; doubles
    std::uint32_t hash = 0;
  };
  using Pool = AgedPool<Entry>;

  [[nodiscard]] std::uint32_t retries_allowed(TimePoint now) const;

  const TcpParameters& parameters_;
  Pool pool_;
  PairIndex index_;
  TimerQueue timers_;
  std::size_t retried_ = 0;     // records with retries > 0
  std::uint32_t refusals_ = 0;  // one is forgotten per second
  TimePoint refusals_at_{};     // when refusals_ was last brought up to date
};

}  // namespace flue::tcp
