#include "sim/net/lossy_link.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <vector>

#include "tests/sim/net/frames.h"
#include "tests/support/seed.h"

namespace flue::sim {
namespace {

using namespace std::chrono_literals;
using test::numbered_frame;
using test::receive_numbers;
using Numbers = std::vector<std::uint32_t>;

constexpr TimePoint at(Duration since_start) { return TimePoint(since_start); }

// A port whose far end the test holds.
struct Frames {
  std::deque<std::vector<std::byte>> to_us;
  Numbers from_us;
  bool full = false;
};

class MemoryLink final : public Link {
 public:
  explicit MemoryLink(Frames& frames) : frames_(frames) {}
  [[nodiscard]] std::uint32_t mtu() const override { return 1400; }
  [[nodiscard]] std::optional<std::uint64_t> speed() const override { return 1'000; }
  [[nodiscard]] std::optional<MacAddr> hardware_address() const override { return kBroadcastMac; }
  [[nodiscard]] int descriptor() const override { return 42; }
  bool send(Bytes frame) override {
    if (!frames_.full) frames_.from_us.push_back(load_be32(frame, 14));
    return !frames_.full;
  }
  Bytes receive() override {
    if (frames_.to_us.empty()) return {};
    shown_ = frames_.to_us.front();
    frames_.to_us.pop_front();
    return shown_;
  }

 private:
  Frames& frames_;
  std::vector<std::byte> shown_;
};

class Lossy : public ::testing::Test {
 protected:
  LossyLink make(const ImpairmentRates& rates) { return {std::make_unique<MemoryLink>(frames_), rates, test::seed()}; }
  Frames frames_;
};

TEST_F(Lossy, WithoutRatesIsTheLinkItself) {
  auto link = make({});
  EXPECT_EQ(link.mtu(), 1400u);
  EXPECT_EQ(link.speed(), 1'000u);
  EXPECT_EQ(link.hardware_address(), kBroadcastMac);
  EXPECT_EQ(link.descriptor(), 42);
  frames_.to_us = {numbered_frame(1), numbered_frame(2)};
  EXPECT_EQ(receive_numbers(link), (Numbers{1, 2}));
  EXPECT_TRUE(link.send(numbered_frame(3)));
  EXPECT_EQ(frames_.from_us, Numbers{3});
  EXPECT_EQ(link.next_deadline(), kNever);
  frames_.full = true;
  EXPECT_FALSE(link.send(numbered_frame(4)));
}

TEST_F(Lossy, LosesInBothDirectionsWithoutStoppingAtALoss) {
  auto link = make({.loss = 0.5});
  for (std::uint32_t i = 0; i < 1000; ++i) {
    frames_.to_us.push_back(numbered_frame(i));
    EXPECT_TRUE(link.send(numbered_frame(i)));
  }
  const auto received = receive_numbers(link);
  EXPECT_EQ(received.size(), 1000 - link.received().lost);
  EXPECT_EQ(frames_.from_us.size(), 1000 - link.sent().lost);
  EXPECT_NEAR(static_cast<double>(received.size()), 500, 80);
  EXPECT_NEAR(static_cast<double>(frames_.from_us.size()), 500, 80);
  EXPECT_NE(received, frames_.from_us);  // each direction has its own luck
}

TEST_F(Lossy, DuplicatesAreReceivedOneAfterTheOther) {
  auto link = make({.duplicate = 1});
  frames_.to_us = {numbered_frame(1), numbered_frame(2)};
  EXPECT_EQ(receive_numbers(link), (Numbers{1, 1, 2, 2}));
  link.send(numbered_frame(3));
  EXPECT_EQ(frames_.from_us, (Numbers{3, 3}));
}

TEST_F(Lossy, HeldBackFramesGoOnWhenTheyAreDue) {
  auto link = make({.reorder = 1, .reorder_delay = 2ms});
  link.poll(at(10ms));
  link.send(numbered_frame(1));
  EXPECT_TRUE(frames_.from_us.empty());
  EXPECT_EQ(link.next_deadline(), at(12ms));
  link.poll(at(11ms));
  frames_.to_us = {numbered_frame(2)};
  EXPECT_TRUE(link.receive().empty());
  link.poll(at(12ms));
  EXPECT_EQ(frames_.from_us, Numbers{1});
  EXPECT_EQ(link.next_deadline(), at(13ms));
  EXPECT_TRUE(link.receive().empty());
  link.poll(at(13ms));
  EXPECT_EQ(receive_numbers(link), Numbers{2});
  EXPECT_EQ(link.next_deadline(), kNever);
}

TEST_F(Lossy, AReorderedFrameIsOvertaken) {
  auto link = make({.reorder = 0.1, .reorder_delay = 1ms});
  Numbers received;
  for (std::uint32_t i = 0; i < 200; ++i) {
    link.poll(at(i * 500us));
    frames_.to_us.push_back(numbered_frame(i));
    const auto now = receive_numbers(link);
    received.insert(received.end(), now.begin(), now.end());
  }
  link.poll(at(1s));
  const auto rest = receive_numbers(link);
  received.insert(received.end(), rest.begin(), rest.end());
  EXPECT_EQ(received.size(), 200u);
  EXPECT_FALSE(std::ranges::is_sorted(received));
}

}  // namespace
}  // namespace flue::sim
