#include "host/cli/route.h"

#include <gtest/gtest.h>

#include "tests/host/cli/fake_system.h"
#include "tests/support/requirement.h"

namespace flue::cli {
namespace {

Json route(const char* destination, const char* netmask, const char* gateway, const char* interface, int metric) {
  return {{"destination", destination}, {"netmask", netmask}, {"gateway", gateway},
          {"interface", interface},     {"metric", metric},   {"origin", "manual"}};
}

// V-02.
Json v02(const char* profile = "win2003") {
  const char* own = "157.60.137.88";
  const char* loopback = "127.0.0.1";
  return {
      {"profile", profile},
      {"interfaces", {{{"index", 0x10003}, {"mac", "00:04:5a:56:10:06"}, {"name", "flue0"}}}},
      {"routes",
       {route("0.0.0.0", "0.0.0.0", "157.60.136.1", own, 20), route("157.60.136.0", "255.255.252.0", own, own, 20),
        route(own, "255.255.255.255", loopback, loopback, 20), route("157.60.255.255", "255.255.255.255", own, own, 20),
        route("127.0.0.0", "255.0.0.0", loopback, loopback, 1), route("224.0.0.0", "240.0.0.0", own, own, 20),
        route("255.255.255.255", "255.255.255.255", own, own, 1)}},
      {"default_gateway", "157.60.136.1"},
      {"persistent_routes", Json::array()}};
}

TEST(Route, PrintsTheTableOfV02) {
  REQUIREMENT("ROUTE-17");
  EXPECT_EQ(render_route(v02()),
            "\n"
            "IPv4 Route Table\n"
            "===========================================================================\n"
            "Interface List\n"
            "0x1 ........................... Loopback interface\n"
            "0x10003 ...00 04 5a 56 10 06 ...... flue0\n"
            "===========================================================================\n"
            "===========================================================================\n"
            "Active Routes:\n"
            "Network Destination        Netmask          Gateway       Interface  Metric\n"
            "          0.0.0.0          0.0.0.0     157.60.136.1   157.60.137.88      20\n"
            "     157.60.136.0    255.255.252.0    157.60.137.88   157.60.137.88      20\n"
            "    157.60.137.88  255.255.255.255        127.0.0.1       127.0.0.1      20\n"
            "   157.60.255.255  255.255.255.255    157.60.137.88   157.60.137.88      20\n"
            "        127.0.0.0        255.0.0.0        127.0.0.1       127.0.0.1       1\n"
            "        224.0.0.0        240.0.0.0    157.60.137.88   157.60.137.88      20\n"
            "  255.255.255.255  255.255.255.255    157.60.137.88   157.60.137.88       1\n"
            "Default Gateway:      157.60.136.1\n"
            "===========================================================================\n"
            "Persistent Routes:\n"
            "  None\n");
}

TEST(Route, NamesTheActiveDefaultGatewayAndOnlyIfThereIsOne) {
  REQUIREMENT("ROUTE-18");
  Json answer = v02();
  answer["default_gateway"] = "157.60.136.2";
  EXPECT_NE(render_route(answer).find("Default Gateway:      157.60.136.2\n"), std::string::npos);
  answer["default_gateway"] = nullptr;
  EXPECT_EQ(render_route(answer).find("Default Gateway"), std::string::npos);
}

TEST(Route, NamesTheColumnsAsNt4Does) {
  REQUIREMENT("ROUTE-20");
  EXPECT_NE(
      render_route(v02("nt4")).find("\nNetwork Address            Netmask  Gateway Address       Interface  Metric\n"),
      std::string::npos);
}

struct WordsCase {
  const char* name;
  const char* verb;
  std::vector<std::string> words;
  Json request;  // null: refused
};

class RouteWords : public ::testing::TestWithParam<WordsCase> {};

TEST_P(RouteWords, BecomeARequest) {
  REQUIREMENT("TOOL-04");
  const WordsCase& c = GetParam();
  const auto request = parse_route_words(c.verb, c.words);
  ASSERT_EQ(request.has_value(), !c.request.is_null());
  if (request) EXPECT_EQ(*request, c.request);
}

const WordsCase kWords[] = {
    {"AddWithMask",
     "add",
     {"10.1.0.0", "MASK", "255.255.0.0", "10.0.0.1"},
     {{"command", "route-add"}, {"destination", "10.1.0.0"}, {"netmask", "255.255.0.0"}, {"gateway", "10.0.0.1"}}},
    {"AddAHost",
     "add",
     {"10.1.0.9", "10.0.0.1"},
     {{"command", "route-add"}, {"destination", "10.1.0.9"}, {"netmask", "255.255.255.255"}, {"gateway", "10.0.0.1"}}},
    {"AddWithEverythingInLowerCase",
     "add",
     {"10.1.0.0", "mask", "255.255.0.0", "10.0.0.1", "metric", "3", "if", "0x10003"},
     {{"command", "route-add"},
      {"destination", "10.1.0.0"},
      {"netmask", "255.255.0.0"},
      {"gateway", "10.0.0.1"},
      {"metric", 3},
      {"interface", 0x10003}}},
    {"Delete", "delete", {"10.1.0.0"}, {{"command", "route-delete"}, {"destination", "10.1.0.0"}}},
    {"DeleteWithMask",
     "delete",
     {"10.1.0.0", "MASK", "255.255.0.0"},
     {{"command", "route-delete"}, {"destination", "10.1.0.0"}, {"netmask", "255.255.0.0"}}},
    {"NoDestination", "add", {}, nullptr},
    {"MaskWithoutValue", "add", {"10.1.0.0", "MASK"}, nullptr},
    {"MetricIsNoNumber", "add", {"10.1.0.0", "10.0.0.1", "METRIC", "few"}, nullptr},
    {"TwoGateways", "add", {"10.1.0.0", "10.0.0.1", "10.0.0.2"}, nullptr},
};
INSTANTIATE_TEST_SUITE_P(All, RouteWords, ::testing::ValuesIn(kWords),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Route, PersistentRoutesAreRefusedWithAWayOut) {
  FakeSystem fake;
  fake.answers = {Json{{"ok", true}}};
  EXPECT_EQ(fake.run({"route", "-p", "add", "10.1.0.0", "MASK", "255.255.0.0", "10.0.0.1"}), 1);
  EXPECT_TRUE(fake.requests.empty());
  EXPECT_NE(fake.err.str().find("[[route]]"), std::string::npos);
}

TEST(Route, PrintAsksTheDaemonEachTime) {
  REQUIREMENT("TOOL-15");
  FakeSystem fake;
  Json changed = v02();
  changed["default_gateway"] = "157.60.136.9";
  fake.answers = {v02(), changed};
  EXPECT_EQ(fake.run({"route", "print"}), 0);
  EXPECT_EQ(fake.run({"route", "print"}), 0);
  EXPECT_NE(fake.out.str().find("157.60.136.9"), std::string::npos);
  EXPECT_EQ(fake.requests.size(), 2U);
}

}  // namespace
}  // namespace flue::cli
