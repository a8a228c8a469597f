#include "host/daemon/program_sockets.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <rapidcheck/gtest.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <numeric>

#include "tests/host/daemon/program_world.h"
#include "tests/support/requirement.h"

namespace flue::daemon {
namespace {

std::string pattern(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * 2654435761u >> 13);
  return text;
}

short events_of(const Descriptor& descriptor) {
  pollfd state{descriptor.get(), POLLIN | POLLOUT | POLLRDHUP, 0};
  ::poll(&state, 1, 0);
  return state.revents;
}

void set_linger(ProgramWorld& world, const Descriptor& socket, std::int32_t seconds) {
  EXPECT_EQ(world.sockets.set_option(*identify(socket.get()), FLUE_OPTION_LINGER, seconds, world.now), 0);
}

std::string reset() { return "!" + std::to_string(ECONNRESET); }
std::string nothing_yet() { return "!" + std::to_string(EAGAIN); }

// --- Copies ----------------------------------------------------------------------------------------------------------
TEST(Twin, SmallPiecesCrossBothWays) {
  ProgramWorld world;
  const Connected c = connected(world);
  write_text(c.client, "question");
  world.run();
  EXPECT_EQ(read_text(c.server), "question");
  write_text(c.server, "answer");
  world.run();
  EXPECT_EQ(read_text(c.client), "answer");
  write_text(c.client, "x");
  world.run();
  EXPECT_EQ(read_text(c.server), "x") << "a single byte is not the one that stays";
}

RC_GTEST_PROP(Twin, BytesArriveAsWrittenWhateverThePieces, (std::vector<std::uint8_t> sizes)) {
  ProgramWorld world;
  const Connected c = connected(world);
  std::vector<std::size_t> pieces;
  for (const std::uint8_t size : sizes) pieces.push_back(std::size_t{size} * size / 4 + 1);
  const std::size_t total = std::accumulate(pieces.begin(), pieces.end(), std::size_t{0});
  const std::string sent = pattern(total);
  std::string got;
  std::size_t at = 0;
  std::size_t piece = 0;
  for (int idle = 0; got.size() < total && idle < 100; ++idle) {
    while (at < total) {
      const std::size_t size = std::min(pieces[piece % pieces.size()], total - at);
      const ssize_t written = write_text(c.client, sent.substr(at, size));
      if (written <= 0) break;
      at += static_cast<std::size_t>(written);
      ++piece;
    }
    world.run(std::chrono::milliseconds(1));
    for (std::string text = read_text(c.server); !text.empty() && text[0] != '!'; text = read_text(c.server)) {
      got += text;
      idle = 0;
    }
    world.run(std::chrono::milliseconds(300));
  }
  RC_ASSERT(got == sent);
}

TEST(Twin, ReaderThatStopsClosesTheWindow) {
  ProgramWorld world;
  ProgramSockets::Asker asker = ProgramWorld::asker();
  asker.options.present = 1u << FLUE_OPTION_RECEIVE_BUFFER;
  asker.options.value[FLUE_OPTION_RECEIVE_BUFFER] = 20000;
  const Descriptor listener = std::move(world.sockets.listen(asker, {kLoopback, Port(7000)}, 5, world.now).descriptor);
  const Descriptor client = std::move(world.connect(7000).descriptor);
  world.run();
  const Descriptor server = world.accept(listener);
  const std::string sent = pattern(100000);
  write_text(client, sent);
  world.run(std::chrono::seconds(2));
  const auto info = world.sockets.info(*identify(server.get()));
  int in_twin = 0;
  ioctl(server.get(), FIONREAD, &in_twin);
  EXPECT_LE(static_cast<std::uint32_t>(in_twin) + info->receive_queue, 20000u + 1460u);
  EXPECT_GE(in_twin, 10000) << "the twin is used";
  EXPECT_LT(info->rcv_wnd, 1460u);
  // And opens it again.
  std::string got;
  for (int i = 0; i < 100 && got.size() < sent.size(); ++i) {
    if (const std::string text = read_text(server); text[0] != '!') got += text;
    world.run(std::chrono::milliseconds(300));
  }
  EXPECT_EQ(got, sent);
}

TEST(Twin, WriterIsBlockedAndWokenThoughABytesStaysUnread) {
  ProgramWorld world;
  const Connected c = connected(world);
  const std::string sent = pattern(4 << 20);
  std::size_t at = 0;
  for (ssize_t n = 1; n > 0; at += static_cast<std::size_t>(std::max<ssize_t>(n, 0))) {
    n = write_text(c.client, sent.substr(at, 65536));
    world.run();
  }
  ASSERT_LT(at, sent.size()) << "nobody reads: the writer stops";
  EXPECT_EQ(events_of(c.client) & POLLOUT, 0);
  std::string got;
  for (int i = 0; i < 1000 && got.size() < at; ++i) {
    if (const std::string text = read_text(c.server); text[0] != '!') got += text;
    world.run(std::chrono::milliseconds(300));
  }
  EXPECT_EQ(got.size(), at);
  EXPECT_EQ(events_of(c.client) & POLLOUT, POLLOUT);
}

// --- The end of a stream ---------------------------------------------------------------------------------------------
TEST(Twin, ShutdownIsTheEndForTheOtherSideOnly) {
  REQUIREMENT("SOCKETS-25");
  ProgramWorld world;
  const Connected c = connected(world);
  write_text(c.client, "last words");
  ::shutdown(c.client.get(), SHUT_WR);
  world.run();
  EXPECT_EQ(read_text(c.server), "last words");
  EXPECT_EQ(read_text(c.server), "");
  write_text(c.server, "still here");
  world.run();
  EXPECT_EQ(read_text(c.client), "still here");
  ::shutdown(c.server.get(), SHUT_WR);
  world.run();
  EXPECT_EQ(read_text(c.client), "");
}

TEST(Twin, CloseSendsWhatWasWritten) {
  ProgramWorld world;
  Connected c = connected(world);
  const std::string sent = pattern(60000);
  write_text(c.client, sent);
  c.client.reset();
  world.run(std::chrono::seconds(1));
  EXPECT_EQ(read_text(c.server), sent);
  world.run(std::chrono::seconds(1));
  EXPECT_EQ(read_text(c.server), "");
}

TEST(Twin, CloseWithUnreadBytesResetsThePeer) {
  ProgramWorld world;
  Connected c = connected(world);
  write_text(c.server, "unread");
  world.run();
  c.client.reset();
  world.run();
  EXPECT_EQ(read_text(c.server), reset());
}

TEST(Twin, LingerZeroResetsThePeer) {
  REQUIREMENT("SOCKETS-26");
  ProgramWorld world;
  Connected c = connected(world);
  set_linger(world, c.client, 0);
  write_text(c.client, "discarded");
  c.client.reset();
  world.run();
  EXPECT_EQ(read_text(c.server), reset());
}

TEST(Twin, ResetIsAResetAfterTheBytesBeforeIt) {
  ProgramWorld world;
  Connected c = connected(world);
  write_text(c.client, "truncated");
  world.run();
  set_linger(world, c.client, 0);
  c.client.reset();
  world.run();
  EXPECT_EQ(read_text(c.server), "truncated");
  EXPECT_EQ(read_text(c.server), reset());
  EXPECT_EQ(world.sockets.take_error(*identify(c.server.get()), world.now), ECONNRESET);
}

TEST(Twin, ResetBeforeAcceptIsAReset) {
  ProgramWorld world;
  const Descriptor listener = std::move(world.listen(7000).descriptor);
  Descriptor client = std::move(world.connect(7000).descriptor);
  world.run();
  set_linger(world, client, 0);
  client.reset();
  world.run();
  const Descriptor server = world.accept(listener);
  ASSERT_TRUE(server);
  EXPECT_EQ(read_text(server), reset());
}

TEST(Twin, DeathOfTheDaemonIsAReset) {
  Descriptor client;
  Descriptor server;
  {
    ProgramWorld world;
    Connected c = connected(world);
    write_text(c.client, "before");
    world.run();
    client = std::move(c.client);
    server = std::move(c.server);
  }
  EXPECT_EQ(read_text(client), reset());
  EXPECT_EQ(read_text(server), "before");
  EXPECT_EQ(read_text(server), reset());
}

TEST(Twin, LingerWaitsForTheLastAcknowledgement) {
  ProgramWorld world;
  Connected c = connected(world);
  const TwinIdentity client = *identify(c.client.get());
  write_text(c.client, pattern(50));
  EXPECT_EQ(world.sockets.want_linger(client), 0);
  Descriptor copy(dup(c.client.get()));
  c.client.reset();
  EXPECT_FALSE(world.sockets.lingers(client.name.id, world.now)) << "a copy is left: nothing to wait for";
  EXPECT_EQ(world.sockets.want_linger(client), 0);
  copy.reset();
  EXPECT_TRUE(world.sockets.lingers(client.name.id, world.now));
  EXPECT_TRUE(world.lingered.empty());
  world.run(std::chrono::seconds(1));
  EXPECT_EQ(world.lingered, std::vector<SocketId>{client.name.id});
}

// --- Connecting ------------------------------------------------------------------------------------------------------
TEST(ProgramSockets, ConnectingIsNeitherReadableNorWritable) {
  ProgramWorld world;
  const Descriptor listener = std::move(world.listen(7000).descriptor);
  const auto made = world.connect(7000);
  ASSERT_EQ(made.error, 0);
  EXPECT_EQ(events_of(made.descriptor), 0);
  EXPECT_EQ(world.sockets.connect_again(*identify(made.descriptor.get()), world.now), EALREADY);
  EXPECT_EQ(world.sockets.send_queue(*identify(made.descriptor.get())), 0);
  world.run();
  EXPECT_EQ(events_of(made.descriptor), POLLOUT);
  EXPECT_EQ(world.connect_results.at(made.id), 0);
  EXPECT_EQ(world.sockets.connect_again(*identify(made.descriptor.get()), world.now), 0);
  EXPECT_EQ(world.sockets.connect_again(*identify(made.descriptor.get()), world.now), EISCONN);
}

TEST(ProgramSockets, RefusalIsToldOnceAndAllowsAnotherAttempt) {
  ProgramWorld world;
  const auto made = world.connect(7001);
  world.run();
  EXPECT_EQ(world.connect_results.at(made.id), ECONNREFUSED);
  EXPECT_EQ(events_of(made.descriptor) & (POLLERR | POLLHUP), POLLERR | POLLHUP);
  const TwinIdentity socket = *identify(made.descriptor.get());
  EXPECT_EQ(world.sockets.connect_again(socket, world.now), ECONNREFUSED);
  EXPECT_EQ(world.sockets.connect_again(socket, world.now), ENOTCONN);
  const Descriptor listener = std::move(world.listen(7001).descriptor);
  const auto again =
      world.sockets.connect(ProgramWorld::asker(1000, &made.descriptor), {kLoopback, Port(7001)}, world.now);
  world.run();
  EXPECT_EQ(world.connect_results.at(again.id), 0);
}

TEST(ProgramSockets, BoundSocketConnectsFromItsPort) {
  REQUIREMENT("SOCKETS-28");
  ProgramWorld world;
  const Descriptor listener = std::move(world.listen(7000).descriptor);
  const auto bound = world.sockets.bind(ProgramWorld::asker(), {kLoopback, Port(7007)}, world.now);
  const auto made =
      world.sockets.connect(ProgramWorld::asker(1000, &bound.descriptor), {kLoopback, Port(7000)}, world.now);
  EXPECT_EQ(made.local, (Endpoint{kLoopback, Port(7007)}));
}

// --- Listening -------------------------------------------------------------------------------------------------------
TEST(ProgramSockets, PortsAreTakenUntilTheirLastHolderIsGone) {
  ProgramWorld world;
  Descriptor listener = std::move(world.listen(7000).descriptor);
  const Descriptor copy(dup(listener.get()));
  EXPECT_EQ(world.listen(7000).error, EADDRINUSE);
  EXPECT_EQ(world.sockets.bind(ProgramWorld::asker(), {Ipv4Addr(), Port(7000)}, world.now).error, EADDRINUSE);
  listener.reset();
  EXPECT_EQ(world.listen(7000).error, EADDRINUSE);
}

TEST(ProgramSockets, PortIsFreeAtOnceWhenItsHolderIsGone) {
  ProgramWorld world;
  world.listen(7000);  // its descriptor is closed with the result
  EXPECT_EQ(world.listen(7000).error, 0);
  world.sockets.bind(ProgramWorld::asker(), {kLoopback, Port(7001)}, world.now);
  EXPECT_EQ(world.sockets.bind(ProgramWorld::asker(), {kLoopback, Port(7001)}, world.now).error, 0);
}

TEST(ProgramSockets, PortOfADeadListenerRefusesWithinASecond) {
  ProgramWorld world;
  world.listen(7000);
  world.run(std::chrono::seconds(1));
  const auto made = world.connect(7000);
  world.run();
  EXPECT_EQ(world.connect_results.at(made.id), ECONNREFUSED);
}

TEST(ProgramSockets, BacklogCountsConnectionsThatWaitAnywhere) {
  REQUIREMENT("SOCKETS-11", "SOCKETS-12");
  ProgramWorld world;
  const Descriptor listener = std::move(world.listen(7000, 4).descriptor);
  std::vector<Descriptor> clients;
  for (int i = 0; i < 10; ++i) {
    clients.push_back(std::move(world.connect(7000).descriptor));
    world.run();
  }
  const auto alive = [&] {
    return std::count_if(clients.begin(), clients.end(), [](const Descriptor& c) { return events_of(c) == POLLOUT; });
  };
  EXPECT_GE(alive(), 4);
  EXPECT_LE(alive(), 5) << "Tcp itself keeps one when the program's queue is full";
  const auto before = alive();
  const Descriptor accepted = world.accept(listener);
  clients.push_back(std::move(world.connect(7000).descriptor));
  world.run();
  EXPECT_EQ(alive(), before + 1) << "an accepted connection no longer counts";
}

TEST(ProgramSockets, BacklogIsCutToTheProfilesLargest) {
  REQUIREMENT("SOCKETS-13");
  ProgramWorld world;
  const auto made = world.listen(7000, 511);
  EXPECT_EQ(made.backlog, 200u);
}

TEST(ProgramSockets, ANewDaemonServesTheListenersOfTheOldOne) {
  TempDirectory kept;
  Descriptor listener;
  std::string directory;
  {
    ProgramWorld old;
    ASSERT_TRUE(old.sockets.open(kept / "listeners", old.now));
    listener = std::move(old.listen(7000).descriptor);
    old.listen(7001);  // nobody has this one
  }
  ProgramWorld fresh;
  ASSERT_TRUE(fresh.sockets.open(kept / "listeners", fresh.now));
  const Descriptor client = std::move(fresh.connect(7000).descriptor);
  const auto refused = fresh.connect(7001);
  fresh.run();
  const Descriptor server = fresh.accept(listener);
  write_text(client, "as if nothing had happened");
  fresh.run();
  EXPECT_EQ(read_text(server), "as if nothing had happened");
  EXPECT_EQ(fresh.connect_results.at(refused.id), ECONNREFUSED);
}

// --- The boundary ----------------------------------------------------------------------------------------------------
TEST(ProgramSockets, EverythingIsGivenBackInTheEnd) {
  ProgramWorld world;
  {
    const Connected c = connected(world);
    const auto refused = world.connect(7009);
    const auto bound = world.sockets.bind(ProgramWorld::asker(), {kLoopback, Port(7002)}, world.now);
    EXPECT_EQ(world.usage().sockets, 5u);
    EXPECT_EQ(world.usage().ports, 2u);
    EXPECT_EQ(world.sockets.set_option(*identify(c.client.get()), FLUE_OPTION_RECEIVE_BUFFER, 5000, world.now), 0);
    world.run();
  }
  world.run(std::chrono::seconds(2));
  EXPECT_EQ(world.usage(), Usage{});
}

TEST(ProgramSockets, LimitsRefuseAndLeaveNoTrace) {
  Limits limits;
  limits.sockets = 2;
  limits.ports = 1;
  limits.half_open = 1;
  ProgramWorld world(limits);
  const auto listener = world.listen(7000);
  EXPECT_EQ(world.listen(7001).error, ENOBUFS);
  EXPECT_EQ(world.sockets.bind(ProgramWorld::asker(), {kLoopback, Port(7002)}, world.now).error, ENOBUFS);
  const auto first = world.connect(7000);
  EXPECT_EQ(first.error, 0);
  EXPECT_EQ(world.connect(7000).error, ENOBUFS);
  EXPECT_EQ(world.usage(), (Usage{2, world.usage().buffer_bytes, 1, 1, 0}));
  EXPECT_EQ(world.sockets.listen(ProgramWorld::asker(1001), {kLoopback, Port(7001)}, 5, world.now).error, 0);
}

TEST(ProgramSockets, AcceptingStopsAtTheLimit) {
  Limits limits;
  limits.sockets = 2;
  ProgramWorld world(limits);
  const Descriptor listener = std::move(world.listen(7000).descriptor);
  const auto made = world.sockets.connect(ProgramWorld::asker(1001), {kLoopback, Port(7000)}, world.now);
  const auto more = world.sockets.connect(ProgramWorld::asker(1001), {kLoopback, Port(7000)}, world.now);
  world.run();
  EXPECT_EQ(read_text(made.descriptor), nothing_yet());
  EXPECT_EQ(read_text(more.descriptor), reset());
}

TEST(ProgramSockets, LowPortsNeedTheRight) {
  ProgramWorld world;
  EXPECT_EQ(world.listen(80).error, EACCES);
  EXPECT_EQ(world.sockets.bind(ProgramWorld::asker(), {kLoopback, Port(80)}, world.now).error, EACCES);
  EXPECT_EQ(world.sockets.bind(ProgramWorld::asker(0), {kLoopback, Port(80)}, world.now).error, 0);
}

TEST(ProgramSockets, OnlyDescriptorsThatTheDaemonMadeAreKnown) {
  ProgramWorld world;
  const Connected c = connected(world);
  EXPECT_TRUE(identify(c.client.get()));
  EXPECT_TRUE(identify(c.server.get()));
  ASSERT_TRUE(identify(c.listener.get()));
  // A socket of the program's own that calls itself like the listener.
  TwinIdentity forged = *identify(c.listener.get());
  forged.inode += 1;
  EXPECT_EQ(world.sockets.set_option(forged, FLUE_OPTION_TTL, 5, world.now), EINVAL);
  EXPECT_EQ(world.sockets.stop_listening(forged, world.now), EINVAL);
  const Descriptor file(::open("/dev/null", O_RDONLY));
  EXPECT_FALSE(identify(file.get()));
  const Descriptor plain(::socket(AF_UNIX, SOCK_STREAM, 0));
  EXPECT_FALSE(identify(plain.get()));
}

TEST(ProgramSockets, DescriptorsSentOverATwinAreNotTaken) {
  ProgramWorld world;
  const Connected c = connected(world);
  const int before = ::dup(0);
  ::close(before);
  char byte = 'f';
  iovec part{&byte, 1};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> ancillary{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = ancillary.data();
  message.msg_controllen = ancillary.size();
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  ASSERT_EQ(::sendmsg(c.client.get(), &message, MSG_NOSIGNAL), 1);
  write_text(c.client, "more");
  world.run();
  EXPECT_EQ(read_text(c.server), "fmore");
  const int after = ::dup(0);
  EXPECT_EQ(after, before);
  ::close(after);
}

TEST(ProgramSockets, UrgentDataOfTheKernelComeInLine) {
  ProgramWorld world;
  const Connected c = connected(world);
  write_text(c.client, "ab");
  ::send(c.client.get(), "!", 1, MSG_OOB | MSG_NOSIGNAL);
  write_text(c.client, "cd");
  world.run();
  write_text(c.client, "e");
  world.run();
  EXPECT_EQ(read_text(c.server), "ab!cde");
}

TEST(ProgramSockets, TheProcessBehindASocketIsKnown) {
  ProgramWorld world;
  const Connected c = connected(world);
  std::vector<std::int64_t> processes;
  world.stack.tcp().for_each([&](const tcp::ConnectionInfo& info) {
    if (const auto process = world.sockets.process_of(info.owner)) processes.push_back(*process);
  });
  EXPECT_EQ(processes, (std::vector<std::int64_t>{4321, 4321, 4321}));
}

}  // namespace
}  // namespace flue::daemon
