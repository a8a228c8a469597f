// Who uses which local port, which ports may be bound, and automatic ports (TCP-PORTS-01..06, SOCKETS-28..32).
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "host/base/address.h"
#include "host/base/random.h"
#include "host/params/parameters.h"

namespace flue::tcp {

class PortAllocator {
 public:
  enum class Use : std::uint8_t { kListener, kConnection, kTimeWait };

  PortAllocator(const TcpParameters& parameters, Random& random);

  void add(const Endpoint& local, Use use);
  void remove(const Endpoint& local, Use use);

  // May a socket be bound here? Without `reuse` (SO_REUSEADDR) a port that connections still hold, TIME-WAIT included,
  // is refused (SOCKETS-30). A second listener on the same address is always refused, one on an overlapping address
  // (any against specific) without `reuse`.
  [[nodiscard]] bool bindable(const Endpoint& local, bool reuse) const;

  // A port that nothing uses, for bind with port 0 (TCP-PORTS-06).
  std::optional<Port> choose_unused();
  // For a connect without a port: one that nothing uses; else one that belongs to no connection in TIME-WAIT
  // (TCP-PORTS-03); else any; pair_free(port) says whether it is usable toward this remote end.
  template <typename PairFree>
  std::optional<Port> choose(PairFree pair_free) {
    if (auto port = choose_unused()) return port;
    const auto no_time_wait = [&](std::uint16_t number) {
      return totals_[number].listeners == 0 && totals_[number].time_wait == 0 && pair_free(Port(number));
    };
    if (auto port = search(no_time_wait)) return port;
    return search([&](std::uint16_t number) { return totals_[number].listeners == 0 && pair_free(Port(number)); });
  }

  // Size of the automatic range (V-24: 3,977 with the defaults of win2003).
  [[nodiscard]] std::uint32_t range_size() const { return static_cast<std::uint32_t>(last_ - first_ + 1); }

 private:
  struct Uses {
    std::uint32_t listeners = 0;
    std::uint32_t connections = 0;
    std::uint32_t time_wait = 0;
    [[nodiscard]] bool none() const { return listeners == 0 && connections == 0 && time_wait == 0; }
    std::uint32_t& of(Use use);
  };
  static std::uint64_t key(const Endpoint& local) {
    return static_cast<std::uint64_t>(local.address.bits()) << 16 | local.port.number();
  }

  // Goes once round the range, from where the last search ended or from a random place (RFC 6056 section 3.3.1).
  template <typename Usable>
  std::optional<Port> search(Usable usable) {
    const std::uint32_t size = range_size();
    const std::uint32_t start = randomise_ ? static_cast<std::uint32_t>(random_.below(size)) : cursor_;
    for (std::uint32_t step = 0; step < size; ++step) {
      const std::uint32_t offset = (start + step) % size;
      const auto number = static_cast<std::uint16_t>(first_ + offset);
      if (!usable(number)) continue;
      cursor_ = (offset + 1) % size;
      return Port(number);
    }
    return std::nullopt;
  }

  std::uint16_t first_;
  std::uint16_t last_;
  bool randomise_;
  Random& random_;
  std::uint32_t cursor_ = 0;
  std::vector<Uses> totals_;                          // by port number, all addresses together
  std::unordered_map<std::uint64_t, Uses> by_local_;  // by address and port; only those in use
};

}  // namespace flue::tcp
