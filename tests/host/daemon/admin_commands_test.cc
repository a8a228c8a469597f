#include "host/daemon/admin_commands.h"

#include <gtest/gtest.h>

#include "tests/host/stack/stack_host.h"
#include "tests/support/requirement.h"

namespace flue::daemon {
namespace {

class AdminCommandsTest : public ::testing::Test {
 protected:
  AdminCommandsTest() {
    host.add();
    host.know_neighbours();
  }

  // Null if no answer came at once.
  Json ask(const std::string& text) {
    Json answer;
    commands.handle(text, host.now, [&](const Json& json) { answer = json; });
    return answer;
  }
  Json ask(const Json& request) { return ask(request.dump()); }
  std::size_t routes() const { return host.stack.routes().size(); }
  std::size_t arp_entries() const { return host.stack.arp_entries(host.now).size(); }

  stack::StackHost host;
  AdminCommands commands{host.stack, host.parameters, host.log, {}, "here", "1.2.3"};
};

struct BadCase {
  const char* name;
  const char* request;
};
class BadRequest : public AdminCommandsTest, public ::testing::WithParamInterface<BadCase> {};

TEST_P(BadRequest, IsAnsweredByAnErrorAndChangesNothing) {
  const std::size_t routes_before = routes();
  const std::size_t entries_before = arp_entries();
  const Json answer = ask(std::string(GetParam().request));
  ASSERT_TRUE(answer.contains("error")) << answer;
  EXPECT_FALSE(answer["error"].get<std::string>().empty());
  EXPECT_EQ(routes(), routes_before);
  EXPECT_EQ(arp_entries(), entries_before);
  EXPECT_EQ(host.log.level(), LogLevel::kInfo);
  EXPECT_TRUE(host.link.sent.empty());
}

const BadCase kBad[] = {
    {"Empty", ""},
    {"NoJson", "netstat"},
    {"NoObject", "[1]"},
    {"NoCommand", "{}"},
    {"CommandIsNoText", R"({"command": 5})"},
    {"UnknownCommand", R"({"command": "halt"})"},
    {"ArpWithoutMac", R"({"command": "arp-add", "address": "10.0.0.9"})"},
    {"ArpMulticastMac", R"({"command": "arp-add", "address": "10.0.0.9", "mac": "01-00-5e-00-00-01"})"},
    {"ArpMulticastAddress", R"({"command": "arp-add", "address": "224.0.0.9", "mac": "02-00-00-00-00-01"})"},
    {"ArpWrongInterface",
     R"({"command": "arp-add", "address": "10.0.0.9", "mac": "02-00-00-00-00-01", "interface": "x"})"},
    {"ArpForeignInterface",
     R"({"command": "arp-add", "address": "10.0.0.9", "mac": "02-00-00-00-00-01", "interface": "10.9.9.9"})"},
    {"ArpDeleteUnknown", R"({"command": "arp-delete", "address": "10.0.0.99"})"},
    {"ArpDeleteNothing", R"({"command": "arp-delete"})"},
    {"RouteWithoutMask", R"({"command": "route-add", "destination": "10.1.0.0", "gateway": "10.0.0.254"})"},
    {"RouteWithHoles",
     R"({"command": "route-add", "destination": "10.1.0.0", "netmask": "255.0.255.0", "gateway": "10.0.0.254"})"},
    {"RouteHostBits",
     R"({"command": "route-add", "destination": "10.1.0.1", "netmask": "255.255.0.0", "gateway": "10.0.0.254"})"},
    {"RouteGatewayFarAway",
     R"({"command": "route-add", "destination": "10.1.0.0", "netmask": "255.255.0.0", "gateway": "10.9.9.9"})"},
    {"RouteGatewayWrong",
     R"({"command": "route-add", "destination": "10.1.0.0", "netmask": "255.255.0.0", "gateway": 7})"},
    {"RouteMetricTooLarge",
     R"({"command": "route-add", "destination": "10.1.0.0", "netmask": "255.255.0.0", "gateway": "10.0.0.254", "metric": 10000})"},
    {"RouteMetricNegative",
     R"({"command": "route-add", "destination": "10.1.0.0", "netmask": "255.255.0.0", "gateway": "10.0.0.254", "metric": -1})"},
    {"RouteUnknownInterface",
     R"({"command": "route-add", "destination": "10.1.0.0", "netmask": "255.255.0.0", "gateway": "10.0.0.254", "interface": 9})"},
    {"RouteDeleteUnknown", R"({"command": "route-delete", "destination": "10.77.0.0"})"},
    {"ReleaseNothing", R"({"command": "release"})"},
    {"ReleaseUnknown", R"({"command": "release", "local": "10.0.0.1:1", "remote": "10.0.0.2:2"})"},
    {"ReleaseNoPort", R"({"command": "release", "local": "10.0.0.1", "remote": "10.0.0.2:2"})"},
    {"LevelUnknown", R"({"command": "log-level", "level": "loud"})"},
    {"LevelIsNoText", R"({"command": "log-level", "level": 3})"},
    {"PingNothing", R"({"command": "ping"})"},
    {"PingTooLarge", R"({"command": "ping", "address": "10.0.0.2", "size": 65501})"},
    {"PingTtlZero", R"({"command": "ping", "address": "10.0.0.2", "ttl": 0})"},
    {"PingTtlTooLarge", R"({"command": "ping", "address": "10.0.0.2", "ttl": 256})"},
    {"PingWaitZero", R"({"command": "ping", "address": "10.0.0.2", "wait_ms": 0})"},
    {"PingFlagIsNumber", R"({"command": "ping", "address": "10.0.0.2", "dont_fragment": 1})"},
};
INSTANTIATE_TEST_SUITE_P(All, BadRequest, ::testing::ValuesIn(kBad),
                         [](const auto& info) { return std::string(info.param.name); });

TEST_F(AdminCommandsTest, AnswersEveryListing) {
  EXPECT_TRUE(ask({{"command", "netstat"}})["connections"].is_array());
  EXPECT_TRUE(ask({{"command", "arp"}})["interfaces"].is_array());
  EXPECT_TRUE(ask({{"command", "route"}})["routes"].is_array());
  EXPECT_EQ(ask({{"command", "ipconfig"}})["host_name"], "here");
  EXPECT_TRUE(ask({{"command", "stats"}})["counters"].is_object());
}

TEST_F(AdminCommandsTest, VersionTellsWhatDoctorJudges) {
  const Json answer = ask({{"command", "version"}});
  EXPECT_EQ(answer["version"], "1.2.3");
  EXPECT_EQ(answer["profile"], "win2003");
  EXPECT_EQ(answer["first_automatic_port"], 1024);
  EXPECT_EQ(answer["last_automatic_port"], 5000);
  EXPECT_EQ(answer["timed_wait_seconds"], 240);
  EXPECT_TRUE(answer["notes"].is_array());
}

TEST_F(AdminCommandsTest, AddsAndDeletesAStaticArpEntry) {
  REQUIREMENT("TOOL-03");
  REQUIREMENT("ARP-14");
  const std::size_t before = arp_entries();
  const Json add{
      {"command", "arp-add"}, {"address", "10.0.0.32"}, {"mac", "00-60-8c-0e-6c-6a"}, {"interface", "10.0.0.1"}};
  EXPECT_EQ(ask(add), (Json{{"ok", true}}));
  EXPECT_EQ(arp_entries(), before + 1);
  EXPECT_EQ(ask({{"command", "arp-delete"}, {"address", "10.0.0.32"}}), (Json{{"ok", true}}));
  EXPECT_EQ(arp_entries(), before);
}

TEST_F(AdminCommandsTest, AddsAndDeletesARoute) {
  REQUIREMENT("TOOL-04");
  REQUIREMENT("ROUTE-14");
  const std::size_t before = routes();
  const Json add{{"command", "route-add"},
                 {"destination", "10.1.0.0"},
                 {"netmask", "255.255.0.0"},
                 {"gateway", "10.0.0.254"},
                 {"metric", 3},
                 {"interface", 0x10003}};
  ASSERT_EQ(ask(add), (Json{{"ok", true}}));
  EXPECT_EQ(routes(), before + 1);
  EXPECT_TRUE(ask(add).contains("error")) << "it exists";
  const Json other_mask{{"command", "route-delete"}, {"destination", "10.1.0.0"}, {"netmask", "255.255.255.0"}};
  EXPECT_TRUE(ask(other_mask).contains("error"));
  EXPECT_EQ(ask({{"command", "route-delete"}, {"destination", "10.1.0.0"}})["deleted"], 1);
  EXPECT_EQ(routes(), before);
}

TEST_F(AdminCommandsTest, ReleaseResetsTheConnection) {
  const Endpoint local{stack::kOwn, Port(1025)};
  const Endpoint remote{stack::kPeer, Port(9)};
  const auto id = host.stack.tcp().connect({.local = local, .remote = remote, .options = {}}, host.now);
  ASSERT_TRUE(id);
  EXPECT_EQ(ask({{"command", "release"}, {"local", to_string(local)}, {"remote", to_string(remote)}}),
            (Json{{"ok", true}}));
  const auto info = host.stack.tcp().info(*id);
  EXPECT_TRUE(!info || info->state == "CLOSED") << info->state;
}

TEST_F(AdminCommandsTest, ShowsAndSetsTheLogLevel) {
  EXPECT_EQ(ask({{"command", "log-level"}})["level"], "info");
  EXPECT_EQ(ask({{"command", "log-level"}, {"level", "trace"}})["level"], "trace");
  EXPECT_EQ(host.log.level(), LogLevel::kTrace);
}

TEST_F(AdminCommandsTest, PingIsAnsweredLater) {
  Json answer;
  commands.handle(R"({"command": "ping", "address": "10.0.0.2", "wait_ms": 50})", host.now,
                  [&](const Json& json) { answer = json; });
  EXPECT_TRUE(answer.is_null());
  EXPECT_EQ(host.link.sent.size(), 1U);
  EXPECT_EQ(commands.next_deadline(), host.now + std::chrono::milliseconds(50));
  commands.poll(commands.next_deadline());
  EXPECT_EQ(answer["outcome"], "timed_out");
}

}  // namespace
}  // namespace flue::daemon
