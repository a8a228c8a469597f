// Hardware addresses in packet bytes.
#pragma once

#include <array>
#include <cstddef>

#include "host/base/address.h"
#include "host/base/bytes.h"

namespace flue::wire {

inline MacAddr load_mac(Bytes b, std::size_t at) {
  std::array<std::uint8_t, 6> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = load_u8(b, at + i);
  return MacAddr(bytes);
}

inline void store_mac(MutableBytes b, std::size_t at, const MacAddr& mac) {
  for (std::size_t i = 0; i < mac.bytes().size(); ++i) store_u8(b, at + i, mac.bytes()[i]);
}

}  // namespace flue::wire
