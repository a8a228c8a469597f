// MemorySpace: what lies behind an AXI4 memory model.
#pragma once

#include <cstdint>

#include "host/base/bytes.h"

namespace flue::sim {

class MemorySpace {
 public:
  virtual ~MemorySpace() = default;
  // False: no memory at some of these addresses (the bus answers with an error); nothing was copied.
  virtual bool read(std::uint64_t address, MutableBytes out) = 0;
  // Bit i of `strobes` enables byte i; at most 64 bytes.
  virtual bool write(std::uint64_t address, Bytes data, std::uint64_t strobes) = 0;
};

}  // namespace flue::sim
