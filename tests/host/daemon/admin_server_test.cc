#include "host/daemon/admin_server.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <optional>
#include <thread>

#include "host/cli/client.h"
#include "tests/host/stack/stack_host.h"

namespace flue::daemon {
namespace {

using std::chrono::milliseconds;
constexpr uid_t kNobody = 65534;

// The server in this thread's loop, a client in a thread of its own.
class AdminServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "flue-admin-XXXXXX";
    directory = ::mkdtemp(pattern.data());
    host.add();
    host.know_neighbours();
    server.emplace(loop, host.stack, host.parameters, host.log, directory, OwnerLookup{}, administrators());
    loop.set_deadline_source([this] { return server->next_deadline(); });
    loop.set_after_batch([this](TimePoint now) {
      server->after_batch(now + ahead);
      if (client_ended) loop.stop();
    });
    ASSERT_TRUE(server->open(host.now));
  }
  void TearDown() override {
    server.reset();
    ::rmdir(directory.c_str());
  }
  virtual std::vector<uid_t> administrators() { return {::getuid()}; }
  [[nodiscard]] std::string path() const { return directory + "/admin.sock"; }

  // Runs the loop until `client` has come to its end.
  void serve(const std::function<void()>& client) {
    std::array<int, 2> ended{};
    ASSERT_EQ(::pipe(ended.data()), 0);
    client_ended = false;
    loop.add(ended[0], EventLoop::kRead, [this](std::uint32_t, TimePoint) { client_ended = true; });
    std::thread thread([&] {
      client();
      ::close(ended[1]);
    });
    loop.run();
    thread.join();
    loop.remove(ended[0]);
    ::close(ended[0]);
  }

