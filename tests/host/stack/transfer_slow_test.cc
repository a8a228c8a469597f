// 64 MiB each way at once over a bad wire, byte-exact.
#include <gtest/gtest.h>

#include "tests/host/stack/two_stacks.h"
#include "tests/support/requirement.h"

namespace flue::stack {
namespace {

using namespace std::chrono_literals;

TEST(TransferSlow, Win2003) { transfer_both_ways(ProfileName::kWin2003, 64u << 20, 24h); }
TEST(TransferSlow, Modern) { transfer_both_ways(ProfileName::kModern, 64u << 20, 24h); }

}  // namespace
}  // namespace flue::stack
