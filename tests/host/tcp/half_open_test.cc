#include "host/tcp/half_open.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "tests/support/requirement.h"

namespace flue::tcp {
namespace {

using namespace std::chrono_literals;
constexpr TimePoint kStart{1000s};

HalfOpenRecord record(std::uint32_t number) {
  HalfOpenRecord r;
  r.local = {Ipv4Addr(10, 0, 0, 1), Port(80)};
  r.remote = {Ipv4Addr(number), Port(4000)};
  return r;
}

// When the SYN-ACK is sent again, and when the record is given up, in seconds after the SYN.
struct Schedule {
  std::vector<std::int64_t> again;
  std::int64_t end = -1;
};
Schedule run(HalfOpenTable& table) {
  Schedule schedule;
  while (table.next_deadline() != kNever) {
    const TimePoint now = table.next_deadline();
    const auto due = table.pop_due(now);
    const auto second = std::chrono::duration_cast<std::chrono::seconds>(now - kStart).count();
    if (due->give_up) {
      table.erase(due->index);
      schedule.end = second;
    } else {
      schedule.again.push_back(second);
    }
  }
  return schedule;
}

struct ScheduleCase {
  std::uint32_t count;
  std::vector<std::int64_t> again;
  std::int64_t end;
};
class HalfOpenSchedule : public testing::TestWithParam<ScheduleCase> {};

TEST_P(HalfOpenSchedule, FollowsV19) {
  REQUIREMENT("TCP-SETUP-10");
  TcpParameters parameters;
  parameters.tcp_max_connect_response_retransmissions = GetParam().count;
  HalfOpenTable table(parameters);
  table.add(1, record(1), parameters.tcp_initial_rtt, kStart);
  const Schedule schedule = run(table);
  EXPECT_EQ(schedule.again, GetParam().again);
  EXPECT_EQ(schedule.end, GetParam().end);
}
INSTANTIATE_TEST_SUITE_P(V19, HalfOpenSchedule,
                         testing::Values(ScheduleCase{0, {}, 3}, ScheduleCase{1, {3}, 9}, ScheduleCase{2, {3, 9}, 21},
                                         ScheduleCase{3, {3, 9, 21}, 45}, ScheduleCase{5, {3, 9, 21, 45, 93}, 189}),
                         [](const auto& test) { return "Count" + std::to_string(test.param.count); });

TEST(HalfOpenTable, FindsByBothEnds) {
  const TcpParameters parameters;
  HalfOpenTable table(parameters);
  const auto one = table.add(7, record(1), 3s, kStart);
  const auto two = table.add(7, record(2), 3s, kStart);
  EXPECT_EQ(table.find(7, record(1).local, record(1).remote), one);
  EXPECT_EQ(table.find(7, record(2).local, record(2).remote), two);
  EXPECT_EQ(table.find(7, record(3).local, record(3).remote), std::nullopt);
  table.erase(one);
  EXPECT_EQ(table.find(7, record(1).local, record(1).remote), std::nullopt);
  EXPECT_EQ(table.oldest(), two);
}

// The three thresholds, one at a time.
class UnderAttack : public testing::Test {
 protected:
  void fill(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) table_.add(i, record(i), parameters_.tcp_initial_rtt, kStart);
  }
  TcpParameters parameters_;
  HalfOpenTable table_{parameters_};
};

TEST_F(UnderAttack, BeginsAboveTcpMaxHalfOpen) {
  REQUIREMENT("TCP-SECURITY-04");
  fill(500);
  EXPECT_FALSE(table_.under_attack(kStart));
  table_.add(500, record(500), 3s, kStart);
  EXPECT_TRUE(table_.under_attack(kStart));
  table_.erase(table_.oldest());
  EXPECT_FALSE(table_.under_attack(kStart)) << "and ends below it";
}

TEST_F(UnderAttack, BeginsAboveTcpMaxHalfOpenRetried) {
  REQUIREMENT("TCP-SECURITY-04");
  fill(401);
  EXPECT_FALSE(table_.under_attack(kStart));
  while (table_.pop_due(kStart + 3s)) {
  }
  EXPECT_TRUE(table_.under_attack(kStart + 3s));
}

TEST_F(UnderAttack, BeginsAboveTcpMaxPortsExhausted) {
  REQUIREMENT("TCP-SECURITY-04");
  for (int i = 0; i < 5; ++i) table_.note_refusal(kStart);
  EXPECT_FALSE(table_.under_attack(kStart));
  table_.note_refusal(kStart);
  EXPECT_TRUE(table_.under_attack(kStart));
  EXPECT_FALSE(table_.under_attack(kStart + 60s)) << "refusals are forgotten";
}

TEST_F(UnderAttack, NeverBeginsWithoutProtection) {
  REQUIREMENT("TCP-SECURITY-02", "TCP-SECURITY-04");
  fill(600);
  ASSERT_TRUE(table_.under_attack(kStart));
  parameters_.syn_attack_protect = 0;
  EXPECT_FALSE(table_.under_attack(kStart));
  parameters_.syn_attack_protect = 1;
  parameters_.tcp_max_connect_response_retransmissions = 1;
  EXPECT_FALSE(table_.under_attack(kStart)) << "needs at least 2 retransmissions";
}

TEST_F(UnderAttack, MeansFewerRetransmissions) {
  REQUIREMENT("TCP-SECURITY-03");
  parameters_.tcp_max_half_open = 0;
  fill(1);
  const Schedule schedule = run(table_);
  EXPECT_EQ(schedule.again, (std::vector<std::int64_t>{3}));
  EXPECT_EQ(schedule.end, 9);
}

}  // namespace
}  // namespace flue::tcp
