#include "sim/device/host_memory.h"

#include <algorithm>
#include <memory>

#include "host/base/check.h"

namespace flue::sim {
namespace {

constexpr std::uint64_t kFirstAddress = 0x10'0000'0000;
constexpr std::size_t kPage = 4096;

}  // namespace

DeviceMemory HostMemory::allocate(std::size_t size) {
  FLUE_CHECK(size > 0);
  const std::size_t whole = (size + kPage - 1) / kPage * kPage;  // the bus reads whole beats
  Block block;
  block.bus_address = kFirstAddress;
  // A page that is no memory lies between two regions.
  if (!blocks_.empty()) block.bus_address = blocks_.back().bus_address + blocks_.back().bytes.size() + kPage;
  block.storage.resize(whole + kPage);
  void* start = block.storage.data();
  std::size_t space = block.storage.size();
  FLUE_CHECK(std::align(kPage, whole, start, space) != nullptr);
  block.bytes = MutableBytes(block.storage).subspan(block.storage.size() - space, whole);
  blocks_.push_back(std::move(block));
  return {blocks_.back().bytes.first(size), blocks_.back().bus_address};
}

MutableBytes HostMemory::find(std::uint64_t address, std::size_t size) {
  const auto holds = [&](const Block& block) {
    return address >= block.bus_address && address - block.bus_address < block.bytes.size();
  };
  if (last_ >= blocks_.size() || !holds(blocks_[last_])) {
    const auto found = std::ranges::find_if(blocks_, holds);
    if (found == blocks_.end()) return {};
    last_ = static_cast<std::size_t>(found - blocks_.begin());
  }
  const Block& block = blocks_[last_];
  const std::uint64_t offset = address - block.bus_address;
  if (size > block.bytes.size() - offset) return {};
  return block.bytes.subspan(offset, size);
}

bool HostMemory::read(std::uint64_t address, MutableBytes out) {
  const MutableBytes from = find(address, out.size());
  if (from.empty()) return false;
  std::ranges::copy(from, out.begin());
  return true;
}

bool HostMemory::write(std::uint64_t address, Bytes data, std::uint64_t strobes) {
  const MutableBytes to = find(address, data.size());
  if (to.empty()) return false;
  if (strobes == ~std::uint64_t{0}) {
    std::ranges::copy(data, to.begin());
    return true;
  }
  for (std::size_t i = 0; i < data.size(); ++i) {
    if ((strobes >> i & 1) != 0) to[i] = data[i];
  }
  return true;
}

}  // namespace flue::sim
