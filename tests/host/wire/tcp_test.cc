#include "host/wire/tcp.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include "host/wire/ipv4.h"
#include "tests/host/wire/hex.h"
#include "tests/host/wire/vectors.h"
#include "tests/support/requirement.h"

namespace flue::wire {
namespace {

using test::copy_of;
using test::from_hex;

// V-16's addresses.
InternetSum v16_pseudo(std::size_t length) {
  return pseudo_header_sum(Ipv4Addr(204, 182, 66, 83), Ipv4Addr(199, 181, 164, 4), kProtocolTcp, length);
}
std::vector<std::byte> v16_segment() { return copy_of(Bytes(from_hex(test::kV16)).subspan(34)); }

TcpHeader v16_header() {
  TcpHeader header;
  header.source = Port(1901);
  header.destination = Port(23);
  header.seq = Seq(1032660278);
  header.ack = Seq(353339017);
  header.flags.psh = header.flags.ack = true;
  header.window = RawWindow(7766);
  return header;
}

TEST(Tcp, ReadsTheSegmentOfV16) {
  REQUIREMENT("TCP-SETUP-02", "TCP-SETUP-16");
  const auto segment = v16_segment();
  const auto view = TcpView::parse(segment);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->source(), Port(1901));
  EXPECT_EQ(view->destination(), Port(23));
  EXPECT_EQ(view->seq(), Seq(1032660278));
  EXPECT_EQ(view->ack(), Seq(353339017));
  EXPECT_EQ(view->header_size(), 20u);
  EXPECT_EQ(view->flags().bits(), 0x18);
  EXPECT_TRUE(view->flags().ack && view->flags().psh);
  EXPECT_EQ(view->window().field(), 7766);
  EXPECT_EQ(view->checksum(), 0x1E56);
  EXPECT_EQ(view->urgent(), 0);
  EXPECT_EQ(copy_of(view->payload()), from_hex("79 79 79"));
  EXPECT_TRUE(view->checksum_ok(v16_pseudo(segment.size())));
}

TEST(Tcp, ADifferentBitAnywhereFailsTheChecksum) {
  REQUIREMENT("TCP-SETUP-02");
  const auto segment = v16_segment();
  const auto pseudo = v16_pseudo(segment.size());
  for (std::size_t bit = 0; bit < segment.size() * 8; ++bit) {
    auto changed = segment;
    changed[bit / 8] ^= std::byte{1} << (bit % 8);
    const auto view = TcpView::parse(changed);
    EXPECT_FALSE(view && view->checksum_ok(pseudo)) << "bit " << bit;
  }
  EXPECT_FALSE(TcpView::parse(segment)->checksum_ok(v16_pseudo(segment.size() + 1)));  // the pseudo-header counts too
}

TEST(Tcp, WritesTheSegmentOfV16FromAWrappedRing) {
  REQUIREMENT("TCP-SETUP-02", "TCP-SETUP-16");
  const auto data = from_hex("79 79 79");
  for (std::size_t split = 0; split <= data.size(); ++split) {
    const ByteSpans payload{Bytes(data).first(split), Bytes(data).subspan(split)};
    std::vector<std::byte> segment(23);
    v16_header().emit(segment, payload, v16_pseudo(segment.size()));
    EXPECT_EQ(segment, v16_segment()) << "split at " << split;
  }
}

TEST(Tcp, WritesTheSynOfV10) {
  REQUIREMENT("TCP-SETUP-12");
  TcpHeader header;
  header.source = Port(1217);
  header.destination = Port(139);
  header.seq = Seq(725163);
  header.flags.syn = true;
  header.window = RawWindow(65535);
  header.options.mss = 1460;
  header.options.window_shift = 5;
  header.options.timestamps = TcpTimestamps{};
  header.options.sack_permitted = true;
  EXPECT_EQ(header.size(), 44u);
  std::vector<std::byte> segment(header.size());
  header.emit(segment, {}, pseudo_header_sum(Ipv4Addr(10, 0, 0, 1), Ipv4Addr(10, 0, 0, 9), kProtocolTcp, 44));
  // The checksum with MSS 1460 and zero timestamps is named in the vectors' overview.
  EXPECT_EQ(segment, from_hex("04C1 008B 000B10AB 00000000 B002 FFFF 0BF1 0000"
                              "020405B4 01030305 0101080A0000000000000000 01010402"));
}

TEST(Tcp, ReadsTheAckOfV20) {
  REQUIREMENT("TCP-SACK-08", "TCP-SACK-04");
  const auto segment = from_hex(
      "04DA 008B 000E1DB0 03450E7D B010 7FD2 4A72 0000"
      "0101080A0026880200000000 0101050A 03451425 03451F75");
  const auto view = TcpView::parse(segment);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->header_size(), 44u);
  EXPECT_EQ(view->ack(), Seq(54857341));
  EXPECT_EQ(view->window().field(), 32722);
  EXPECT_TRUE(view->payload().empty());
  const auto options = view->options();
  ASSERT_EQ(options.values.sack_count, 1);
  EXPECT_EQ(distance(view->ack(), options.values.sack[0].left), 1448u);
  EXPECT_EQ(distance(options.values.sack[0].left, options.values.sack[0].right), 2896u);
}

