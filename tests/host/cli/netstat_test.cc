#include "host/cli/netstat.h"

#include <gtest/gtest.h>

#include "tests/host/cli/fake_system.h"
#include "tests/support/requirement.h"

namespace flue::cli {
namespace {

Json connection(const char* proto, const std::string& local, const std::string& remote, const char* state,
                Json pid = nullptr) {
  return {{"proto", proto}, {"local", local}, {"remote", remote}, {"state", state}, {"pid", std::move(pid)}};
}

std::string same(const std::string& endpoint, const std::string&) { return endpoint; }

TEST(Netstat, ShowsASynFloodInTheLayoutOfV43) {
  REQUIREMENT("TOOL-10");
  Json answer{{"connections", Json::array()}};
  std::string expected =
      "\nActive Connections\n\n"
      "  Proto  Local Address          Foreign Address        State\n";
  for (int port = 1256; port <= 1266; ++port) {
    const std::string remote = "10.57.14.154:" + std::to_string(port);
    answer["connections"].push_back(connection("tcp", "10.57.8.190:21", remote, "SYN_RECEIVED"));
    expected += "  TCP    10.57.8.190:21         " + remote + "      SYN_RECEIVED\n";
  }
  answer["connections"].push_back(connection("tcp", "127.0.0.1:1025", "127.0.0.1:1026", "ESTABLISHED"));
  answer["connections"].push_back(connection("tcp", "10.57.8.190:1030", "10.57.14.154:80", "TIME_WAIT"));
  expected += "  TCP    127.0.0.1:1025         127.0.0.1:1026         ESTABLISHED\n";
  expected += "  TCP    10.57.8.190:1030       10.57.14.154:80        TIME_WAIT\n";
  EXPECT_EQ(render_netstat(answer, {}, same), expected);
}

class NetstatState : public ::testing::TestWithParam<const char*> {};

TEST_P(NetstatState, IsVisibleInItsColumn) {
  REQUIREMENT("TCP-STATES-12");
  const Json answer{{"connections", {connection("tcp", "10.0.0.1:80", "10.0.0.2:5000", GetParam())}}};
  const std::string line = std::string("  TCP    10.0.0.1:80            10.0.0.2:5000          ") + GetParam() + "\n";
  EXPECT_NE(render_netstat(answer, {.listeners = true}, same).find(line), std::string::npos);
}
INSTANTIATE_TEST_SUITE_P(All, NetstatState,
                         ::testing::Values("LISTENING", "SYN_SENT", "SYN_RECEIVED", "ESTABLISHED", "FIN_WAIT_1",
                                           "FIN_WAIT_2", "CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT"));

Json mixed() {
  return {{"connections",
           {connection("tcp", "0.0.0.0:80", "0.0.0.0:0", "LISTENING", 4711),
            connection("tcp", "10.0.0.1:80", "10.0.0.2:5000", "ESTABLISHED", 4711),
            connection("tcp", "10.0.0.1:80", "10.0.0.2:5001", "TIME_WAIT"),
            connection("udp", "10.0.0.1:7", "0.0.0.0:0", "")}}};
}

TEST(Netstat, ShowsListenersAndUdpOnlyWithA) {
  REQUIREMENT("TOOL-10");
  FakeSystem fake;
  fake.answers = {mixed()};
  EXPECT_EQ(fake.run({"netstat", "-n"}), 0);
  EXPECT_EQ(fake.out.str().find("LISTENING"), std::string::npos);
  EXPECT_EQ(fake.out.str().find("UDP"), std::string::npos);
  EXPECT_NE(fake.out.str().find("ESTABLISHED"), std::string::npos);
  fake.out.str("");
  EXPECT_EQ(fake.run({"netstat", "-na"}), 0);
  EXPECT_NE(fake.out.str().find("  TCP    0.0.0.0:80             0.0.0.0:0              LISTENING\n"),
            std::string::npos);
  EXPECT_NE(fake.out.str().find("  UDP    10.0.0.1:7             *:*\n"), std::string::npos);
}

TEST(Netstat, LooksUpNamesUnlessToldNot) {
  REQUIREMENT("TOOL-10");
  FakeSystem fake;
  fake.answers = {mixed()};
  EXPECT_EQ(fake.run({"netstat", "-a"}), 0);
  EXPECT_NE(fake.out.str().find("  TCP    here:port80            here:port0             LISTENING\n"),
            std::string::npos);
  EXPECT_NE(fake.out.str().find("  TCP    host:port80            host:port5000          ESTABLISHED\n"),
            std::string::npos);
}

TEST(Netstat, AddsTheProcessWithO) {
  REQUIREMENT("TOOL-11");
  FakeSystem fake;
  fake.answers = {mixed()};
  EXPECT_EQ(fake.run({"netstat", "-nao"}), 0);
  EXPECT_NE(fake.out.str().find("  Proto  Local Address          Foreign Address        State           PID\n"
                                "  TCP    0.0.0.0:80             0.0.0.0:0              LISTENING       4711\n"),
            std::string::npos);
  EXPECT_NE(fake.out.str().find("TIME_WAIT       -\n"), std::string::npos);
}

TEST(Netstat, KeepsOneProtocolWithP) {
  FakeSystem fake;
  fake.answers = {mixed()};
  EXPECT_EQ(fake.run({"netstat", "-na", "-p", "UDP", "--json"}), 0);
  const Json left = Json::parse(fake.out.str());
  ASSERT_EQ(left["connections"].size(), 1U);
  EXPECT_EQ(left["connections"][0]["local"], "10.0.0.1:7");
  EXPECT_EQ(fake.run({"netstat", "-p", "icmp"}), 2);
}

}  // namespace
}  // namespace flue::cli
