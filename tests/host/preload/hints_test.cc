#include "host/preload/hints.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <memory>

namespace flue::preload {
namespace {

TEST(Hints, EachBitIsItsOwn) {
  const auto hints = std::make_unique<Hints>();
  hints->set(5, Hint::kUndecided, true);
  hints->set(5, Hint::kListener, true);
  hints->set(5, Hint::kUndecided, false);
  EXPECT_FALSE(hints->has(5, Hint::kUndecided));
  EXPECT_TRUE(hints->has(5, Hint::kListener));
  EXPECT_FALSE(hints->has(5, Hint::kLinger));
  EXPECT_TRUE(hints->any(5));
  EXPECT_FALSE(hints->any(6));
  hints->clear(5);
  EXPECT_FALSE(hints->any(5));
}

TEST(Hints, CopyReplacesWhatWasThere) {
  const auto hints = std::make_unique<Hints>();
  hints->set(5, Hint::kLinger, true);
  hints->set(6, Hint::kListener, true);
  hints->copy(5, 6);
  EXPECT_TRUE(hints->has(6, Hint::kLinger));
  EXPECT_FALSE(hints->has(6, Hint::kListener));
}

TEST(Hints, NumbersOutOfRangeHaveNone) {
  const auto hints = std::make_unique<Hints>();
  for (const int descriptor : {-1, Hints::kMaxDescriptor, 1 << 30}) {
    hints->set(descriptor, Hint::kLinger, true);
    EXPECT_FALSE(hints->any(descriptor));
    hints->clear(descriptor);
    hints->copy(descriptor, 3);
  }
  EXPECT_FALSE(hints->any(3));
}

TEST(BorrowedMemory, IsThatOfVforkOnly) {
  EXPECT_FALSE(in_borrowed_memory());
  const pid_t forked = fork();
  if (forked == 0) _exit(in_borrowed_memory() ? 1 : 0);
  int status = -1;
  ASSERT_EQ(waitpid(forked, &status, 0), forked);
  EXPECT_EQ(WEXITSTATUS(status), 0) << "a child of fork() has memory of its own";
  // As vfork() makes it, but with a stack of its own.
  static char stack[65536];
  const int child = clone([](void*) { return in_borrowed_memory() ? 0 : 1; }, stack + sizeof(stack),
                          CLONE_VM | CLONE_VFORK | SIGCHLD, nullptr);
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace flue::preload
