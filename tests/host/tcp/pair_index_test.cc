#include "host/tcp/pair_index.h"

#include <gtest/gtest.h>

#include <unordered_map>

#include "tests/support/seed.h"

namespace flue::tcp {
namespace {

TEST(PairIndex, TellsEntriesWithOneHashApart) {
  PairIndex index(16);
  index.insert(5, 100);
  index.insert(5, 101);
  EXPECT_EQ(index.find(5, [](std::uint32_t slot) { return slot == 101; }), 101u);
  index.erase(5, 100);
  EXPECT_EQ(index.find(5, [](std::uint32_t slot) { return slot == 101; }), 101u);
  EXPECT_EQ(index.find(5, [](std::uint32_t slot) { return slot == 100; }), std::nullopt);
}

// Few hash values, so that runs are long, wrap round and are torn by erasures.
TEST(PairIndex, AgreesWithAMapUnderRandomUse) {
  auto random = test::random_stream();
  PairIndex index(16);
  std::unordered_map<std::uint32_t, std::uint32_t> model;  // slot -> hash
  for (int round = 0; round < 50000; ++round) {
    const auto slot = static_cast<std::uint32_t>(random.below(300));
    const auto known = model.find(slot);
    if (known == model.end()) {
      const auto hash = static_cast<std::uint32_t>(random.below(40)) * 0x01000193u;
      index.insert(hash, slot);
      model[slot] = hash;
    } else {
      ASSERT_EQ(index.find(known->second, [&](std::uint32_t s) { return s == slot; }), slot);
      index.erase(known->second, slot);
      model.erase(known);
    }
    ASSERT_EQ(index.size(), model.size());
  }
  for (const auto& [slot, hash] : model) {
    EXPECT_TRUE(index.find(hash, [s = slot](std::uint32_t candidate) { return candidate == s; }));
  }
}

}  // namespace
}  // namespace flue::tcp
