// From a connection's four-tuple to the slot of its record: open addressing with linear probing, 8 bytes per place,
// grown at three quarters. The hash is the low half of pair_hash(). The records themselves live elsewhere; the caller
// says which of the candidates is meant.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace flue::tcp {

class PairIndex {
 public:
  // `first_size`: places to begin with, rounded up to a power of two (MaxHashTableSize).
  explicit PairIndex(std::size_t first_size) : places_(std::bit_ceil(first_size < 16 ? 16 : first_size)) {}

  // The slot stored under `hash` for which matches(slot) holds.
  template <typename Matches>
  [[nodiscard]] std::optional<std::uint32_t> find(std::uint32_t hash, Matches matches) const {
    for (std::size_t at = hash & mask();; at = (at + 1) & mask()) {
      const Place& place = places_[at];
      if (place.slot == kEmpty) return std::nullopt;
      if (place.hash == hash && matches(place.slot)) return place.slot;
    }
  }

  void insert(std::uint32_t hash, std::uint32_t slot) {
    if ((count_ + 1) * 4 > places_.size() * 3) grow();
    put({hash, slot});
    ++count_;
  }

  // Removes what insert(hash, slot) stored.
  void erase(std::uint32_t hash, std::uint32_t slot) {
    std::size_t at = hash & mask();
    while (places_[at].slot != slot) {
      if (places_[at].slot == kEmpty) return;
      at = (at + 1) & mask();
    }
    --count_;
    // Close the gap: whatever was pushed past `at` by its presence moves back, so no tombstones are needed.
    for (std::size_t next = (at + 1) & mask(); places_[next].slot != kEmpty; next = (next + 1) & mask()) {
      const std::size_t home = places_[next].hash & mask();
      if (((next - home) & mask()) < ((next - at) & mask())) continue;
      places_[at] = places_[next];
      at = next;
    }
    places_[at] = {};
  }

  [[nodiscard]] std::size_t size() const { return count_; }

 private:
  static constexpr std::uint32_t kEmpty = UINT32_MAX;
  struct Place {
    std::uint32_t hash = 0;
    std::uint32_t slot = kEmpty;
  };

  [[nodiscard]] std::size_t mask() const { return places_.size() - 1; }

  void put(Place place) {
    std::size_t at = place.hash & mask();
    while (places_[at].slot != kEmpty) at = (at + 1) & mask();
    places_[at] = place;
  }

  void grow() {
    std::vector<Place> old(places_.size() * 2);
    old.swap(places_);
    for (const Place& place : old) {
      if (place.slot != kEmpty) put(place);
    }
  }

  std::vector<Place> places_;
  std::size_t count_ = 0;
};

}  // namespace flue::tcp
