#include "host/preload/sockets.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <cstring>

namespace flue::preload {
namespace {

ProgramAddress read_v4(const char* text, std::uint16_t port, socklen_t length = sizeof(sockaddr_in)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  inet_pton(AF_INET, text, &address.sin_addr);
  return read_address(reinterpret_cast<const sockaddr*>(&address), length);
}

ProgramAddress read_v6(const char* text) {
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(80);
  inet_pton(AF_INET6, text, &address.sin6_addr);
  return read_address(reinterpret_cast<const sockaddr*>(&address), sizeof(address));
}

TEST(ProgramAddress, Ipv4AndMappedAddressesAreUsable) {
  const ProgramAddress v4 = read_v4("10.77.0.1", 80);
  EXPECT_TRUE(v4.usable);
  EXPECT_FALSE(v4.ipv6);
  EXPECT_EQ(v4.endpoint.address, 0x0A4D0001u);
  EXPECT_EQ(v4.endpoint.port, 80);
  const ProgramAddress mapped = read_v6("::ffff:10.77.0.1");
  EXPECT_TRUE(mapped.usable && mapped.ipv6);
  EXPECT_EQ(mapped.endpoint.address, 0x0A4D0001u);
  EXPECT_TRUE(read_v6("::").usable);
}

TEST(ProgramAddress, OtherAddressesAreNot) {
  EXPECT_FALSE(read_v6("::1").usable);
  EXPECT_FALSE(read_v6("2001:db8::1").usable);
  EXPECT_FALSE(read_v4("10.77.0.1", 80, sizeof(sockaddr_in) - 1).usable);
  EXPECT_FALSE(read_address(nullptr, 16).usable);
}

TEST(GiveAddress, IsCutAsTheKernelDoes) {
  sockaddr_in6 address{};
  std::memset(&address, 0xAA, sizeof(address));
  socklen_t length = 4;
  give_address({0x0A4D0001, 80, 0}, true, reinterpret_cast<sockaddr*>(&address), &length);
  EXPECT_EQ(length, sizeof(sockaddr_in6)) << "the length it would have had";
  EXPECT_EQ(address.sin6_family, AF_INET6);
  EXPECT_EQ(ntohs(address.sin6_port), 80);
  EXPECT_EQ(address.sin6_addr.s6_addr[15], 0xAA) << "behind the program's room";
}

TEST(GiveAddress, IsReadBackTheSame) {
  for (const bool ipv6 : {false, true}) {
    sockaddr_storage address{};
    socklen_t length = sizeof(address);
    give_address({0xC0000201, 12345, 0}, ipv6, reinterpret_cast<sockaddr*>(&address), &length);
    const ProgramAddress read = read_address(reinterpret_cast<const sockaddr*>(&address), length);
    EXPECT_EQ(read.endpoint.address, 0xC0000201u);
    EXPECT_EQ(read.endpoint.port, 12345);
    EXPECT_EQ(read.ipv6, ipv6);
  }
}

TEST(KernelAddress, LoopbackIsTheKernelsAndStrangersAreNot) {
  EXPECT_TRUE(is_kernel_address({0x7F000001, 80, 0}));
  EXPECT_TRUE(is_kernel_address({0x7F123456, 80, 0}));
  EXPECT_FALSE(is_kernel_address({0xC0000201, 80, 0}));
}

TEST(LookAt, TellsKindsApart) {
  const int tcp = ::socket(AF_INET, SOCK_STREAM, 0);
  const int udp = ::socket(AF_INET, SOCK_DGRAM, 0);
  const int plain = ::socket(AF_UNIX, SOCK_STREAM, 0);
  const int bound = ::socket(AF_UNIX, SOCK_STREAM, 0);
  const flue_twin_name name{'b', '6', 'p', 0x1122334455667788u ^ static_cast<std::uint64_t>(getpid()), {1, 2, 0}, {}};
  sockaddr_un address{};
  const socklen_t length = flue_twin_address(&name, &address);
  ASSERT_EQ(::bind(bound, reinterpret_cast<const sockaddr*>(&address), length), 0);
  EXPECT_EQ(look_at(tcp).kind, Kind::kKernel);
  EXPECT_EQ(look_at(udp).kind, Kind::kOther);
  EXPECT_EQ(look_at(plain).kind, Kind::kOther);
  EXPECT_EQ(look_at(-1).kind, Kind::kOther);
  const Socket twin = look_at(bound);
  EXPECT_EQ(twin.kind, Kind::kBound);
  EXPECT_TRUE(twin.ipv6);
  EXPECT_EQ(twin.name.local.port, 2);
  for (const int descriptor : {tcp, udp, plain, bound}) close(descriptor);
}

TEST(ReadOptions, OnlyWhatTheProgramChanged) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  EXPECT_EQ(read_options(socket).present, 0u);
  const int on = 1;
  const int bytes = 50000;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
  const flue_options options = read_options(socket);
  EXPECT_EQ(options.present, 1u << FLUE_OPTION_NO_DELAY | 1u << FLUE_OPTION_RECEIVE_BUFFER);
  EXPECT_EQ(options.value[FLUE_OPTION_RECEIVE_BUFFER], bytes);
  close(socket);
}

TEST(TakePlace, KeepsNumberFlagsAndTimeouts) {
  const int old = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const timeval timeout{7, 0};
  setsockopt(old, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
  const int fresh = ::socket(AF_UNIX, SOCK_STREAM, 0);
  EXPECT_EQ(take_place(fresh, old), 0);
  int domain = 0;
  socklen_t length = sizeof(domain);
  getsockopt(old, SOL_SOCKET, SO_DOMAIN, &domain, &length);
  EXPECT_EQ(domain, AF_UNIX);
  EXPECT_NE(fcntl(old, F_GETFL) & O_NONBLOCK, 0);
  EXPECT_EQ(fcntl(old, F_GETFD), FD_CLOEXEC);
  timeval kept{};
  length = sizeof(kept);
  getsockopt(old, SOL_SOCKET, SO_RCVTIMEO, &kept, &length);
  EXPECT_EQ(kept.tv_sec, 7);
  EXPECT_EQ(fcntl(fresh, F_GETFD), -1) << "taken over";
  close(old);
}

}  // namespace
}  // namespace flue::preload