  Result<Json, std::string> ask(const Json& request) {
    Result<Json, std::string> answer = fail(std::string("not asked"));
    serve([&] { answer = cli::ask_daemon(directory, request, milliseconds(20'000)); });
    return answer;
  }

  [[nodiscard]] int connect() const {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path().c_str(), path().size() + 1);
    const int client = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto* generic = static_cast<const sockaddr*>(static_cast<const void*>(&address));
    EXPECT_EQ(::connect(client, generic, sizeof(address)), 0) << std::strerror(errno);
    return client;
  }
  static void send_text(int client, const std::string& text) {
    EXPECT_EQ(::send(client, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
  }
  static std::string read_to_end(int client) {
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t n = 0; (n = ::recv(client, buffer.data(), buffer.size(), 0)) > 0;) {
      text.append(buffer.data(), static_cast<std::size_t>(n));
    }
    ::close(client);
    return text;
  }

  std::string directory;
  stack::StackHost host;
  EventLoop loop;
  std::optional<AdminServer> server;
  Duration ahead{0};  // how much later the server believes it is than the loop
  bool client_ended = false;
};

TEST_F(AdminServerTest, AnswersTheAdministrator) {
  const auto answer = ask({{"command", "version"}});
  ASSERT_TRUE(answer) << answer.error();
  EXPECT_EQ((*answer)["profile"], "win2003");
}

TEST_F(AdminServerTest, SocketIsForItsOwnerOnly) {
  struct stat status {};
  ASSERT_EQ(::stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(AdminServerTest, RemovesItsSocket) {
  server->begin_shutdown(host.now);
  EXPECT_NE(::access(path().c_str(), F_OK), 0);
}

TEST_F(AdminServerTest, TakesThePlaceOfALeftOverSocket) {
  AdminServer second(loop, host.stack, host.parameters, host.log, directory, {}, {});
  EXPECT_TRUE(second.open(host.now));
  EXPECT_EQ(::access(path().c_str(), F_OK), 0);
}

TEST_F(AdminServerTest, SaysWhyItCannotOpen) {
  AdminServer far(loop, host.stack, host.parameters, host.log, std::string(200, 'x'), {}, {});
  const auto opened = far.open(host.now);
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().find("choose a shorter control_dir"), std::string::npos);
  AdminServer nowhere(loop, host.stack, host.parameters, host.log, directory + "/missing", {}, {});
  EXPECT_NE(nowhere.open(host.now).error().find("No such file"), std::string::npos);
}

class StrangerTest : public AdminServerTest {
 protected:
  std::vector<uid_t> administrators() override { return {}; }
};

// The file's mode would let this user in; who it is decides.
TEST_F(StrangerTest, IsRefusedByWhoItIs) {
  ASSERT_EQ(::chmod(directory.c_str(), 0755), 0);
  ASSERT_EQ(::chmod(path().c_str(), 0666), 0);
  Result<Json, std::string> answer = fail(std::string("not asked"));
  serve([&] {
    // The bare system call changes this thread only.
    if (::getuid() == 0) ASSERT_EQ(::syscall(SYS_setresuid, kNobody, kNobody, kNobody), 0);
    answer = cli::ask_daemon(directory, {{"command", "version"}}, milliseconds(20'000));
  });
  ASSERT_TRUE(answer) << answer.error();
  EXPECT_NE((*answer)["error"].get<std::string>().find("may not administer this daemon"), std::string::npos);
}

TEST_F(AdminServerTest, RefusesARequestThatIsTooLong) {
  std::string text;
  serve([&] {
    const int client = connect();
    send_text(client, std::string(AdminServer::kMaxRequestBytes, 'x'));
    text = read_to_end(client);
  });
  EXPECT_EQ(text, "{\"error\":\"the request is too long\"}\n");
}

TEST_F(AdminServerTest, TakesARequestInPieces) {
  std::string text;
  serve([&] {
    const int client = connect();
    for (const char c : std::string("{\"command\":\"log-level\"}\n")) send_text(client, std::string(1, c));
    text = read_to_end(client);
  });
  EXPECT_EQ(text, "{\"level\":\"info\"}\n");
}

TEST_F(AdminServerTest, DropsWhoDoesNotSendItsRequestInTime) {
  ahead = AdminServer::kRequestTime;
  std::string text = "something";
  serve([&] { text = read_to_end(connect()); });
  EXPECT_EQ(text, "");
}

TEST_F(AdminServerTest, SendsAnAnswerLargerThanTheSocketsBuffer) {
  for (std::uint32_t i = 1; i <= 4000; ++i) {
    ASSERT_TRUE(host.stack.add_static_arp(Ipv4Addr(0x0A010000 + i), stack::kPeerMac, stack::kOwn, host.now));
  }
  const auto answer = ask({{"command", "arp"}});
  ASSERT_TRUE(answer) << answer.error();
  EXPECT_GE((*answer)["interfaces"][0]["entries"].size(), 4000U);
}

TEST_F(AdminServerTest, AnswersAPingWhenItsTimeIsOver) {
  const auto answer = ask({{"command", "ping"}, {"address", "10.0.0.2"}, {"wait_ms", 20}});
  ASSERT_TRUE(answer) << answer.error();
  EXPECT_EQ((*answer)["outcome"], "timed_out");
}

TEST_F(AdminServerTest, ForgetsAClientThatHangsUpDuringItsPing) {
  serve([&] {
    const int client = connect();
    send_text(client, "{\"command\":\"ping\",\"address\":\"10.0.0.2\",\"wait_ms\":30}\n");
    ::close(client);
    // Answered after the other's time is over, so both ends were lived through.
    const auto later = cli::ask_daemon(directory, {{"command", "ping"}, {"address", "10.0.0.2"}, {"wait_ms", 60}},
                                       milliseconds(20'000));
    EXPECT_TRUE(later);
  });
  EXPECT_EQ(server->next_deadline(), kNever);
}

TEST_F(AdminServerTest, ServesABoundedNumberAtATime) {
  std::string text;
  serve([&] {
    std::vector<int> waiting;
    for (std::size_t i = 0; i < AdminServer::kMaxClients; ++i) waiting.push_back(connect());
    text = read_to_end(connect());
    for (const int client : waiting) ::close(client);
  });
  EXPECT_NE(text.find("too many"), std::string::npos);
}

}  // namespace
}  // namespace flue::daemon
