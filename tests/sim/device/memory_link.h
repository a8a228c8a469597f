// MemoryLink: a far end in memory, and frames of no protocol that the card knows.
#pragma once

#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "host/link/link.h"

namespace flue::test {

class MemoryLink final : public Link {
 public:
  [[nodiscard]] std::uint32_t mtu() const override { return 1500; }
  [[nodiscard]] std::optional<std::uint64_t> speed() const override { return std::nullopt; }
  [[nodiscard]] std::optional<MacAddr> hardware_address() const override { return std::nullopt; }
  bool send(Bytes frame) override {
    from_card.emplace_back(frame.begin(), frame.end());
    return true;
  }
  Bytes receive() override {
    if (to_card.empty()) return {};
    shown_ = std::move(to_card.front());
    to_card.pop_front();
    return shown_;
  }

  std::deque<std::vector<std::byte>> to_card, from_card;

 private:
  std::vector<std::byte> shown_;
};

template <class RandomSource>
std::vector<std::byte> plain_frame(RandomSource& random, std::size_t size) {
  std::vector<std::byte> frame(size);
  for (std::byte& b : frame) b = static_cast<std::byte>(random.next());
  frame[0] &= std::byte{0xFE};  // to one host
  frame[12] = std::byte{0x88};  // local experimental EtherType
  frame[13] = std::byte{0xB5};
  return frame;
}

}  // namespace flue::test
