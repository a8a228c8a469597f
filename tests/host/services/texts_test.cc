#include "host/services/texts.h"

#include <gtest/gtest.h>

#include "tests/host/stack/frames.h"

namespace flue::services {
namespace {

// The first two lines of RFC 864's example.
TEST(Texts, ChargenIsTheRotatingPatternOfRfc864) {
  const std::string cycle = stack::text_of(chargen_cycle());
  ASSERT_EQ(cycle.size(), 95u * 74u);
  EXPECT_EQ(cycle.substr(0, 74), " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg\r\n");
  EXPECT_EQ(cycle.substr(74, 74), "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefgh\r\n");
  EXPECT_EQ(cycle[94 * 74], '~');
  EXPECT_EQ(cycle[94 * 74 + 1], ' ');
}

TEST(Texts, QuotesAreShortLines) {
  for (std::size_t i = 0; i < 20; ++i) {
    EXPECT_LE(quote(i).size(), 512u);  // RFC 865
    EXPECT_TRUE(quote(i).ends_with("\r\n"));
  }
  EXPECT_NE(quote(0), quote(1));
}

}  // namespace
}  // namespace flue::services
