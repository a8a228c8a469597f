#include "host/tcp/ring.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <deque>

#include "tests/host/tcp/connection_harness.h"

namespace flue::tcp::test {
namespace {

TEST(Ring, HoldsNoMemoryUntilThereIsSomethingToHold) {
  Ring ring;
  EXPECT_EQ(ring.capacity(), 0u);
  ASSERT_TRUE(ring.reserve(0, 0, 1));
  EXPECT_EQ(ring.capacity(), Ring::kLeast);
  ring.release();
  EXPECT_EQ(ring.capacity(), 0u);
}

TEST(Ring, KeepsItsBytesWhenItGrowsAcrossTheWrapOfOffsets) {
  Ring ring;
  const std::uint32_t start = 0xFFFFFFFF - 700;
  const std::string text = pattern(2000);
  ASSERT_TRUE(ring.reserve(start, 0, start + 2000));
  ring.put(start, bytes_of(text));
  ASSERT_TRUE(ring.reserve(start, 2000, start + 50000));
  EXPECT_EQ(ring.capacity(), 65536u);
  EXPECT_EQ(text_of(ring.view(start, 2000)), text);
}

TEST(Ring, BusyRingStartsAtHalfOfItsLastSize) {
  Ring ring;
  ASSERT_TRUE(ring.reserve(0, 0, 100000));
  ring.release();
  ASSERT_TRUE(ring.reserve(0, 0, 10));
  EXPECT_EQ(ring.capacity(), 65536u);
  ring.release();
  ASSERT_TRUE(ring.reserve(0, 0, 10));
  EXPECT_EQ(ring.capacity(), 32768u);
}

class LimitedMemory final : public RingMemory {
 public:
  explicit LimitedMemory(std::uint32_t limit) : limit_(limit) {}
  std::byte* allocate(std::uint32_t size) override {
    if (in_use + size > limit_) return nullptr;
    in_use += size;
    return new std::byte[size];
  }
  void release(std::byte* memory, std::uint32_t size) override {
    in_use -= size;
    delete[] memory;
  }
  std::uint32_t in_use = 0;

 private:
  std::uint32_t limit_;
};

TEST(Ring, WithoutMemoryNothingChanges) {
  LimitedMemory memory(4096);
  {
    Ring ring(&memory);
    ASSERT_TRUE(ring.reserve(5, 0, 9));
    ring.put(5, bytes_of("flue"));
    EXPECT_FALSE(ring.reserve(5, 4, 10000));
    EXPECT_EQ(text_of(ring.view(5, 4)), "flue");
    Ring moved(std::move(ring));
    EXPECT_EQ(text_of(moved.view(5, 4)), "flue");
  }
  EXPECT_EQ(memory.in_use, 0u);
}

RC_GTEST_PROP(Ring, IsAQueueWhateverIsPutAndTaken, (std::uint32_t start)) {
  Ring ring;
  std::deque<char> model;
  std::uint32_t begin = start;
  std::uint32_t end = start;
  const auto steps = *rc::gen::container<std::vector<std::pair<std::uint16_t, std::uint16_t>>>(
      rc::gen::pair(rc::gen::inRange<std::uint16_t>(0, 5000), rc::gen::inRange<std::uint16_t>(0, 5000)));
  for (const auto& [in, out] : steps) {
    const std::string text = pattern(in, end);
    RC_ASSERT(ring.reserve(begin, end - begin, end + in));
    ring.put(end, bytes_of(text));
    model.insert(model.end(), text.begin(), text.end());
    end += in;
    const auto taken = std::min<std::uint32_t>(out, end - begin);
    RC_ASSERT(text_of(ring.view(begin, taken)) == std::string(model.begin(), model.begin() + taken));
    model.erase(model.begin(), model.begin() + taken);
    begin += taken;
    if (begin == end) ring.release();
  }
}

}  // namespace
}  // namespace flue::tcp::test
