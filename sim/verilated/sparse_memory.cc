#include "sim/verilated/sparse_memory.h"

#include <algorithm>

namespace flue::sim {

bool SparseMemory::is_forbidden(std::uint64_t address, std::size_t size) const {
  return std::any_of(forbidden_.begin(), forbidden_.end(), [&](const Range& range) {
    return address < range.address + range.size && range.address < address + size;
  });
}

std::byte& SparseMemory::at(std::uint64_t address) {
  auto& page = pages_[address / kPage];
  if (!page) page = std::make_unique<Page>();
  return (*page)[address % kPage];
}

bool SparseMemory::read(std::uint64_t address, MutableBytes out) {
  if (is_forbidden(address, out.size())) return false;
  std::ranges::copy(dump(address, out.size()), out.begin());
  return true;
}

bool SparseMemory::write(std::uint64_t address, Bytes data, std::uint64_t strobes) {
  if (is_forbidden(address, data.size())) return false;
  for (std::size_t i = 0; i < data.size(); ++i) {
    if ((strobes >> i & 1) != 0) at(address + i) = data[i];
  }
  return true;
}

void SparseMemory::load(std::uint64_t address, Bytes data) {
  for (std::size_t i = 0; i < data.size(); ++i) at(address + i) = data[i];
}

std::vector<std::byte> SparseMemory::dump(std::uint64_t address, std::size_t size) const {
  std::vector<std::byte> data(size);
  for (std::size_t done = 0; done < size;) {
    const std::size_t offset = (address + done) % kPage;
    const std::size_t count = std::min(size - done, kPage - offset);
    const auto page = pages_.find((address + done) / kPage);
    if (page != pages_.end()) {
      std::copy_n(page->second->begin() + static_cast<std::ptrdiff_t>(offset), count,
                  data.begin() + static_cast<std::ptrdiff_t>(done));
    }
    done += count;
  }
  return data;
}

}  // namespace flue::sim
