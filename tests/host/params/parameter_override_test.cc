#include <gtest/gtest.h>

#include <string>

#include "host/params/parameter_table.h"
#include "host/params/profiles.h"

namespace flue {
namespace {

TEST(SetParameter, ChangesTheValueByItsName) {
  Parameters parameters = profile_parameters(ProfileName::kWin2003);
  ASSERT_TRUE(set_parameter(parameters, "TcpTimedWaitDelay", 30));
  EXPECT_EQ(parameters.tcp.tcp_timed_wait_delay, std::chrono::seconds(30));
  ASSERT_TRUE(set_parameter(parameters, "DefaultTOS", 16));
  EXPECT_EQ(parameters.ip.default_tos, 16);
}

class OutOfRange : public testing::TestWithParam<ParameterRow> {};

TEST_P(OutOfRange, NamesParameterValueAndRange) {
  const ParameterRow& row = GetParam();
  for (const std::int64_t value : {static_cast<std::int64_t>(row.least) - 1, static_cast<std::int64_t>(row.most) + 1}) {
    Parameters parameters;
    const auto before = row.get(parameters);
    const auto done = set_parameter(parameters, row.name, value);
    ASSERT_FALSE(done) << value;
    EXPECT_EQ(done.error().kind, ParameterErrorKind::kOutOfRange);
    EXPECT_EQ(done.error().what, std::string(row.name) + " = " + std::to_string(value) + " is out of range");
    if (row.is_bool()) {
      EXPECT_EQ(done.error().advice, "give true or false");
    } else {
      EXPECT_NE(done.error().advice.find(std::to_string(row.least) + ".." + std::to_string(row.most)),
                std::string::npos);
      EXPECT_NE(done.error().advice.find(row.unit), std::string::npos);
    }
    EXPECT_EQ(row.get(parameters), before) << "an error must leave no trace";
  }
}

INSTANTIATE_TEST_SUITE_P(Table, OutOfRange, testing::ValuesIn(parameter_table().begin(), parameter_table().end()),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(SetParameter, SuggestsTheNearestName) {
  Parameters parameters;
  const auto done = set_parameter(parameters, "TcpTimeWaitDelay", 30);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ParameterErrorKind::kUnknown);
  EXPECT_EQ(done.error().what, "there is no parameter TcpTimeWaitDelay");
  EXPECT_EQ(done.error().advice, "did you mean TcpTimedWaitDelay?");
}

TEST(SetInterfaceParameter, ChangesThatInterfaceOnly) {
  TcpParameters one = profile_parameters(ProfileName::kModern).tcp;
  ASSERT_TRUE(set_interface_parameter(one, "TcpWindowSize", 100'000));
  EXPECT_EQ(one.tcp_window_size, 100'000u);
  EXPECT_EQ(one.initial_window_segments, 10u) << "the rest stays that of the profile";
}

TEST(SetInterfaceParameter, RefusesGlobalParameters) {
  TcpParameters parameters;
  const auto done = set_interface_parameter(parameters, "DefaultTTL", 5);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ParameterErrorKind::kWrongScope);
  EXPECT_EQ(done.error().what, "DefaultTTL is not a parameter of one interface");
  EXPECT_EQ(done.error().advice, "put it into [ip]");
}

struct Relation {
  const char* name;
  std::vector<std::pair<const char*, std::int64_t>> set;
  std::string what;
};

class BrokenRelation : public testing::TestWithParam<Relation> {};

TEST_P(BrokenRelation, IsAnErrorThatNamesBoth) {
  Parameters parameters = profile_parameters(ProfileName::kModern);
  for (const auto& [name, value] : GetParam().set) ASSERT_TRUE(set_parameter(parameters, name, value));
  const auto checked = check_relations(parameters);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().what, GetParam().what);
}

INSTANTIATE_TEST_SUITE_P(
    Rules, BrokenRelation,
    testing::Values(
        Relation{"Ports", {{"MaxUserPort", 5000}}, "MaxUserPort = 5000 is below MinUserPort = 32768"},
        Relation{"Rto", {{"MinRto", 2000}, {"MaxRto", 1000}}, "MaxRto = 1000 is below MinRto = 2000"},
        Relation{"ReceiveBuffer",
                 {{"MaxReceiveBuffer", 65536}},
                 "DefaultReceiveBuffer = 262144 is above MaxReceiveBuffer = 65536"},
        Relation{"SendBuffer", {{"MaxSendBuffer", 4096}}, "DefaultSendBuffer = 262144 is above MaxSendBuffer = 4096"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(ParameterNotes, TellWhichSettingsHaveNoEffect) {
  const auto note_of = [](std::initializer_list<std::pair<const char*, std::int64_t>> settings) {
    Parameters parameters = profile_parameters(ProfileName::kWin2003);
    for (const auto& [name, value] : settings) EXPECT_TRUE(set_parameter(parameters, name, value)) << name;
    const auto notes = parameter_notes(parameters);
    return notes.size() == 1 ? notes.front() : std::to_string(notes.size()) + " notes";
  };
  EXPECT_EQ(note_of({{"ArpCacheLife", 600}}),
            "ArpCacheMinReferencedLife = 600 is ignored: it is not above ArpCacheLife = 600");
  EXPECT_EQ(note_of({{"ArpCacheLife", 599}}), "0 notes");
  EXPECT_EQ(note_of({{"TcpMaxHalfOpen", 100}}),
            "TcpMaxHalfOpenRetried = 400 never acts: it is not below TcpMaxHalfOpen = 100");
  EXPECT_EQ(note_of({{"TcpMaxConnectResponseRetransmissions", 1}}),
            "SynAttackProtect = 1 never acts: TcpMaxConnectResponseRetransmissions = 1 is below 2");
}

TEST(ListParameters, TellsValueAndOrigin) {
  Parameters parameters = profile_parameters(ProfileName::kWin2003);
  ASSERT_TRUE(set_parameter(parameters, "TcpTimedWaitDelay", 30));
  const auto lines = list_parameters(parameters, {"TcpTimedWaitDelay"});
  ASSERT_EQ(lines.size(), parameter_table().size());
  for (const ParameterListing& line : lines) {
    EXPECT_EQ(line.from_config, line.row->name == "TcpTimedWaitDelay") << line.row->name;
    EXPECT_EQ(line.value, line.row->get(parameters)) << line.row->name;
  }
}

}  // namespace
}  // namespace flue
