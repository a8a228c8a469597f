#include "host/daemon/instance_lock.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <utility>

#include "tests/host/daemon/temp_directory.h"

namespace flue::daemon {
namespace {

class InstanceLockTest : public testing::Test {
 protected:
  TempDirectory temporary_;
  const std::string& directory_ = temporary_.path();
};

TEST_F(InstanceLockTest, RefusesASecondHolderAndNamesTheFirst) {
  const auto first = InstanceLock::take(directory_);
  ASSERT_TRUE(first);
  const auto second = InstanceLock::take(directory_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error(), "another flued (process " + std::to_string(getpid()) + ") uses control_dir " + directory_ +
                                "; stop it, or give this one its own");
}

TEST_F(InstanceLockTest, EndsWithTheObject) {
  {
    auto first = InstanceLock::take(directory_);
    ASSERT_TRUE(first);
    const InstanceLock moved = std::move(*first);
    EXPECT_FALSE(InstanceLock::take(directory_)) << "moving keeps the lock";
  }
  EXPECT_TRUE(InstanceLock::take(directory_));
}

TEST_F(InstanceLockTest, IsNotLedAstrayByALink) {
  const std::string target = directory_ + "/target";
  ASSERT_EQ(symlink(target.c_str(), (directory_ + "/flued.lock").c_str()), 0);
  const auto lock = InstanceLock::take(directory_);
  ASSERT_FALSE(lock);
  EXPECT_FALSE(std::filesystem::exists(target));
}

TEST(InstanceLock, SaysThatTheDirectoryIsMissing) {
  const auto lock = InstanceLock::take("/nonexistent/flue");
  ASSERT_FALSE(lock);
  EXPECT_EQ(lock.error(),
            "/nonexistent/flue/flued.lock cannot be opened: No such file or directory; give a control_dir that flued "
            "may write to");
}

}  // namespace
}  // namespace flue::daemon
