#include "host/wire/icmp.h"

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

std::vector<std::byte> emitted(const IcmpMessage& message) {
  std::vector<std::byte> bytes(message.size());
  message.emit(bytes);
  return bytes;
}

// The reference ping's data (V-15).
std::vector<std::byte> ping_data(std::size_t size) {
  std::vector<std::byte> data(size);
  for (std::size_t i = 0; i < size; ++i) data[i] = static_cast<std::byte>('a' + i % 23);
  return data;
}

struct UnreachableCase {
  const char* name;
  std::string_view datagram;
  std::size_t ip_at;
  std::uint16_t mtu;
  std::uint16_t quoted_length;
};
class FragmentationNeeded : public ::testing::TestWithParam<UnreachableCase> {};

TEST_P(FragmentationNeeded, CarriesTheMtuAndQuotesTheHeader) {
  REQUIREMENT("ICMP-04", "ICMP-05", "ICMP-11");
  const auto frame = from_hex(GetParam().datagram);
  const auto ip = Ipv4View::parse(Bytes(frame).subspan(GetParam().ip_at));
  ASSERT_TRUE(ip);
  EXPECT_EQ(ip->total_length(), 56);
  const auto icmp = IcmpView::parse(ip->payload());
  ASSERT_TRUE(icmp);
  EXPECT_EQ(icmp->type(), IcmpType::kUnreachable);
  EXPECT_EQ(icmp->code(), kFragmentationNeeded);
  EXPECT_EQ(icmp->rest() >> 16, 0u);
  EXPECT_EQ(icmp->next_hop_mtu(), GetParam().mtu);
  EXPECT_TRUE(icmp->is_error());
  EXPECT_TRUE(icmp->checksum_ok());
  const auto quoted = Ipv4View::parse_quoted(icmp->body());
  ASSERT_TRUE(quoted);
  EXPECT_EQ(icmp->body().size(), 28u);
  EXPECT_EQ(quoted->total_length(), GetParam().quoted_length);
  EXPECT_TRUE(quoted->dont_fragment());

  // Our own writing of it gives the same bytes.
  EXPECT_EQ(emitted(fragmentation_needed(GetParam().mtu, icmp->body())), copy_of(ip->payload()));
}

INSTANTIATE_TEST_SUITE_P(Vectors, FragmentationNeeded,
                         ::testing::Values(UnreachableCase{"V13", test::kV13, 14, 576, 1028},
                                           UnreachableCase{"V14", test::kV14Datagram, 0, 1479, 1528}),
                         [](const auto& test_case) { return test_case.param.name; });

TEST(Icmp, QuotesTheHeaderAndEightBytes) {
  REQUIREMENT("ICMP-04");
  const auto datagram = from_hex("4600 0022 0000 0000 4011 0000 0A4D0001 0A4D0002 94040000 0102030405060708090A");
  EXPECT_EQ(copy_of(quote_of(datagram)), copy_of(Bytes(datagram).first(32)));
  EXPECT_EQ(quote_of(Bytes(datagram).first(26)).size(), 26u);  // shorter than eight bytes: all there is
}

struct PingCase {
  std::size_t size;
  std::uint16_t sequence;
  std::uint16_t checksum;
};
class EchoChecksum : public ::testing::TestWithParam<PingCase> {};

TEST_P(EchoChecksum, IsThatOfV15) {
  REQUIREMENT("ICMP-11");
  const auto data = ping_data(GetParam().size);
  const auto bytes = emitted(echo_request(0x0100, GetParam().sequence, data));
  EXPECT_EQ(IcmpView::parse(bytes)->checksum(), GetParam().checksum);
}

INSTANTIATE_TEST_SUITE_P(V15, EchoChecksum,
                         ::testing::Values(PingCase{1000, 0x9500, 0xBC5F}, PingCase{1500, 0x6300, 0x0075},
                                           PingCase{1472, 0x6300, 0xDC47}, PingCase{2000, 0x6300, 0x1778}));

TEST(Icmp, ErrorsHaveTheirWordWhereRfc792PutsIt) {
  const auto quote = from_hex("4500 001C 0000 0000 4011 0000 0A4D0001 0A4D0002 0102030405060708");
  const auto redirected = emitted(redirect(kRedirectHost, Ipv4Addr(10, 77, 0, 254), quote));
  const auto problem = emitted(parameter_problem(20, quote));
  const auto expired = emitted(time_exceeded(kReassemblyTimeExceeded, quote));
  const auto refused = emitted(unreachable(kPortUnreachable, quote));
  EXPECT_EQ(IcmpView::parse(redirected)->gateway(), Ipv4Addr(10, 77, 0, 254));
  EXPECT_EQ(IcmpView::parse(problem)->pointer(), 20);
  EXPECT_EQ(IcmpView::parse(expired)->type(), IcmpType::kTimeExceeded);
  EXPECT_EQ(IcmpView::parse(refused)->code(), kPortUnreachable);
  for (const auto& bytes : {redirected, problem, expired, refused}) {
    EXPECT_TRUE(IcmpView::parse(bytes)->is_error());
    EXPECT_TRUE(IcmpView::parse(bytes)->checksum_ok());
    EXPECT_EQ(copy_of(IcmpView::parse(bytes)->body()), quote);
  }
}

TEST(Icmp, OnlyErrorsAreErrors) {
  for (int type = 0; type < 256; ++type) {
    const std::vector<std::byte> bytes{static_cast<std::byte>(type), {}, {}, {}, {}, {}, {}, {}};
    const bool error = type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
    EXPECT_EQ(IcmpView::parse(bytes)->is_error(), error) << "type " << type;
  }
}

TEST(Icmp, RefusesAShortMessage) {
  EXPECT_EQ(IcmpView::parse(from_hex("0800 0000 0100 00")).error(), ParseError::kTruncated);
}

RC_GTEST_PROP(Icmp, ParseOfEmitIsIdentity, (bool reply, std::uint16_t identifier, std::uint16_t sequence)) {
  const auto data = ping_data(*rc::gen::inRange<std::size_t>(0, 2000));
  const auto bytes = emitted(reply ? echo_reply(identifier, sequence, data) : echo_request(identifier, sequence, data));
  const auto view = IcmpView::parse(bytes);
  RC_ASSERT(view.has_value());
  RC_ASSERT(view->checksum_ok());
  RC_ASSERT(view->type() == (reply ? IcmpType::kEchoReply : IcmpType::kEchoRequest));
  RC_ASSERT(view->identifier() == identifier);
  RC_ASSERT(view->sequence() == sequence);
  RC_ASSERT(copy_of(view->body()) == data);
}

}  // namespace
}  // namespace flue::wire
