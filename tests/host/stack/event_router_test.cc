#include "host/stack/event_router.h"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

namespace flue::stack {
namespace {

struct Recorder final : EventHandler {
  void on_event(const tcp::Event& event, TimePoint) override {
    events.push_back(event);
    if (then) then();
  }
  std::vector<tcp::Event> events;
  std::function<void()> then;
};

tcp::Event event_for(OwnerId owner) {
  return {.kind = tcp::EventKind::kReadable, .connection = {1, 1}, .listener = {}, .owner = owner};
}

TEST(EventRouter, DeliversToTheOwner) {
  EventRouter router;
  Recorder first, second;
  const OwnerId a = router.add(first);
  const OwnerId b = router.add(second);
  EXPECT_NE(a, b);
  EXPECT_NE(a, 0u);
  router.deliver(event_for(b), {});
  EXPECT_TRUE(first.events.empty());
  ASSERT_EQ(second.events.size(), 1u);
  EXPECT_EQ(second.events[0].connection, (tcp::ConnectionId{1, 1}));
}

TEST(EventRouter, LateEventsOfARemovedOwnerGoNowhere) {
  EventRouter router;
  Recorder old_handler, new_handler;
  const OwnerId old_owner = router.add(old_handler);
  router.remove(old_owner);
  const OwnerId new_owner = router.add(new_handler);
  EXPECT_NE(old_owner, new_owner);
  router.deliver(event_for(old_owner), {});
  router.deliver(event_for(0), {});
  router.deliver(event_for(~OwnerId{0}), {});
  EXPECT_TRUE(old_handler.events.empty());
  EXPECT_TRUE(new_handler.events.empty());
  EXPECT_EQ(router.unclaimed(), 3u);
  router.remove(old_owner);  // stale: nothing happens
  router.deliver(event_for(new_owner), {});
  EXPECT_EQ(new_handler.events.size(), 1u);
}

TEST(EventRouter, AHandlerMayAddAndRemoveOwnersItsOwnIncluded) {
  EventRouter router;
  Recorder handler, another;
  const OwnerId owner = router.add(handler);
  handler.then = [&] {
    router.remove(owner);
    for (int i = 0; i < 100; ++i) router.add(another);
  };
  router.deliver(event_for(owner), {});
  router.deliver(event_for(owner), {});
  EXPECT_EQ(handler.events.size(), 1u);
}

}  // namespace
}  // namespace flue::stack
