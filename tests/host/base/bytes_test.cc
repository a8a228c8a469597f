#include "host/base/bytes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

namespace flue {
namespace {

TEST(Bytes, TheFirstByteIsTheMostSignificant) {
  std::array<std::byte, 6> b{};
  store_be32(b, 1, 0x01020304);
  EXPECT_EQ(b[0], std::byte{0});
  EXPECT_EQ(b[1], std::byte{1});
  EXPECT_EQ(b[4], std::byte{4});
  EXPECT_EQ(b[5], std::byte{0});
  EXPECT_EQ(load_be16(b, 2), 0x0203);
  EXPECT_EQ(load_u8(b, 3), 3);
}

RC_GTEST_PROP(Bytes, LoadOfStoreIsIdentity, (std::uint32_t word, std::uint16_t half, std::uint8_t one)) {
  std::array<std::byte, 7> b{};
  store_be32(b, 0, word);
  store_be16(b, 4, half);
  store_u8(b, 6, one);
  RC_ASSERT(load_be32(b, 0) == word);
  RC_ASSERT(load_be16(b, 4) == half);
  RC_ASSERT(load_u8(b, 6) == one);
}

TEST(ByteSpans, CountBothRuns) {
  const std::array<std::byte, 5> b{};
  const ByteSpans spans{Bytes(b).first(3), Bytes(b).last(2)};
  EXPECT_EQ(spans.size(), 5u);
  EXPECT_FALSE(spans.empty());
  EXPECT_TRUE(ByteSpans().empty());
}

}  // namespace
}  // namespace flue
