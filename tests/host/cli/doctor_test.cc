#include "host/cli/doctor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <functional>

namespace flue::cli {
namespace {

Facts healthy() {
  Facts facts;
  facts.kernel_release = "6.1.0-18-amd64";
  facts.tun_exists = true;
  facts.net_admin = true;
  facts.flue_user = true;
  facts.ip_tool = true;
  facts.control_dir = "/run/flue";
  facts.control_dir_exists = true;
  facts.preload_path = "/usr/lib/flue/libflue_preload.so";
  facts.daemon = {{"version", "0.1.0"},
                  {"profile", "modern"},
                  {"first_automatic_port", 32768},
                  {"last_automatic_port", 60999},
                  {"timed_wait_seconds", 60}};
  return facts;
}

TEST(Doctor, FindsNothingWrongWithAHealthyMachine) {
  for (const Finding& finding : diagnose(healthy())) {
    EXPECT_EQ(finding.level, Level::kOk) << finding.what;
    EXPECT_TRUE(finding.advice.empty());
  }
}

struct IllnessCase {
  const char* name;
  std::function<void(Facts&)> infect;
  Level level;
  const char* what;    // part of the finding
  const char* advice;  // part of what to do
};
class Illness : public ::testing::TestWithParam<IllnessCase> {};

TEST_P(Illness, IsNamedWithWhatToDo) {
  Facts facts = healthy();
  GetParam().infect(facts);
  const auto findings = diagnose(facts);
  const auto it =
      std::find_if(findings.begin(), findings.end(), [](const Finding& f) { return f.level != Level::kOk; });
  ASSERT_NE(it, findings.end());
  EXPECT_EQ(it->level, GetParam().level);
  EXPECT_NE(it->what.find(GetParam().what), std::string::npos) << it->what;
  EXPECT_NE(it->advice.find(GetParam().advice), std::string::npos) << it->advice;
}

const IllnessCase kIllnesses[] = {
    {"OldKernel", [](Facts& f) { f.kernel_release = "5.10.0-8"; }, Level::kFail, "5.10.0-8", "6.1"},
    {"OldMinor", [](Facts& f) { f.kernel_release = "6.0.12"; }, Level::kFail, "6.0.12", "6.1"},
    {"NoTun", [](Facts& f) { f.tun_exists = false; }, Level::kFail, "/dev/net/tun", "modprobe tun"},
    {"TunForbidden", [](Facts& f) { f.tun_error = EACCES; }, Level::kWarn, "/dev/net/tun", "as root"},
    {"TunBroken", [](Facts& f) { f.tun_error = ENODEV; }, Level::kFail, "No such device", "modprobe tun"},
    {"NoPermission", [](Facts& f) { f.net_admin = false; }, Level::kWarn, "network interfaces", "CAP_NET_ADMIN"},
    {"NoUser", [](Facts& f) { f.flue_user = false; }, Level::kWarn, "user flue", "useradd"},
    {"NoIpTool", [](Facts& f) { f.ip_tool = false; }, Level::kWarn, "ip is not", "iproute2"},
    {"NoControlDir", [](Facts& f) { f.control_dir_exists = false; }, Level::kWarn, "/run/flue", "--control-dir"},
    {"OpenControlDir", [](Facts& f) { f.control_dir_writable_by_all = true; }, Level::kFail, "/run/flue", "chmod"},
    {"NoPreload", [](Facts& f) { f.preload_path.clear(); }, Level::kFail, "libflue_preload.so", "cmake --install"},
    {"PreloadBroken", [](Facts& f) { f.preload_error = "wrong ELF class"; }, Level::kFail, "wrong ELF class", "build"},
    {"NoDaemon", [](Facts& f) { f.daemon.reset(), f.daemon_error = "start one"; }, Level::kFail, "daemon", "start one"},
    {"DaemonForbidden",
     [](Facts& f) { f.daemon.reset(), f.daemon_forbidden = true, f.daemon_error = "run this as root"; }, Level::kWarn,
     "may not ask", "as root"},
    {"FewPorts",
     [](Facts& f) {
       (*f.daemon)["first_automatic_port"] = 1024;
       (*f.daemon)["last_automatic_port"] = 5000;
       (*f.daemon)["timed_wait_seconds"] = 240;
     },
     Level::kWarn, "3977 automatic ports and 240 s of TIME-WAIT allow about 16 ", "MaxUserPort"},
    {"Note", [](Facts& f) { (*f.daemon)["notes"] = {"MaxRto is ignored"}; }, Level::kWarn, "MaxRto", "flued.toml(5)"},
};
INSTANTIATE_TEST_SUITE_P(All, Illness, ::testing::ValuesIn(kIllnesses),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Doctor, EachLineBeginsWithItsLevel) {
  EXPECT_EQ(render_findings({{Level::kOk, "kernel 6.1", ""}, {Level::kFail, "no daemon", "start one"}}),
            "OK   kernel 6.1\n"
            "FAIL no daemon: start one\n");
}

}  // namespace
}  // namespace flue::cli
