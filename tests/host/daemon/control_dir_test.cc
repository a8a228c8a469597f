#include "host/daemon/control_dir.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include "tests/host/daemon/temp_directory.h"

namespace flue::daemon {
namespace {

const Identity kSomebody{"somebody", 4321, 4322};

uid_t owner_of(const std::string& path) {
  struct stat facts {};
  return stat(path.c_str(), &facts) == 0 ? facts.st_uid : static_cast<uid_t>(-1);
}

class ControlDir : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(geteuid(), 0u) << "run the tests as root"; }

  // What is wrong with `control`; "fine" if nothing is.
  std::string prepare(const std::optional<Identity>& user) {
    const auto done = prepare_control_dir(path_, user);
    return done ? "fine" : done.error();
  }

  TempDirectory directory_;
  std::string path_ = directory_ / "control";
};

TEST_F(ControlDir, IsMadeAndGivenToTheUser) {
  EXPECT_EQ(prepare(kSomebody), "fine");
  EXPECT_EQ(owner_of(path_), 4321u);
}

TEST_F(ControlDir, StaysOursWithoutAUser) {
  EXPECT_EQ(prepare({}), "fine");
  EXPECT_EQ(owner_of(path_), 0u);
}

TEST_F(ControlDir, MayExistIfItIsTheUsers) {
  ASSERT_EQ(mkdir(path_.c_str(), 0755), 0);
  std::ofstream(path_ + "/admin.sock") << "left behind";
  ASSERT_EQ(chown(path_.c_str(), 4321, 4322), 0);
  EXPECT_EQ(prepare(kSomebody), "fine");
}

TEST_F(ControlDir, MayExistIfNothingIsInIt) {
  ASSERT_EQ(mkdir(path_.c_str(), 0755), 0);
  std::ofstream(path_ + "/flued.lock") << "1\n";
  EXPECT_EQ(prepare(kSomebody), "fine");
  EXPECT_EQ(owner_of(path_), 4321u);
}

TEST_F(ControlDir, IsNotTakenFromAnother) {
  ASSERT_EQ(mkdir(path_.c_str(), 0755), 0);
  std::ofstream(path_ + "/precious") << "x";
  EXPECT_EQ(prepare(kSomebody),
            "control_dir " + path_ + " belongs to user id 0, not to somebody; remove it, or give another one");
  EXPECT_EQ(owner_of(path_), 0u);
}

TEST_F(ControlDir, MustNotBeWritableByEverybody) {
  ASSERT_EQ(mkdir(path_.c_str(), 0755), 0);
  ASSERT_EQ(chmod(path_.c_str(), 01777), 0);
  EXPECT_EQ(prepare({}), "everybody may write to control_dir " + path_ + "; give one that is flued's alone");
}

TEST_F(ControlDir, MustBeADirectoryAndNoLinkToOne) {
  ASSERT_EQ(symlink("/tmp", path_.c_str()), 0);
  EXPECT_EQ(prepare(kSomebody), "control_dir " + path_ + " is not a directory; remove it, or give another one");
}

TEST_F(ControlDir, NeedsItsParent) {
  path_ = directory_ / "missing/control";
  EXPECT_EQ(prepare({}), "control_dir " + path_ +
                             " cannot be made: No such file or directory; make its parent, or give another one");
}

}  // namespace
}  // namespace flue::daemon
