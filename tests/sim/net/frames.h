// Frames that tell which one they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/base/bytes.h"
#include "host/link/link.h"

namespace flue::test {

// A frame of IPv4's type with `number` behind its Ethernet header.
inline std::vector<std::byte> numbered_frame(std::uint32_t number, std::size_t size = 60) {
  std::vector<std::byte> frame(size);
  store_be16(frame, 12, 0x0800);
  store_be32(frame, 14, number);
  return frame;
}

// The numbers of the frames that a port has now, in order.
inline std::vector<std::uint32_t> receive_numbers(Link& link) {
  std::vector<std::uint32_t> numbers;
  for (Bytes frame = link.receive(); !frame.empty(); frame = link.receive()) numbers.push_back(load_be32(frame, 14));
  return numbers;
}

}  // namespace flue::test
