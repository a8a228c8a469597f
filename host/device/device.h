// Device: what the host needs of a card, whichever way it is reached: registers, memory that both sides see, and word
// that something has happened. Implemented by the simulated card (sim/device) and, later, on top of XRT. Not
// thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "host/base/bytes.h"
#include "host/base/result.h"
#include "host/base/time.h"

namespace flue {

enum class DeviceErrorCode : std::uint8_t {
  kVanished,  // no longer answers: unplugged, reset, or the simulated card has failed; nothing will work again
  kNoMemory,  // no more memory that the card can reach
};

struct DeviceError {
  DeviceErrorCode code;
  std::string message;  // one sentence
};

// Belongs to the device and lives as long as it.
struct DeviceMemory {
  MutableBytes bytes;             // zero at first
  std::uint64_t bus_address = 0;  // of byte 0 as the card knows it; a multiple of 4096
};

class Device {
 public:
  virtual ~Device() = default;

  // One 32-bit register of the contract; `offset` is a multiple of 4 below 64 KiB. A read also brings to the host what
  // the card wrote to memory before it answered; a write comes after everything the host wrote to memory before it.
  virtual Result<std::uint32_t, DeviceError> read(std::uint32_t offset) = 0;
  virtual Result<void, DeviceError> write(std::uint32_t offset, std::uint32_t value) = 0;

  // At least `size` >= 1 bytes.
  virtual Result<DeviceMemory, DeviceError> allocate(std::size_t size) = 0;

  // Gives a simulated card its time: it works until it has nothing left to do at `now`, which never goes back. To be
  // called when descriptor() is readable, after doorbells, and when time has passed. A real card needs none.
  virtual Result<void, DeviceError> poll(TimePoint now) = 0;

  // Readable when poll() or a look at the queues is due: an interrupt, or a frame at the far end of a simulated card.
  // -1: there is none (virtual time).
  [[nodiscard]] virtual int descriptor() const = 0;
};

}  // namespace flue
