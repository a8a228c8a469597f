#include "host/cli/stats.h"

#include <gtest/gtest.h>

namespace flue::cli {
namespace {

TEST(Stats, GroupsCountersByLayer) {
  const Json answer{{"counters", {{"tcp.in_segs", 12}, {"ip.in_receives", 1234567890123}, {"ip.in_hdr_errors", 0}}}};
  EXPECT_EQ(render_stats(answer),
            "ip\n"
            "  in_hdr_errors                                      0\n"
            "  in_receives                            1234567890123\n"
            "\n"
            "tcp\n"
            "  in_segs                                           12\n");
}

}  // namespace
}  // namespace flue::cli
