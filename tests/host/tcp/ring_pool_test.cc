#include "host/tcp/ring_pool.h"

#include <gtest/gtest.h>

#include "tests/host/tcp/connection_harness.h"

namespace flue::tcp::test {
namespace {

TEST(RingPool, GivesBackWhatItKeptOfTheSameSize) {
  RingPool pool;
  std::byte* memory = pool.allocate(4096);
  pool.release(memory, 4096);
  EXPECT_EQ(pool.kept(), 4096u);
  std::byte* other = pool.allocate(8192);
  EXPECT_NE(other, memory);
  EXPECT_EQ(pool.allocate(4096), memory);
  EXPECT_EQ(pool.kept(), 0u);
  pool.release(memory, 4096);
  pool.release(other, 8192);
}

TEST(RingPool, KeepsNoMoreThanItsLimit) {
  RingPool pool(10000);
  std::byte* first = pool.allocate(8192);
  std::byte* second = pool.allocate(8192);
  pool.release(first, 8192);
  pool.release(second, 8192);
  EXPECT_EQ(pool.kept(), 8192u);
}

TEST(RingPool, ServesTheRingsOfAConnection) {
  RingPool pool;
  OneConnection c;
  c.config.memory = &pool;
  c.connect();
  c.receive_data("hello");
  EXPECT_EQ(c.read_all(), "hello");
  EXPECT_EQ(pool.kept(), Ring::kLeast);
  c.receive_data("again");
  EXPECT_EQ(pool.kept(), 0u);
  c.tcb = Tcb();
  EXPECT_EQ(pool.kept(), Ring::kLeast);
}

}  // namespace
}  // namespace flue::tcp::test
