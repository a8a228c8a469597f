// A byte ring of a stream: the byte with stream offset x (its sequence number minus the initial one, modulo 2^32)
// always lies at x & (capacity - 1), so that data that arrive out of order go straight to their place. The capacity is
// a power of two; memory exists only while there is something to hold, which keeps an idle connection small.
#pragma once

#include <cstddef>
#include <cstdint>

#include "host/base/bytes.h"

namespace flue::tcp {

// Where rings live. The default is the heap; a pool or a card's pinned memory implements the same two calls.
class RingMemory {
 public:
  virtual ~RingMemory() = default;
  // `size` bytes, a power of two of at least Ring::kLeast; nullptr if there is no memory.
  virtual std::byte* allocate(std::uint32_t size) = 0;
  virtual void release(std::byte* memory, std::uint32_t size) = 0;
};

class Ring {
 public:
  static constexpr std::uint32_t kLeast = 2048;     // bytes
  static constexpr std::uint32_t kMost = 1u << 30;  // bytes

  Ring() = default;
  // memory: nullptr for the heap; outlives the ring.
  explicit Ring(RingMemory* memory) : memory_(memory) {}
  Ring(Ring&& other) noexcept;
  Ring& operator=(Ring&& other) noexcept;
  ~Ring() { release(); }

  [[nodiscard]] std::uint32_t capacity() const { return capacity_; }

  // Makes room up to offset `end` with everything from `begin` on; the `reach` bytes behind begin may hold something
  // and keep it. False, with nothing changed, if there is no memory. Needs reach and end - begin of at most kMost.
  [[nodiscard]] bool reserve(std::uint32_t begin, std::uint32_t reach, std::uint32_t end);
  // Copies data to offset; reserve() made the room.
  void put(std::uint32_t offset, Bytes data);
  // The bytes [offset, offset + length), in one or two runs.
  [[nodiscard]] ByteSpans view(std::uint32_t offset, std::uint32_t length) const;
  // Gives the memory back; the next reserve() starts at half of this size, so that a busy ring does not grow again and
  // again from the smallest.
  void release();

 private:
  std::byte* bytes_ = nullptr;
  RingMemory* memory_ = nullptr;
  std::uint32_t capacity_ = 0;
  std::uint32_t last_capacity_ = 0;
};

}  // namespace flue::tcp
