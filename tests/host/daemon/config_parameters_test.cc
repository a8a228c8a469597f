#include <gtest/gtest.h>

#include <string>

#include "tests/host/daemon/refused_config.h"

namespace flue::daemon {
namespace {

class BadParameter : public RefusedConfig {};
TEST_P(BadParameter, IsRefusedWithOneLineThatSaysWhereAndWhatToDo) { expect_refused(); }

INSTANTIATE_TEST_SUITE_P(
    Config, BadParameter,
    testing::Values(
        Bad{"Range", with_interface("[tcp]\nTcpTimedWaitDelay = 29\n"),
            "f:6:21: TcpTimedWaitDelay = 29 is out of range; give 30..300 (s)"},
        Bad{"Type", with_interface("[tcp]\nTcpTimedWaitDelay = \"30\"\n"),
            "f:6:21: TcpTimedWaitDelay is not a whole number; give a number without quotes (s)"},
        Bad{"BoolForNumber", with_interface("[tcp]\nTcpTimedWaitDelay = true\n"),
            "f:6:21: TcpTimedWaitDelay is not a whole number; give a number without quotes (s)"},
        Bad{"BoolRange", with_interface("[tcp]\nSackOpts = 2\n"),
            "f:6:12: SackOpts = 2 is out of range; give true or false"},
        Bad{"Unknown", with_interface("[tcp]\nTcpTimeWaitDelay = 30\n"),
            "f:6:1: there is no parameter TcpTimeWaitDelay; did you mean TcpTimedWaitDelay?"},
        Bad{"NotImplemented", with_interface("[tcp]\nEnableDeadGWDetect = 1\n"),
            "f:6:1: EnableDeadGWDetect is known, but dead-gateway detection is not implemented yet; remove it"},
        Bad{"WrongSection", with_interface("[arp]\nDefaultTTL = 64\n"),
            "f:6:1: DefaultTTL is not a parameter of [arp]; put it into [ip]"},
        Bad{"TwiceInTwoSections", with_interface("[tcp]\nDefaultTTL = 64\n[ip]\nDefaultTTL = 65\n"),
            "f:8:1: DefaultTTL sets what DefaultTTL has set before; remove one of them"},
        Bad{"TwiceByTwoNames", with_interface("[tcp]\nTcpDelAckTicks = 1\nDelayedAckTimeout = 100\n"),
            "f:6:1: TcpDelAckTicks sets what DelayedAckTimeout has set before; remove one of them"},
        Bad{"Relation", "profile = \"modern\"\n" + with_interface("[tcp]\nMaxUserPort = 5000\n"),
            "f:7:15: MaxUserPort = 5000 is below MinUserPort = 32768; set both"},
        Bad{"GlobalInInterface", with_interface("[interface.tcp]\nTcpTimedWaitDelay = 30\n"),
            "f:6:1: TcpTimedWaitDelay is not a parameter of one interface; put it into [tcp]"},
        Bad{"RangeInInterface", with_interface("[interface.tcp]\nTcpDelAckTicks = 7\n"),
            "f:6:18: TcpDelAckTicks = 7 is out of range; give 0..6 (100 ms)"},
        Bad{"NotATable", "tcp = 3\n" + with_interface(""), "f:1:7: tcp is a whole number; it must be a table [tcp]"}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace flue::daemon
