#include "host/tcp/aged_pool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/support/seed.h"

namespace flue::tcp {
namespace {

std::vector<int> values(const AgedPool<int>& pool) {
  std::vector<int> found;
  for (std::uint32_t i = pool.oldest(); i != AgedPool<int>::kNone; i = pool.next(i)) found.push_back(pool[i]);
  return found;
}

TEST(AgedPool, KeepsOrderOfAge) {
  AgedPool<int> pool;
  const auto one = pool.push_back(1);
  const auto two = pool.push_back(2);
  pool.push_back(3);
  EXPECT_EQ(values(pool), (std::vector{1, 2, 3}));
  pool.renew(one);
  EXPECT_EQ(values(pool), (std::vector{2, 3, 1}));
  pool.erase(two);
  EXPECT_EQ(values(pool), (std::vector{3, 1}));
  EXPECT_EQ(pool.push_back(4), two) << "the free place is used again";
  EXPECT_EQ(pool.size(), 3u);
}

TEST(AgedPool, AgreesWithAListUnderRandomUse) {
  auto random = test::random_stream();
  AgedPool<int> pool;
  std::vector<std::pair<std::uint32_t, int>> model;  // oldest first
  for (int round = 0; round < 5000; ++round) {
    const auto choice = random.below(3);
    if (choice == 0 || model.empty()) {
      model.emplace_back(pool.push_back(round), round);
    } else {
      const auto victim = model.begin() + static_cast<std::ptrdiff_t>(random.below(model.size()));
      if (choice == 1) {
        pool.erase(victim->first);
        model.erase(victim);
      } else {
        pool.renew(victim->first);
        std::rotate(victim, victim + 1, model.end());
      }
    }
    std::vector<int> expected;
    for (const auto& [index, value] : model) expected.push_back(value);
    ASSERT_EQ(values(pool), expected);
  }
}

}  // namespace
}  // namespace flue::tcp
