#include "host/tcp/timer_queue.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/support/seed.h"

namespace flue::tcp {
namespace {

TimePoint at(std::int64_t ms) { return TimePoint(std::chrono::milliseconds(ms)); }

TEST(TimerQueue, GivesKeysInOrderOfTime) {
  TimerQueue queue;
  queue.arm(3, at(30));
  queue.arm(1, at(10));
  queue.arm(2, at(20));
  EXPECT_EQ(queue.next(), at(10));
  EXPECT_EQ(queue.pop_due(at(9)), std::nullopt);
  EXPECT_EQ(queue.pop_due(at(25)), 1u);
  EXPECT_EQ(queue.pop_due(at(25)), 2u);
  EXPECT_EQ(queue.pop_due(at(25)), std::nullopt);
  EXPECT_EQ(queue.next(), at(30));
}

TEST(TimerQueue, KeepsTheEarlierOfTwoDeadlines) {
  TimerQueue queue;
  queue.arm(7, at(10));
  queue.arm(7, at(50));
  EXPECT_EQ(queue.next(), at(10));
  queue.arm(7, at(5));
  EXPECT_EQ(queue.next(), at(5));
  EXPECT_EQ(queue.pop_due(at(5)), 7u);
  EXPECT_EQ(queue.next(), kNever);
}

TEST(TimerQueue, NeverIsNotArmed) {
  TimerQueue queue;
  queue.arm(0, kNever);
  EXPECT_EQ(queue.next(), kNever);
}

TEST(TimerQueue, AgreesWithAMapUnderRandomUse) {
  auto random = test::random_stream();
  TimerQueue queue;
  std::map<std::uint32_t, TimePoint> model;
  for (int round = 0; round < 20000; ++round) {
    const auto key = static_cast<std::uint32_t>(random.below(64));
    switch (random.below(3)) {
      case 0: {
        const TimePoint when = at(round + static_cast<std::int64_t>(random.below(1000)));
        queue.arm(key, when);
        const auto [entry, added] = model.emplace(key, when);
        if (!added && when < entry->second) entry->second = when;
        break;
      }
      case 1:
        queue.disarm(key);
        model.erase(key);
        break;
      default:
        if (const auto due = queue.pop_due(at(round))) {
          ASSERT_TRUE(model.contains(*due));
          ASSERT_LE(model[*due], at(round));
          model.erase(*due);
        }
    }
    TimePoint earliest = kNever;
    for (const auto& [armed, when] : model) earliest = std::min(earliest, when);
    ASSERT_EQ(queue.next(), earliest) << "round " << round;
  }
}

}  // namespace
}  // namespace flue::tcp
