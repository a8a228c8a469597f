// The keyed hash of a connection's four-tuple: without the key nobody can choose tuples that collide.
#pragma once

#include <cstdint>

#include "host/base/address.h"
#include "host/base/random.h"

namespace flue::tcp {

inline std::uint64_t pair_hash(const SipKey& key, const Endpoint& local, const Endpoint& remote,
                               std::uint64_t salt = 0) {
  const std::uint64_t addresses = static_cast<std::uint64_t>(local.address.bits()) << 32 | remote.address.bits();
  const std::uint64_t ports = static_cast<std::uint64_t>(local.port.number()) << 16 | remote.port.number();
  return siphash(key, addresses, ports, salt);
}

}  // namespace flue::tcp
