// Pin: one port of a Verilated model, whatever its width, so that a bus model need not know the class of its top.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "host/base/bytes.h"

namespace flue::sim {

// Verilator keeps a port as an integer or as an array of 32-bit words; on a little-endian machine either way byte 0 of
// the storage is bits 7:0. Bits above the port's width must stay 0.
class Pin {
 public:
  Pin() = default;  // connected to nothing: reads 0, ignores what is set
  template <class Signal>
  requires(!std::same_as<Signal, Pin>) explicit Pin(Signal& signal)
      : storage_(std::as_writable_bytes(std::span(&signal, 1))) {}

  [[nodiscard]] bool connected() const { return !storage_.empty(); }
  // Bytes of storage: 1, 2, 4, 8 or a multiple of 4.
  [[nodiscard]] std::size_t size() const { return storage_.size(); }
  [[nodiscard]] Bytes bytes() const { return storage_; }
  [[nodiscard]] MutableBytes bytes() { return storage_; }

  [[nodiscard]] bool high() const { return connected() && (storage_[0] & std::byte{1}) != std::byte{0}; }
  // The lowest 64 bits.
  [[nodiscard]] std::uint64_t get() const {
    std::uint64_t value = 0;
    std::memcpy(&value, storage_.data(), storage_.size() < sizeof value ? storage_.size() : sizeof value);
    return value;
  }
  void set(std::uint64_t value) {
    if (!connected()) return;
    const std::size_t low = storage_.size() < sizeof value ? storage_.size() : sizeof value;
    std::memcpy(storage_.data(), &value, low);
    if (low < storage_.size()) std::memset(storage_.data() + low, 0, storage_.size() - low);
  }

 private:
  MutableBytes storage_;
};

// FLUE_PIN(dut, name): the pin of that name, unconnected if the top has none.
#define FLUE_PIN(dut, name)                    \
  ([](auto& flue_top) {                        \
    if constexpr (requires { flue_top.name; }) \
      return ::flue::sim::Pin(flue_top.name);  \
    else                                       \
      return ::flue::sim::Pin();               \
  }(dut))

}  // namespace flue::sim
