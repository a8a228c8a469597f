#include "host/cli/ping.h"

#include <gtest/gtest.h>

#include "tests/host/cli/fake_system.h"
#include "tests/support/requirement.h"

namespace flue::cli {
namespace {

Json reply(const char* from, unsigned bytes, unsigned ttl, std::int64_t time_us) {
  return {{"outcome", "reply"}, {"from", from}, {"bytes", bytes}, {"ttl", ttl}, {"time_us", time_us}};
}

TEST(Ping, PrintsTheRepliesAndStatisticsOfV42) {
  REQUIREMENT("TOOL-05");
  REQUIREMENT("TOOL-07");
  FakeSystem fake;
  fake.answers = {reply("10.99.99.2", 1450, 32, 400)};
  EXPECT_EQ(fake.run({"ping", "-n", "2", "-l", "1450", "10.99.99.2"}), 0);
  EXPECT_EQ(fake.out.str(),
            "\n"
            "Pinging 10.99.99.2 with 1450 bytes of data:\n"
            "\n"
            "Reply from 10.99.99.2: bytes=1450 time<10ms TTL=32\n"
            "Reply from 10.99.99.2: bytes=1450 time<10ms TTL=32\n"
            "\n"
            "Ping statistics for 10.99.99.2:\n"
            "    Packets: Sent = 2, Received = 2, Lost = 0 (0% loss),\n"
            "Approximate round trip times in milli-seconds:\n"
            "    Minimum = 0ms, Maximum = 0ms, Average = 0ms\n");
  ASSERT_EQ(fake.requests.size(), 2U);
  EXPECT_EQ(fake.requests[0]["size"], 1450);
  EXPECT_EQ(fake.pauses.size(), 1U);
}

// V-12: 1473 bytes do not fit into an Ethernet frame.
TEST(Ping, SaysThatAProbeIsTooLongAndCountsItAsLost) {
  REQUIREMENT("ICMP-10");
  REQUIREMENT("TOOL-05");
  FakeSystem fake;
  fake.answers = {Json{{"outcome", "needs_fragmentation"}}};
  EXPECT_EQ(fake.run({"ping", "-f", "-n", "1", "-l", "1473", "10.99.99.10"}), 1);
  EXPECT_EQ(fake.out.str(),
            "\n"
            "Pinging 10.99.99.10 with 1473 bytes of data:\n"
            "\n"
            "Packet needs to be fragmented but DF set.\n"
            "\n"
            "Ping statistics for 10.99.99.10:\n"
            "    Packets: Sent = 1, Received = 0, Lost = 1 (100% loss)\n");
  EXPECT_EQ(fake.requests[0]["dont_fragment"], true);
}

TEST(Ping, WaitsOneSecondUnlessToldOtherwise) {
  REQUIREMENT("TOOL-06");
  FakeSystem fake;
  fake.answers = {Json{{"outcome", "timed_out"}}};
  EXPECT_EQ(fake.run({"ping", "-n", "1", "10.99.99.2"}), 1);
  EXPECT_EQ(fake.run({"ping", "-n", "1", "-w", "5000", "10.99.99.2"}), 1);
  EXPECT_EQ(fake.requests[0]["wait_ms"], 1000);
  EXPECT_EQ(fake.requests[1]["wait_ms"], 5000);
}

TEST(Ping, SendsFourProbesOf32BytesByDefault) {
  FakeSystem fake;
  fake.answers = {reply("10.99.99.2", 32, 128, 20'000)};
  EXPECT_EQ(fake.run({"ping", "-i", "5", "peer"}), 0);
  EXPECT_EQ(fake.requests.size(), 4U);
  EXPECT_EQ(fake.requests[0]["size"], 32);
  EXPECT_EQ(fake.requests[0]["ttl"], 5);
  EXPECT_EQ(fake.requests[0]["address"], "10.99.99.2");
  EXPECT_EQ(fake.out.str().substr(0, fake.out.str().find(":")), "\nPinging peer [10.99.99.2] with 32 bytes of data");
}

TEST(Ping, CountsAndAverages) {
  const Json summary = summarize_pings("10.0.0.1", {reply("10.0.0.1", 32, 64, 30'000), Json{{"outcome", "timed_out"}},
                                                    reply("10.0.0.1", 32, 64, 11'000)});
  EXPECT_EQ(summary["sent"], 3);
  EXPECT_EQ(summary["received"], 2);
  EXPECT_EQ(summary["loss_percent"], 33);
  EXPECT_EQ(summary["average_us"], 20'500);
  EXPECT_EQ(render_ping_statistics(summary),
            "\n"
            "Ping statistics for 10.0.0.1:\n"
            "    Packets: Sent = 3, Received = 2, Lost = 1 (33% loss),\n"
            "Approximate round trip times in milli-seconds:\n"
            "    Minimum = 11ms, Maximum = 30ms, Average = 20ms\n");
}

struct AnswerCase {
  const char* name;
  Json answer;
  const char* line;
};
class PingAnswer : public ::testing::TestWithParam<AnswerCase> {};
TEST_P(PingAnswer, HasItsLine) { EXPECT_EQ(render_ping_answer(GetParam().answer), GetParam().line); }
const AnswerCase kAnswers[] = {
    {"Slow", reply("10.0.0.1", 32, 64, 123'456), "Reply from 10.0.0.1: bytes=32 time=123ms TTL=64\n"},
    {"TimedOut", {{"outcome", "timed_out"}}, "Request timed out.\n"},
    {"NoRoute", {{"outcome", "no_route"}}, "Destination host unreachable.\n"},
    {"Router",
     {{"outcome", "unreachable"}, {"from", "10.0.0.254"}},
     "Reply from 10.0.0.254: Destination host unreachable.\n"},
    {"TimeExceeded",
     {{"outcome", "time_exceeded"}, {"from", "10.0.0.254"}},
     "Reply from 10.0.0.254: TTL expired in transit.\n"},
    {"TooLongOnTheWay",
     {{"outcome", "needs_fragmentation"}, {"from", "10.0.0.254"}},
     "Reply from 10.0.0.254: Packet needs to be fragmented but DF set.\n"},
};
INSTANTIATE_TEST_SUITE_P(All, PingAnswer, ::testing::ValuesIn(kAnswers),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Ping, JsonIsOneDocument) {
  FakeSystem fake;
  fake.answers = {reply("10.99.99.2", 32, 128, 20'000)};
  EXPECT_EQ(fake.run({"ping", "-n", "3", "10.99.99.2", "--json"}), 0);
  const Json summary = Json::parse(fake.out.str());
  EXPECT_EQ(summary["received"], 3);
  EXPECT_EQ(summary["answers"].size(), 3U);
}

TEST(Ping, ShowsHelpForAQuestionMark) {
  REQUIREMENT("TOOL-05");
  FakeSystem fake;
  EXPECT_EQ(fake.run({"ping", "-?"}), 0);
  EXPECT_NE(fake.out.str().find("-n"), std::string::npos);
}

TEST(Ping, RefusesAnUnknownName) {
  FakeSystem fake;
  EXPECT_EQ(fake.run({"ping", "nowhere"}), 1);
  EXPECT_EQ(fake.err.str(), "flue: ping: unknown host nowhere\n");
}

}  // namespace
}  // namespace flue::cli
