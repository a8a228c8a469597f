// BareDriver: the card's queues driven as the contract says, with nothing of the product's driver: what comes out of it
// is what the card did. Access needs read(offset), write(offset, value) and allocate(size).
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "host/base/bytes.h"
#include "host/contract/flue_contract.h"
#include "host/device/device.h"

namespace flue::test {

class BareDriver {
 public:
  static constexpr std::uint32_t kLog2 = 7;
  static constexpr std::uint32_t kEntries = 1u << kLog2;
  static constexpr std::size_t kTxSlot = 65536;

  struct Received {
    contract::SlowRxDescriptor descriptor;
    std::vector<std::byte> frame;
  };

  explicit BareDriver(Device& card)
      : card_(card),
        rx_descriptors_(*card.allocate(kEntries * sizeof(contract::SlowRxDescriptor))),
        rx_buffers_(*card.allocate(kEntries * contract::kSlowRxSlotBytes)),
        tx_descriptors_(*card.allocate(kEntries * sizeof(contract::SlowTxDescriptor))),
        tx_buffers_(*card.allocate(kEntries * kTxSlot)),
        completion_(*card.allocate(sizeof(contract::Completion))) {}

  void start(std::uint32_t control = contract::kControlRxEnable | contract::kControlTxEnable |
                                     contract::kControlPromiscuous) {
    address(contract::kRegSlowRxDescLo, rx_descriptors_);
    address(contract::kRegSlowRxBufLo, rx_buffers_);
    address(contract::kRegSlowTxDescLo, tx_descriptors_);
    address(contract::kRegCompletionLo, completion_);
    card_.write(contract::kRegSlowRxLog2, kLog2);
    card_.write(contract::kRegSlowTxLog2, kLog2);
    card_.write(contract::kRegControl, control);
  }

  // Fills an entry; `ring` tells the card of all filled so far. The caller does not overrun the queue.
  void send(Bytes frame, contract::SlowTxDescriptor descriptor = {}) {
    const std::size_t entry = tx_tail_ % kEntries;
    std::ranges::copy(frame, tx_buffers_.bytes.begin() + static_cast<std::ptrdiff_t>(entry * kTxSlot));
    descriptor.address = tx_buffers_.bus_address + entry * kTxSlot;
    descriptor.length = static_cast<std::uint32_t>(frame.size());
    if (descriptor.header_length == 0) {
      descriptor.header_length = static_cast<std::uint16_t>(std::min<std::size_t>(frame.size(), 64));
    }
    descriptor.opcode = static_cast<std::uint8_t>(contract::TxOpcode::kFrame);
    std::memcpy(tx_descriptors_.bytes.data() + entry * sizeof descriptor, &descriptor, sizeof descriptor);
    ++tx_tail_;
  }
  void ring() { card_.write(contract::kRegSlowTxTail, tx_tail_); }

  // Every frame whose descriptor is there; their entries go back to the card.
  std::vector<Received> receive() {
    std::vector<Received> frames;
    for (;;) {
      const std::size_t entry = rx_head_ % kEntries;
      contract::SlowRxDescriptor descriptor;
      std::memcpy(&descriptor, rx_descriptors_.bytes.data() + entry * sizeof descriptor, sizeof descriptor);
      if (descriptor.number != rx_head_ + 1) break;
      const Bytes slot = Bytes(rx_buffers_.bytes).subspan(entry * contract::kSlowRxSlotBytes, descriptor.length);
      frames.push_back({descriptor, {slot.begin(), slot.end()}});
      ++rx_head_;
    }
    if (!frames.empty()) card_.write(contract::kRegSlowRxHead, rx_head_);
    return frames;
  }

  [[nodiscard]] contract::Completion completion() const {
    contract::Completion completion;
    std::memcpy(&completion, completion_.bytes.data(), sizeof completion);
    return completion;
  }
  [[nodiscard]] std::uint32_t sent() const { return tx_tail_; }

 private:
  void address(std::uint32_t low_register, const DeviceMemory& region) {
    card_.write(low_register, static_cast<std::uint32_t>(region.bus_address));
    card_.write(low_register + 4, static_cast<std::uint32_t>(region.bus_address >> 32));
  }

  Device& card_;
  DeviceMemory rx_descriptors_, rx_buffers_, tx_descriptors_, tx_buffers_, completion_;
  std::uint32_t tx_tail_ = 0;
  std::uint32_t rx_head_ = 0;
};

}  // namespace flue::test