TEST(Tcp, RefusesWithTheReason) {
  auto segment = v16_segment();
  EXPECT_EQ(TcpView::parse(Bytes(segment).first(19)).error(), ParseError::kTruncated);
  store_u8(segment, 12, 0x40);  // 16 bytes
  EXPECT_EQ(TcpView::parse(segment).error(), ParseError::kBadHeaderLength);
  store_u8(segment, 12, 0x60);  // 24 bytes of 23
  EXPECT_EQ(TcpView::parse(segment).error(), ParseError::kBadHeaderLength);
}

TEST(TcpFlags, BitsAndNamesAgree) {
  for (unsigned bits = 0; bits < 256; ++bits) {
    EXPECT_EQ(TcpFlags::from_bits(static_cast<std::uint8_t>(bits)).bits(), bits);
  }
  EXPECT_TRUE(TcpFlags::from_bits(0x01).fin);
  EXPECT_TRUE(TcpFlags::from_bits(0x02).syn);
  EXPECT_TRUE(TcpFlags::from_bits(0x04).rst);
  EXPECT_TRUE(TcpFlags::from_bits(0x20).urg);
}

RC_GTEST_PROP(Tcp, ParseOfEmitIsIdentity,
              (std::uint16_t source, std::uint16_t destination, std::uint32_t seq, std::uint32_t ack,
               std::uint8_t flags, std::uint16_t window, std::uint16_t urgent)) {
  TcpHeader header{
      Port(source), Port(destination), Seq(seq), Seq(ack), TcpFlags::from_bits(flags), RawWindow(window), urgent, {}};
  if (*rc::gen::arbitrary<bool>()) header.options.timestamps = TcpTimestamps{seq, ack};
  if (*rc::gen::arbitrary<bool>()) header.options.mss = window;
  const std::vector<std::byte> data(*rc::gen::inRange<std::size_t>(0, 1461), std::byte{0x42});
  const auto split = *rc::gen::inRange<std::size_t>(0, data.size() + 1);
  std::vector<std::byte> segment(header.size() + data.size());
  const auto pseudo = v16_pseudo(segment.size());
  header.emit(segment, {Bytes(data).first(split), Bytes(data).subspan(split)}, pseudo);

  const auto view = TcpView::parse(segment);
  RC_ASSERT(view.has_value());
  const TcpHeader read{view->source(), view->destination(), view->seq(),    view->ack(),
                       view->flags(),  view->window(),      view->urgent(), view->options().values};
  RC_ASSERT(read == header);
  RC_ASSERT(copy_of(view->payload()) == data);
  RC_ASSERT(view->checksum_ok(pseudo));
}

}  // namespace
}  // namespace flue::wire
