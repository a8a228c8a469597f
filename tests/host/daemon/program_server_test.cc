#include "host/daemon/program_server.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <functional>

#include "host/control/codec.h"
#include "tests/host/daemon/program_world.h"

namespace flue::daemon {
namespace {

// The server on a real loop, and one program that speaks the protocol. The loop turns without waiting.
class ProgramServerTest : public testing::Test {
 protected:
  ProgramServerTest() { start(Limits{}); }

  void start(const Limits& limits) {
    server_.reset();
    server_.emplace(ProgramServer::Needs{loop_, stack_, router_, parameters_, random_, log_}, directory_.path(),
                    limits);
    const auto opened = server_->open(now_);
    ASSERT_TRUE(opened) << opened.error();
  }

  void turn(int times = 6) {
    loop_.set_deadline_source([] { return TimePoint::min(); });
    int left = times;
    loop_.set_after_batch([&](TimePoint when) {
      now_ = when + skew_;
      stack_.poll(now_);
      router_.dispatch(stack_.tcp(), now_);
      server_->after_batch(now_);
      if (--left == 0) loop_.stop();
    });
    loop_.run();
  }

  Descriptor open_channel() {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = directory_ / FLUE_CONTROL_SOCKET;
    std::memcpy(address.sun_path, path.c_str(), path.size());
    Descriptor channel(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    EXPECT_EQ(::connect(channel.get(), generic, sizeof(address)), 0) << std::strerror(errno);
    return channel;
  }

  template <typename Record>
  static void send(const Descriptor& channel, const Record& record, int passed = -1) {
    iovec part{const_cast<Record*>(&record), sizeof(record)};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    alignas(cmsghdr) char ancillary[CMSG_SPACE(sizeof(int))] = {};
    if (passed >= 0) {
      message.msg_control = ancillary;
      message.msg_controllen = sizeof(ancillary);
      cmsghdr* header = CMSG_FIRSTHDR(&message);
      header->cmsg_level = SOL_SOCKET;
      header->cmsg_type = SCM_RIGHTS;
      header->cmsg_len = CMSG_LEN(sizeof(int));
      std::memcpy(CMSG_DATA(header), &passed, sizeof(int));
    }
    EXPECT_EQ(::sendmsg(channel.get(), &message, MSG_NOSIGNAL), static_cast<ssize_t>(sizeof(record)));
  }

  struct Reply {
    ssize_t size = -1;  // 0: the channel was closed; -1: nothing yet
    flue_reply record{};
    Descriptor passed;
  };
  static Reply receive(const Descriptor& channel) {
    Reply reply;
    iovec part{&reply.record, sizeof(reply.record)};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    alignas(cmsghdr) char ancillary[CMSG_SPACE(sizeof(int))] = {};
    message.msg_control = ancillary;
    message.msg_controllen = sizeof(ancillary);
    reply.size = ::recvmsg(channel.get(), &message, MSG_CMSG_CLOEXEC);
    if (const cmsghdr* header = reply.size > 0 ? CMSG_FIRSTHDR(&message) : nullptr; header != nullptr) {
      int number = -1;
      std::memcpy(&number, CMSG_DATA(header), sizeof(int));
      reply.passed.reset(number);
    }
    return reply;
  }

  Descriptor greeted_channel() {
    Descriptor channel = open_channel();
    send(channel, control::own_hello());
    turn();
    EXPECT_EQ(receive(channel).size, static_cast<ssize_t>(sizeof(flue_hello)));
    return channel;
  }

  Reply ask(const Descriptor& channel, flue_request request, int passed = -1) {
    request.serial = ++serial_;
    send(channel, request, passed);
    turn();
    Reply reply = receive(channel);
    if (reply.size > 0) {
      EXPECT_EQ(reply.record.serial, serial_);
      EXPECT_EQ(reply.record.op, request.op);
    }
    return reply;
  }

  static flue_request request(flue_op op, std::uint16_t port = 0) {
    flue_request result{};
    result.op = op;
    result.local = result.remote = {kLoopback.bits(), port, 0};
    if (op == FLUE_OP_CONNECT) result.local = {};
    return result;
  }

  TempDirectory directory_;
  Parameters parameters_ = profile_parameters(ProfileName::kWin2003);
  SeededRandom random_{1};
  NullLog log_;
  TimePoint now_ = monotonic_now();
  Duration skew_{0};  // how far the stack's time is ahead of the loop's
  EventLoop loop_;
  stack::Stack stack_{parameters_, random_, log_};
  stack::EventRouter router_;
  std::optional<ProgramServer> server_;
  std::uint32_t serial_ = 0;
};

TEST_F(ProgramServerTest, SocketIsForTheGroupOnly) {
  struct stat found {};
  ASSERT_EQ(stat((directory_ / FLUE_CONTROL_SOCKET).c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777u, 0660u);
  server_.reset();
  EXPECT_NE(stat((directory_ / FLUE_CONTROL_SOCKET).c_str(), &found), 0) << "removed with the server";
}

TEST_F(ProgramServerTest, OtherVersionsGetOurHelloAndNothingElse) {
  const Descriptor channel = open_channel();
  flue_hello hello = control::own_hello();
  hello.version += 1;
  send(channel, hello);
  turn();
  flue_hello theirs{};
  ASSERT_EQ(::recv(channel.get(), &theirs, sizeof(theirs), 0), static_cast<ssize_t>(sizeof(theirs)));
  EXPECT_EQ(theirs.version, FLUE_CONTROL_VERSION);
  EXPECT_EQ(receive(channel).size, 0);
}

TEST_F(ProgramServerTest, ListenAndConnectMakeAConnection) {
  const Descriptor channel = greeted_channel();
  const Reply listener = ask(channel, request(FLUE_OP_LISTEN, 7000));
  ASSERT_EQ(listener.record.error, 0);
  ASSERT_TRUE(listener.passed);
  flue_request connect = request(FLUE_OP_CONNECT, 7000);
  connect.flags = FLUE_FLAG_WAIT;
  const Reply pending = ask(channel, connect);
  EXPECT_EQ(pending.record.error, 0);
  EXPECT_EQ(pending.record.flags, FLUE_REPLY_DESCRIPTOR | FLUE_REPLY_PENDING);
  turn();
  const Reply done = receive(channel);
  ASSERT_EQ(done.size, static_cast<ssize_t>(sizeof(flue_reply)));
  EXPECT_EQ(done.record.error, 0);
  const Descriptor accepted(::accept4(listener.passed.get(), nullptr, nullptr, SOCK_NONBLOCK));
  EXPECT_TRUE(accepted);
}

TEST_F(ProgramServerTest, WaitingConnectIsToldItsErrorOnce) {
  const Descriptor channel = greeted_channel();
  flue_request connect = request(FLUE_OP_CONNECT, 7000);
  connect.flags = FLUE_FLAG_WAIT;
  const Reply pending = ask(channel, connect);
  turn();
  EXPECT_EQ(receive(channel).record.error, ECONNREFUSED);
  const Reply error = ask(channel, request(FLUE_OP_TAKE_ERROR), pending.passed.get());
  EXPECT_EQ(error.record.value, 0);
}

TEST_F(ProgramServerTest, ErrorOfAConnectNobodyWaitedForIsKept) {
  const Descriptor channel = greeted_channel();
  const Reply made = ask(channel, request(FLUE_OP_CONNECT, 7000));
  turn();
  EXPECT_EQ(ask(channel, request(FLUE_OP_TAKE_ERROR), made.passed.get()).record.value, ECONNREFUSED);
  EXPECT_EQ(ask(channel, request(FLUE_OP_TAKE_ERROR), made.passed.get()).record.value, 0);
}

TEST_F(ProgramServerTest, OptionsAndInfoAreAskedWithTheDescriptor) {
  const Descriptor channel = greeted_channel();
  const Reply listener = ask(channel, request(FLUE_OP_LISTEN, 7000));
  const Reply made = ask(channel, request(FLUE_OP_CONNECT, 7000));
  turn();
  flue_request set = request(FLUE_OP_SET_OPTION);
  set.name = FLUE_OPTION_KEEP_IDLE;
  set.value = 33;
  EXPECT_EQ(ask(channel, set, made.passed.get()).record.error, 0);
  flue_request get = set;
  get.op = FLUE_OP_GET_OPTION;
  EXPECT_EQ(ask(channel, get, made.passed.get()).record.value, 33);
  const Reply info = ask(channel, request(FLUE_OP_INFO), made.passed.get());
  tcp_info shown{};
  ASSERT_EQ(info.record.info_size, sizeof(shown));
  std::memcpy(&shown, info.record.info, sizeof(shown));
  EXPECT_EQ(shown.tcpi_state, 1) << "TCP_ESTABLISHED";
  EXPECT_GT(shown.tcpi_snd_mss, 500u);
}

TEST_F(ProgramServerTest, BacklogThatWasCutIsMarked) {
  const Descriptor channel = greeted_channel();
  flue_request listen = request(FLUE_OP_LISTEN, 7000);
  listen.value = 511;
  const Reply cut = ask(channel, listen);
  EXPECT_EQ(cut.record.value, 200);
  EXPECT_EQ(cut.record.flags & FLUE_REPLY_CUT, FLUE_REPLY_CUT);
  listen.local.port = 7001;
  listen.value = 200;
  EXPECT_EQ(ask(channel, listen).record.flags & FLUE_REPLY_CUT, 0u);
}

TEST_F(ProgramServerTest, ForeignDescriptorsAreRefusedAndClosed) {
  const Descriptor channel = greeted_channel();
  const Descriptor file(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const int next = ::dup(file.get());
  ::close(next);
  EXPECT_EQ(ask(channel, request(FLUE_OP_GET_OPTION), file.get()).record.error, EBADF);
  EXPECT_EQ(ask(channel, request(FLUE_OP_CONNECT, 7000), file.get()).record.error, EBADF);
  EXPECT_EQ(ask(channel, request(FLUE_OP_GET_OPTION)).record.error, EBADF);
  const int after = ::dup(file.get());
  EXPECT_EQ(after, next);
  ::close(after);
}

TEST_F(ProgramServerTest, MalformedRequestEndsItsChannelOnly) {
  const Descriptor channel = greeted_channel();
  const Descriptor other = greeted_channel();
  send(channel, control::own_hello());
  turn();
  EXPECT_EQ(receive(channel).size, 0);
  EXPECT_EQ(ask(other, request(FLUE_OP_LISTEN, 7000)).record.error, 0);
}

TEST_F(ProgramServerTest, ProgramThatTakesNoRepliesLosesItsChannel) {
  const Descriptor channel = greeted_channel();
  bool lost = false;
  for (int i = 0; i < 5000 && !lost; ++i) {
    const flue_request get = request(FLUE_OP_GET_OPTION);
    lost = ::send(channel.get(), &get, sizeof(get), MSG_NOSIGNAL) < 0 && errno == EPIPE;
    turn(1);
  }
  EXPECT_TRUE(lost);
}

TEST_F(ProgramServerTest, LingerIsToldWhenAllIsAcknowledged) {
  const Descriptor channel = greeted_channel();
  const Reply listener = ask(channel, request(FLUE_OP_LISTEN, 7000));
  Reply made = ask(channel, request(FLUE_OP_CONNECT, 7000));
  turn();
  EXPECT_EQ(ask(channel, request(FLUE_OP_LINGER), made.passed.get()).record.error, 0);
  made.passed.reset();
  flue_request wait = request(FLUE_OP_LINGER_WAIT);
  wait.flags = FLUE_FLAG_WAIT;
  const Reply first = ask(channel, wait);
  if ((first.record.flags & FLUE_REPLY_PENDING) != 0) {
    skew_ = std::chrono::seconds(1);  // the FIN's acknowledgement may be delayed
    turn();
    EXPECT_EQ(receive(channel).record.error, 0);
  }
  EXPECT_EQ(ask(channel, wait).record.flags & FLUE_REPLY_PENDING, 0u) << "there is nothing to wait for any more";
}

}  // namespace
}  // namespace flue::daemon
