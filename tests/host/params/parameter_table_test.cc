#include "host/params/parameter_table.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "host/params/profiles.h"

namespace flue {
namespace {

std::vector<std::optional<std::uint64_t>> all_values(const Parameters& parameters) {
  std::vector<std::optional<std::uint64_t>> values;
  for (const ParameterRow& row : parameter_table()) values.push_back(row.get(parameters));
  return values;
}

class EveryParameter : public testing::TestWithParam<ParameterRow> {};

TEST_P(EveryParameter, ReadsBackBothEndsOfItsRange) {
  const ParameterRow& row = GetParam();
  ASSERT_LE(row.least, row.most);
  for (const std::uint64_t value : {row.least, row.most}) {
    Parameters parameters;
    row.set(parameters, value);
    EXPECT_EQ(row.get(parameters), value);
  }
}

TEST_P(EveryParameter, ChangesItsOwnValueOnly) {
  const ParameterRow& row = GetParam();
  Parameters parameters;
  const auto before = all_values(parameters);
  const std::uint64_t changed = row.get(parameters) == row.most ? row.least : row.most;
  row.set(parameters, changed);
  const auto after = all_values(parameters);
  const auto table = parameter_table();
  // The delayed-ACK timer has two names.
  const auto value_name = [](std::string_view name) { return name == "DelayedAckTimeout" ? "TcpDelAckTicks" : name; };
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (value_name(table[i].name) == value_name(row.name)) {
      EXPECT_NE(before[i], after[i]) << table[i].name;
    } else {
      EXPECT_EQ(before[i], after[i]) << table[i].name;
    }
  }
}

TEST_P(EveryParameter, SaysWhatItIs) {
  const ParameterRow& row = GetParam();
  EXPECT_FALSE(row.unit.empty());
  EXPECT_FALSE(row.effect.empty());
  EXPECT_NE(row.requirement.find('-'), std::string_view::npos);
  if (row.is_bool()) EXPECT_EQ(row.most, 1u);
  EXPECT_EQ(find_parameter(row.name)->get, row.get);
}

INSTANTIATE_TEST_SUITE_P(Table, EveryParameter, testing::ValuesIn(parameter_table().begin(), parameter_table().end()),
                         [](const auto& info) { return std::string(info.param.name); });

// Ranges of the specification's parameter reference.
struct Range {
  const char* name;
  std::uint64_t least;
  std::uint64_t most;
  ParameterScope scope = ParameterScope::kGlobal;
};

class ReferenceRange : public testing::TestWithParam<Range> {};

TEST_P(ReferenceRange, IsThatOfTheReference) {
  const ParameterRow* row = find_parameter(GetParam().name);
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->least, GetParam().least);
  EXPECT_EQ(row->most, GetParam().most);
  EXPECT_EQ(row->scope, GetParam().scope);
  EXPECT_FALSE(row->own);
}

constexpr std::uint64_t kMax32 = 0xFFFFFFFF;

INSTANTIATE_TEST_SUITE_P(
    Reference, ReferenceRange,
    testing::Values(
        Range{"ArpCacheLife", 0, kMax32}, Range{"ArpCacheMinReferencedLife", 0, kMax32}, Range{"ArpRetryCount", 1, 3},
        Range{"ArpUseEtherSNAP", 0, 1}, Range{"DefaultTTL", 1, 255}, Range{"DefaultTOSValue", 0, 255},
        Range{"DefaultTOS", 0, 255}, Range{"TcpWindowSize", 0, 0x3FFFFFFF, ParameterScope::kInterface},
        Range{"Tcp1323Opts", 0, 3}, Range{"SackOpts", 0, 1}, Range{"TcpDelAckTicks", 0, 6, ParameterScope::kInterface},
        Range{"TcpMaxDupAcks", 1, 3}, Range{"TcpInitialRtt", 0, 0xFFFF, ParameterScope::kInterface},
        Range{"TcpMaxConnectRetransmissions", 0, 255}, Range{"TcpMaxConnectResponseRetransmissions", 0, 255},
        Range{"TcpMaxDataRetransmissions", 0, kMax32}, Range{"TcpNumConnections", 0, 0xFFFFFE},
        Range{"KeepAliveTime", 1, kMax32}, Range{"KeepAliveInterval", 1, kMax32}, Range{"TcpTimedWaitDelay", 30, 300},
        Range{"MaxUserPort", 5000, 65534}, Range{"MaxFreeTcbs", 0, kMax32}, Range{"SynAttackProtect", 0, 2},
        Range{"TcpMaxHalfOpen", 1, kMax32}, Range{"TcpMaxHalfOpenRetried", 0x50, kMax32},
        Range{"TcpMaxPortsExhausted", 0, 0xFFFF}, Range{"MinimumDynamicBacklog", 0, kMax32},
        Range{"MaximumDynamicBacklog", 0, kMax32}, Range{"DynamicBacklogGrowthDelta", 0, kMax32}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(ParameterTable, NamesAreUniqueAndNotAmongTheLaterOnes) {
  std::set<std::string_view> names;
  for (const ParameterRow& row : parameter_table()) EXPECT_TRUE(names.insert(row.name).second) << row.name;
  for (const LaterParameter& later : later_parameters()) EXPECT_TRUE(names.insert(later.name).second) << later.name;
}

TEST(ParameterTable, FindsExactNamesOnly) {
  EXPECT_EQ(find_parameter("tcptimedwaitdelay"), nullptr);
  EXPECT_EQ(find_parameter(""), nullptr);
  ASSERT_NE(find_parameter("DefaultTOS"), nullptr);
  EXPECT_EQ(find_parameter("DefaultTOS")->name, "DefaultTOSValue");
}

TEST(ParameterTable, UnitsOfTimeArriveAsWritten) {
  Parameters parameters;
  find_parameter("TcpDelAckTicks")->set(parameters, 3);
  EXPECT_EQ(parameters.tcp.delayed_ack, std::chrono::milliseconds(300));
  find_parameter("TcpInitialRtt")->set(parameters, 2);
  EXPECT_EQ(parameters.tcp.tcp_initial_rtt, std::chrono::seconds(2));
  find_parameter("TcpTimedWaitDelay")->set(parameters, 30);
  EXPECT_EQ(parameters.tcp.tcp_timed_wait_delay, std::chrono::seconds(30));
  find_parameter("KeepAliveTime")->set(parameters, 5);
  EXPECT_EQ(parameters.tcp.keep_alive_time, std::chrono::milliseconds(5));
  find_parameter("IpReassemblyTimeout")->set(parameters, 7);
  EXPECT_EQ(parameters.ip.ip_reassembly_timeout, std::chrono::seconds(7));
}

}  // namespace
}  // namespace flue
