#include "host/daemon/privileges.h"

#include <gtest/gtest.h>
#include <sys/capability.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>

#include "tests/host/daemon/child.h"

namespace flue::daemon {
namespace {

// "nobody" exists on every Debian; tests never become it in their own process.
std::string as_nobody(const std::function<std::string()>& body) {
  return in_child([&]() -> std::string {
    const auto user = find_user("nobody");
    if (!user) return user.error();
    if (const auto dropped = drop_privileges(*user); !dropped) return dropped.error();
    return body();
  });
}

TEST(FindUser, SaysHowToCreateAMissingOne) {
  const auto user = find_user("flue-no-such-user");
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error(),
            "there is no user flue-no-such-user; create it: useradd --system --no-create-home --shell "
            "/usr/sbin/nologin flue-no-such-user");
}

TEST(FindUser, FindsRoot) {
  const auto user = find_user("root");
  ASSERT_TRUE(user);
  EXPECT_EQ(user->uid, 0u);
  EXPECT_EQ(user->gid, 0u);
}

class DropPrivileges : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(geteuid(), 0u) << "run the tests as root"; }
};

TEST_F(DropPrivileges, LeavesNothingBehind) {
  EXPECT_EQ(as_nobody([]() -> std::string {
              std::ifstream file("/proc/self/status");
              const std::string status((std::istreambuf_iterator<char>(file)), {});
              return "left: " + privileges_left(status, *find_user("nobody"), true);
            }),
            "left: ");
}

TEST_F(DropPrivileges, TheGroupsOfRootAreGone) {
  EXPECT_EQ(as_nobody([] { return std::to_string(getgroups(0, nullptr)); }), "0");
}

TEST_F(DropPrivileges, ThereIsNoWayBack) {
  EXPECT_EQ(as_nobody([]() -> std::string { return setuid(0) == 0 ? "root again" : "refused"; }), "refused");
  EXPECT_EQ(as_nobody([]() -> std::string { return socket(AF_INET, SOCK_RAW, 1) >= 0 ? "raw socket" : "refused"; }),
            "refused");
}

TEST_F(DropPrivileges, NeedsRootToBecomeSomebodyElse) {
  EXPECT_EQ(as_nobody([]() -> std::string {
              const auto again = drop_privileges(Identity{"daemon", 1, 1});
              return again ? "became daemon" : again.error();
            }),
            "cannot become user daemon: not started as root; start flued as root, or remove `user`");
}

TEST_F(DropPrivileges, WorksWithoutRootForTheSameUser) {
  EXPECT_EQ(as_nobody([]() -> std::string {
              const auto again = drop_privileges(*find_user("nobody"));
              return again ? "fine" : again.error();
            }),
            "fine");
}

constexpr const char* kNone =
    "Name:\tflued\nUid:\t7\t7\t7\t7\nGid:\t8\t8\t8\t8\nGroups:\t "
    "\nCapInh:\t0000000000000000\nCapPrm:\t0000000000000000\n"
    "CapEff:\t0000000000000000\nCapBnd:\t0000000000000000\nCapAmb:\t0000000000000000\nNoNewPrivs:\t1\n";

std::string changed(const std::string& from, const std::string& to) {
  std::string text = kNone;
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST(PrivilegesLeft, FindsEachOne) {
  const Identity user{"flue", 7, 8};
  EXPECT_EQ(privileges_left(kNone, user, true), "");
  EXPECT_EQ(privileges_left(changed("Uid:\t7\t7\t7", "Uid:\t7\t7\t0"), user, true), "Uid");
  EXPECT_EQ(privileges_left(changed("Gid:\t8", "Gid:\t0"), user, true), "Gid");
  for (const std::string set : {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"}) {
    EXPECT_EQ(privileges_left(changed(set + ":\t0000000000000000", set + ":\t0000000000000400"), user, true), set);
  }
  EXPECT_EQ(privileges_left(changed("NoNewPrivs:\t1", "NoNewPrivs:\t0"), user, true), "NoNewPrivs");
  EXPECT_EQ(privileges_left(changed("Groups:\t ", "Groups:\t0 4 "), user, true), "Groups");
  EXPECT_EQ(privileges_left("", user, true), "Uid") << "what is missing is not proven";
}

TEST(PrivilegesLeft, AllowsGroupsAndBoundingSetToAUserWhoNeverWasRoot) {
  const Identity user{"flue", 7, 8};
  EXPECT_EQ(privileges_left(changed("Groups:\t ", "Groups:\t8 "), user, false), "");
  EXPECT_EQ(privileges_left(changed("CapBnd:\t0000000000000000", "CapBnd:\t000001ffffffffff"), user, false), "");
  EXPECT_EQ(privileges_left(changed("CapEff:\t0000000000000000", "CapEff:\t0000000000000400"), user, false), "CapEff");
}

}  // namespace
}  // namespace flue::daemon
