#include "host/tcp/listen.h"

#include <gtest/gtest.h>

#include "host/params/profiles.h"
#include "tests/support/requirement.h"

namespace flue::tcp {
namespace {

constexpr Ipv4Addr kAddress(10, 0, 0, 1);

ListenConfig config(Ipv4Addr address, std::uint16_t port, std::uint32_t backlog = 5) {
  return {.address = address, .port = Port(port), .backlog = backlog};
}

TEST(ListenerTable, SpecificAddressComesBeforeAny) {
  REQUIREMENT("SOCKETS-28");
  const TcpParameters parameters;
  ListenerTable table(parameters);
  const ListenerId any = table.add(config({}, 80));
  const ListenerId specific = table.add(config(kAddress, 80));
  EXPECT_EQ(table.match({kAddress, Port(80)}), specific);
  EXPECT_EQ(table.match({Ipv4Addr(10, 0, 0, 9), Port(80)}), any);
  EXPECT_FALSE(table.match({kAddress, Port(81)}));
  table.remove(any);
  EXPECT_FALSE(table.match({Ipv4Addr(10, 0, 0, 9), Port(80)}));
}

TEST(ListenerTable, CutsTheBacklogToTheProfilesMaximum) {
  REQUIREMENT("SOCKETS-13", "SOCKETS-15");
  TcpParameters parameters;
  ListenerTable table(parameters);
  EXPECT_EQ(table.find(table.add(config({}, 1, 0x7FFFFFFF)))->capacity, 200u);
  EXPECT_EQ(table.find(table.add(config({}, 2, 50)))->capacity, 50u);
  EXPECT_EQ(table.find(table.add(config({}, 3, 0)))->capacity, 1u);
  parameters.max_backlog = 5;  // the workstation's
  EXPECT_EQ(table.find(table.add(config({}, 4, 200)))->capacity, 5u);
  const TcpParameters modern = profile_parameters(ProfileName::kModern).tcp;
  ListenerTable modern_table(modern);
  EXPECT_EQ(modern_table.find(modern_table.add(config({}, 1, 65535)))->capacity, 4096u);
}

TEST(ListenerTable, AcceptedConnectionsNoLongerCount) {
  Listener listener;
  listener.capacity = 2;
  listener.ready = {{1, 1}, {2, 1}};
  EXPECT_TRUE(listener.queue_full());
  listener.ready.pop_front();
  EXPECT_FALSE(listener.queue_full());
  listener.half_open = 1;
  EXPECT_TRUE(listener.fully_claimed());
}

class DynamicBacklog : public testing::Test {
 protected:
  DynamicBacklog() {
    parameters_.enable_dynamic_backlog = true;
    parameters_.minimum_dynamic_backlog = 20;
    parameters_.dynamic_backlog_growth_delta = 10;
    parameters_.maximum_dynamic_backlog = 500;
  }
  // Handshakes begin and do not end; returns the capacity reached.
  std::uint32_t flood(Listener& listener, int syns) {
    for (int i = 0; i < syns; ++i) {
      table_.grow(listener);
      if (!listener.fully_claimed()) ++listener.half_open;
    }
    return listener.capacity;
  }
  TcpParameters parameters_;
  ListenerTable table_{parameters_};
};

TEST_F(DynamicBacklog, GrowsPastTheLimitOf200UpToItsMaximum) {
  REQUIREMENT("SOCKETS-17");
  Listener listener;
  table_.set_backlog(listener, 200);
  EXPECT_EQ(flood(listener, 181), 200u) << "twenty were free when the last one came";
  EXPECT_EQ(flood(listener, 1), 210u) << "fewer than 20: ten more";
  const std::uint32_t reached = flood(listener, 10000);
  EXPECT_GT(reached, 480u);
  EXPECT_LE(reached, 500u);
}

TEST_F(DynamicBacklog, AppliesOnlyToLargerRequests) {
  REQUIREMENT("SOCKETS-18");
  Listener listener;
  table_.set_backlog(listener, 20);
  EXPECT_EQ(flood(listener, 1000), 20u);
}

TEST_F(DynamicBacklog, IsOffByDefault) {
  parameters_.enable_dynamic_backlog = false;
  Listener listener;
  table_.set_backlog(listener, 200);
  EXPECT_EQ(flood(listener, 1000), 200u);
}

}  // namespace
}  // namespace flue::tcp
