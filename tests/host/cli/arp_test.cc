#include "host/cli/arp.h"

#include <gtest/gtest.h>

#include "tests/host/cli/fake_system.h"
#include "tests/support/requirement.h"

namespace flue::cli {
namespace {

Json entry(const char* address, const char* mac, const char* type) {
  return {{"address", address}, {"mac", mac}, {"type", type}, {"age_seconds", 1}};
}

// V-01, step 2: a static entry on the second interface.
Json two_interfaces(const char* profile = "win2003") {
  return {
      {"profile", profile},
      {"interfaces",
       {{{"address", "157.60.137.88"},
         {"index", 0x10003},
         {"name", "flue0"},
         {"entries",
          {entry("157.60.136.1", "00:0a:42:b0:54:0a", "dynamic"),
           entry("157.60.137.0", "00:b0:d0:e9:41:43", "dynamic")}}},
        {{"address", "10.0.0.3"},
         {"index", 0x10004},
         {"name", "flue1"},
         {"entries",
          {entry("10.0.0.1", "08:00:2b:c4:25:b6", "dynamic"), entry("10.0.0.32", "00:60:8c:0e:6c:6a", "static")}}}}}};
}

constexpr const char* kListing =
    "Interface: 157.60.137.88 --- 0x10003\n"
    "  Internet Address      Physical Address      Type\n"
    "  157.60.136.1          00-0a-42-b0-54-0a     dynamic\n"
    "  157.60.137.0          00-b0-d0-e9-41-43     dynamic\n"
    "\n"
    "Interface: 10.0.0.3 --- 0x10004\n"
    "  Internet Address      Physical Address      Type\n"
    "  10.0.0.1              08-00-2b-c4-25-b6     dynamic\n"
    "  10.0.0.32             00-60-8c-0e-6c-6a     static\n";

TEST(Arp, ListsEachInterfaceInTheLayoutOfV01) {
  REQUIREMENT("ARP-29");
  EXPECT_EQ(render_arp(two_interfaces()), kListing);
}

TEST(Arp, ListingOfNt4HasTheSameThreeColumns) {
  REQUIREMENT("ARP-30");
  EXPECT_EQ(render_arp(two_interfaces("nt4")), kListing);
}

TEST(Arp, SaysWhenThereIsNoEntry) {
  Json answer = two_interfaces();
  for (Json& interface : answer["interfaces"]) interface["entries"] = Json::array();
  EXPECT_EQ(render_arp(answer), "No ARP Entries Found\n");
}

TEST(Arp, ListsAddsAndDeletesByItsOptions) {
  REQUIREMENT("TOOL-03");
  FakeSystem fake;
  fake.answers = {two_interfaces(), Json{{"ok", true}}};
  EXPECT_EQ(fake.run({"arp", "-a"}), 0);
  EXPECT_EQ(fake.out.str(), kListing);
  EXPECT_EQ(fake.run({"arp", "-s", "10.0.0.32", "00-60-8c-0e-6c-6a", "10.0.0.3"}), 0);
  EXPECT_EQ(fake.run({"arp", "-s", "10.0.0.32", "00-60-8c-0e-6c-6a"}), 0);
  EXPECT_EQ(fake.run({"arp", "-d", "10.0.0.32"}), 0);
  ASSERT_EQ(fake.requests.size(), 4U);
  EXPECT_EQ(fake.requests[0], (Json{{"command", "arp"}}));
  const Json add{{"command", "arp-add"}, {"address", "10.0.0.32"}, {"mac", "00-60-8c-0e-6c-6a"}};
  EXPECT_EQ(fake.requests[2], add);
  Json add_there = add;
  add_there["interface"] = "10.0.0.3";
  EXPECT_EQ(fake.requests[1], add_there);
  EXPECT_EQ(fake.requests[3], (Json{{"command", "arp-delete"}, {"address", "10.0.0.32"}}));
}

TEST(Arp, RefusesTwoThingsAtOnce) {
  FakeSystem fake;
  fake.answers = {Json{{"ok", true}}};
  EXPECT_EQ(fake.run({"arp", "-d", "10.0.0.1", "-s", "10.0.0.32", "00-60-8c-0e-6c-6a"}), 2);
  EXPECT_TRUE(fake.requests.empty());
}

}  // namespace
}  // namespace flue::cli
