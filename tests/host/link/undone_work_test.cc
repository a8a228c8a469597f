#include "host/link/undone_work.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

#include "host/wire/ethernet.h"
#include "host/wire/ipv4.h"
#include "host/wire/tcp.h"
#include "host/wire/udp.h"

namespace flue {
namespace {

constexpr Ipv4Addr kSource(10, 99, 0, 1);
constexpr Ipv4Addr kDestination(10, 99, 0, 2);

// A frame with one TCP segment of `size` payload bytes.
std::vector<std::byte> large_segment(std::size_t size, wire::TcpFlags flags) {
  wire::TcpHeader tcp{Port(1), Port(2), Seq(0xFFFFFF00), Seq(7), flags, RawWindow(100), 0, {}};
  tcp.options.timestamps = wire::TcpTimestamps{1, 2};
  std::vector<std::byte> payload(size);
  for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<std::byte>(i * 31 >> 2);
  wire::Ipv4Header ip;
  ip.id = 0xFFFF;
  ip.dont_fragment = true;
  ip.protocol = wire::kProtocolTcp;
  ip.source = kSource;
  ip.destination = kDestination;
  std::vector<std::byte> frame(14 + 20 + tcp.size() + size);
  wire::EthernetHeader{}.emit(frame, 0);
  ip.emit(MutableBytes(frame).subspan(14), tcp.size() + size);
  const auto pseudo = wire::pseudo_header_sum(kSource, kDestination, wire::kProtocolTcp, tcp.size() + size);
  tcp.emit(MutableBytes(frame).subspan(34), {payload, {}}, pseudo);
  return frame;
}

TEST(CompleteChecksum, TurnsThePseudoSumIntoTheChecksum) {
  const std::vector<std::byte> payload(5, std::byte{9});
  std::vector<std::byte> datagram(13);
  const auto pseudo = wire::pseudo_header_sum(kSource, kDestination, wire::kProtocolUdp, datagram.size());
  wire::UdpHeader{Port(1), Port(2)}.emit(datagram, payload, pseudo);
  const auto finished = datagram;
  store_be16(datagram, 6, pseudo.value());  // what a kernel leaves there
  ASSERT_TRUE(complete_checksum(datagram, 0, 6));
  EXPECT_EQ(datagram, finished);
}

TEST(CompleteChecksum, NeverGivesZero) {
  std::vector<std::byte> frame(4);
  store_be16(frame, 2, 0xFFFF);
  ASSERT_TRUE(complete_checksum(frame, 0, 2));
  EXPECT_EQ(load_be16(frame, 2), 0xFFFF);
}

TEST(CompleteChecksum, RefusesAPlaceOutsideTheFrame) {
  std::vector<std::byte> frame(40);
  EXPECT_TRUE(complete_checksum(frame, 38, 0));
  EXPECT_EQ(complete_checksum(frame, 38, 1).error(), UndoneWorkError::kOutsideFrame);
  EXPECT_EQ(complete_checksum(frame, 41, 0).error(), UndoneWorkError::kOutsideFrame);
  EXPECT_EQ(complete_checksum(frame, 0, 65535).error(), UndoneWorkError::kOutsideFrame);
}

TEST(TcpCutter, RefusesWhatIsNoTcpSegment) {
  auto frame = large_segment(3000, {});
  EXPECT_EQ(TcpCutter::start(frame, 0).error(), UndoneWorkError::kNoSize);
  EXPECT_EQ(TcpCutter::start(large_segment(0, {}), 1448).error(), UndoneWorkError::kNotTcp);
  auto udp = frame;
  store_u8(udp, 23, wire::kProtocolUdp);
  EXPECT_EQ(TcpCutter::start(udp, 1448).error(), UndoneWorkError::kNotTcp);
  auto ipv6 = frame;
  store_be16(ipv6, 12, 0x86DD);
  EXPECT_EQ(TcpCutter::start(ipv6, 1448).error(), UndoneWorkError::kNotTcp);
  frame.resize(40);
  EXPECT_EQ(TcpCutter::start(frame, 1448).error(), UndoneWorkError::kNotTcp);
}

RC_GTEST_PROP(TcpCutter, PiecesAreTheSegmentAgain, ()) {
  const auto size = *rc::gen::inRange<std::size_t>(1, 20000);
  const auto piece_size = *rc::gen::inRange<std::size_t>(500, 3000);
  wire::TcpFlags flags;
  flags.ack = flags.psh = flags.fin = flags.cwr = true;
  const auto whole = large_segment(size, flags);
  auto cutter = TcpCutter::start(whole, piece_size);
  RC_ASSERT(cutter.has_value());
  std::vector<std::byte> joined;
  std::uint16_t count = 0;
  while (!cutter->done()) {
    const Bytes frame = cutter->next();
    const auto ip = wire::Ipv4View::parse(wire::EthernetView::parse(frame)->payload());
    RC_ASSERT(ip && ip->checksum_ok() && ip->dont_fragment());
    RC_ASSERT(ip->id() == static_cast<std::uint16_t>(0xFFFF + count));
    const auto tcp = wire::TcpView::parse(ip->payload());
    RC_ASSERT(tcp.has_value());
    RC_ASSERT(
        tcp->checksum_ok(wire::pseudo_header_sum(kSource, kDestination, wire::kProtocolTcp, ip->payload().size())));
    RC_ASSERT(tcp->seq() == Seq(0xFFFFFF00) + static_cast<std::uint32_t>(joined.size()));
    RC_ASSERT(tcp->options().values.timestamps.has_value());
    joined.insert(joined.end(), tcp->payload().begin(), tcp->payload().end());
    RC_ASSERT(tcp->flags().cwr == (count == 0));
    RC_ASSERT(tcp->flags().fin == cutter->done());
    RC_ASSERT(tcp->flags().psh == cutter->done());
    RC_ASSERT(tcp->payload().size() == piece_size || cutter->done());
    ++count;
  }
  RC_ASSERT(count == (size + piece_size - 1) / piece_size);
  RC_ASSERT(std::ranges::equal(joined, Bytes(whole).last(size)));
}

}  // namespace
}  // namespace flue
