// HostMemory: memory that the host and the simulated card both see. The host works on the bytes in place; the card
// reaches them over its bus, at addresses that are not the host's own, so that mixing the two up is seen.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "host/base/bytes.h"
#include "host/device/device.h"
#include "sim/verilated/memory_space.h"

namespace flue::sim {

class HostMemory final : public MemorySpace {
 public:
  // At least 1 byte; both addresses are multiples of 4096. Lives as long as the HostMemory.
  DeviceMemory allocate(std::size_t size);

  // False outside of regions: the space between two is not memory, so that an overrun becomes a bus error.
  bool read(std::uint64_t address, MutableBytes out) override;
  bool write(std::uint64_t address, Bytes data, std::uint64_t strobes) override;

 private:
  // The bytes at `address`; empty when they are not all in one region.
  MutableBytes find(std::uint64_t address, std::size_t size);

  struct Block {
    std::uint64_t bus_address;
    std::vector<std::byte> storage;  // with slack for alignment
    MutableBytes bytes;
  };
  std::vector<Block> blocks_;  // ascending bus addresses
  std::size_t last_ = 0;       // where the last access was
};

}  // namespace flue::sim
