#include "host/tcp/slot_table.h"

#include <gtest/gtest.h>

#include "host/tcp/tcp.h"

namespace flue::tcp {
namespace {

TEST(SlotTable, RefusesAStaleId) {
  SlotTable<int, ConnectionId> table;
  const ConnectionId first = table.insert(std::make_unique<int>(1));
  ASSERT_NE(table.find(first), nullptr);
  table.erase(first);
  EXPECT_EQ(table.find(first), nullptr);
  const ConnectionId second = table.insert(std::make_unique<int>(2));
  EXPECT_EQ(second.index, first.index) << "the slot is used again";
  EXPECT_NE(second.generation, first.generation);
  EXPECT_EQ(table.find(first), nullptr);
  EXPECT_EQ(*table.find(second), 2);
  table.erase(first);
  EXPECT_NE(table.find(second), nullptr) << "a stale id erases nothing";
}

TEST(SlotTable, KnowsNoInventedId) {
  SlotTable<int, ConnectionId> table;
  EXPECT_EQ(table.find({}), nullptr);
  EXPECT_EQ(table.find({5, 1}), nullptr);
  const ConnectionId id = table.insert(std::make_unique<int>(1));
  EXPECT_TRUE(id) << "generation 0 means none and is never given";
  EXPECT_EQ(table.find({id.index, 0}), nullptr);
}

}  // namespace
}  // namespace flue::tcp
