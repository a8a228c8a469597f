#include "host/stack/counters.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace flue::stack {
namespace {

TEST(Counters, HaveDistinctNamesAndCount) {
  Counters counters;
  counters.add(Counter::kIpInMartians);
  counters.add(Counter::kTcpInNotUnicast, 41);
  std::set<std::string> names;
  for (const CounterLine& line : counters.lines()) {
    EXPECT_TRUE(names.insert(line.name).second) << line.name;
    EXPECT_NE(line.name.find('.'), std::string::npos);
    const std::uint64_t expected = line.name == "ip.in_martians" ? 1u : line.name == "tcp.in_not_unicast" ? 41u : 0u;
    EXPECT_EQ(line.value, expected) << line.name;
  }
  EXPECT_EQ(names.size(), static_cast<std::size_t>(Counter::kCount));
}

TEST(Counters, ShowEveryTcpDropReason) {
  tcp::Counters tcp;
  tcp.drops[static_cast<std::size_t>(tcp::SegmentDrop::kAfterClose)] = 7;
  tcp.in_segs = 3;
  std::uint64_t after_close = 0;
  std::uint64_t in_segs = 0;
  std::size_t drops = 0;
  for (const CounterLine& line : lines_of(tcp)) {
    if (line.name == "tcp.drop_after_close") after_close = line.value;
    if (line.name == "tcp.in_segs") in_segs = line.value;
    if (line.name.starts_with("tcp.drop_")) ++drops;
  }
  EXPECT_EQ(after_close, 7u);
  EXPECT_EQ(in_segs, 3u);
  EXPECT_EQ(drops, static_cast<std::size_t>(tcp::SegmentDrop::kCount) - 1);
}

}  // namespace
}  // namespace flue::stack
