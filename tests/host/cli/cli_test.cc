#include "host/cli/cli.h"

#include <gtest/gtest.h>

#include "host/cli/client.h"
#include "tests/host/cli/fake_system.h"

namespace flue::cli {
namespace {

class AnyCommand : public ::testing::TestWithParam<std::vector<std::string>> {};

TEST_P(AnyCommand, SaysWhatToStartWhenNoDaemonAnswers) {
  FakeSystem fake;
  const std::string nowhere = ::testing::TempDir() + "flue-no-daemon";
  System system = fake.system();
  system.ask = ask_daemon;
  std::vector<std::string> words = GetParam();
  words.insert(words.end(), {"--control-dir", nowhere});
  EXPECT_EQ(run_command_line(words, system, fake.out, fake.err), 1);
  const std::string line = fake.err.str();
  EXPECT_EQ(line.find("flue: no daemon answers at " + nowhere + "/admin.sock; start one with `flued"), 0U) << line;
  EXPECT_EQ(line.find('\n'), line.size() - 1) << "one line";
}

INSTANTIATE_TEST_SUITE_P(
    All, AnyCommand,
    ::testing::Values(std::vector<std::string>{"netstat", "-na"}, std::vector<std::string>{"arp", "-a"},
                      std::vector<std::string>{"route", "print"}, std::vector<std::string>{"ipconfig", "/all"},
                      std::vector<std::string>{"stats"}, std::vector<std::string>{"ping", "10.0.0.1"},
                      std::vector<std::string>{"log-level"}));

TEST(CommandLine, ShowsTheDaemonsErrorAsOneLine) {
  FakeSystem fake;
  fake.answers = {Json{{"error", "no such entry"}}};
  EXPECT_EQ(fake.run({"arp", "-d", "10.0.0.9"}), 1);
  EXPECT_EQ(fake.err.str(), "flue: no such entry\n");
  EXPECT_EQ(fake.out.str(), "");
}

TEST(CommandLine, AsksWhereControlDirSays) {
  FakeSystem fake;
  fake.answers = {Json{{"counters", Json::object()}}};
  EXPECT_EQ(fake.run({"--control-dir", "/tmp/one", "stats"}), 0);
  EXPECT_EQ(fake.run({"stats", "--control-dir", "/tmp/two"}), 0);
  EXPECT_EQ(fake.control_dirs, (std::vector<std::string>{"/tmp/one", "/tmp/two"}));
}

TEST(CommandLine, AnswerThatIsNotUnderstoodIsOneLine) {
  FakeSystem fake;
  fake.answers = {Json{{"something", "else"}}};
  EXPECT_EQ(fake.run({"route", "print"}), 1);
  EXPECT_NE(fake.err.str().find("the daemon's answer is not understood"), std::string::npos);
}

TEST(CommandLine, WrongUsageIsStatusTwo) {
  FakeSystem fake;
  EXPECT_EQ(fake.run({}), 2);
  EXPECT_EQ(fake.run({"fly"}), 2);
  fake.err.str("");
  EXPECT_EQ(fake.run({"stats", "--fast"}), 2);
  EXPECT_EQ(fake.err.str(), "flue: The following argument was not expected: --fast; see flue --help\n");
  EXPECT_TRUE(fake.requests.empty());
}

TEST(CommandLine, ReleaseAndLogLevelPassTheirWordsOn) {
  FakeSystem fake;
  fake.answers = {Json{{"ok", true}}, Json{{"level", "debug"}}};
  EXPECT_EQ(fake.run({"release", "10.0.0.1:80", "10.0.0.2:4000"}), 0);
  EXPECT_EQ(fake.run({"log-level", "debug"}), 0);
  EXPECT_EQ(fake.requests[0], (Json{{"command", "release"}, {"local", "10.0.0.1:80"}, {"remote", "10.0.0.2:4000"}}));
  EXPECT_EQ(fake.requests[1], (Json{{"command", "log-level"}, {"level", "debug"}}));
  EXPECT_EQ(fake.out.str(), "debug\n");
}

TEST(CommandLine, VersionNeedsNoDaemon) {
  FakeSystem fake;
  fake.answers = {fail(std::string("no daemon answers"))};
  EXPECT_EQ(fake.run({"version"}), 0);
  EXPECT_EQ(fake.out.str().find("flue "), 0U);
  EXPECT_NE(fake.out.str().find("\nflued: no daemon answers\n"), std::string::npos);
}

}  // namespace
}  // namespace flue::cli
