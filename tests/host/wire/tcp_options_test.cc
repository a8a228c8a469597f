#include "host/wire/tcp_options.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include "tests/host/wire/hex.h"
#include "tests/support/requirement.h"

namespace flue::wire {
namespace {

using test::from_hex;

std::vector<std::byte> emitted(const TcpOptions& options) {
  std::vector<std::byte> bytes(options.size());
  options.emit(bytes);
  return bytes;
}

TEST(TcpOptions, OfASynAreInTheOrderOfV10) {
  REQUIREMENT("TCP-SETUP-12");
  TcpOptions options;
  options.mss = 1460;
  options.window_shift = 5;
  options.sack_permitted = true;
  options.timestamps = TcpTimestamps{0, 0};
  EXPECT_EQ(emitted(options), from_hex("020405B4 01030305 0101080A0000000000000000 01010402"));
  EXPECT_EQ(options.size(), 24u);
}

TEST(TcpOptions, OfAnAckAreInTheOrderOfV20) {
  REQUIREMENT("TCP-SACK-08", "TCP-SACK-04");
  TcpOptions options;
  options.timestamps = TcpTimestamps{2525186, 1823192};
  options.sack[0] = {Seq(54858789), Seq(54861685)};
  options.sack_count = 1;
  EXPECT_EQ(emitted(options), from_hex("0101 080A 00268802 001BD1D8 0101 050A 03451425 03451F75"));
}

TEST(TcpOptions, ReadsTheTimestampsOfV21) {
  REQUIREMENT("TCP-TSOPT-02");
  const auto parsed = parse_tcp_options(from_hex("080A 00268802 001BD1D8"));
  EXPECT_EQ(parsed.values.timestamps, (TcpTimestamps{2525186, 1823192}));
  EXPECT_EQ(parsed.end, TcpOptionsEnd::kComplete);
}

TEST(TcpOptions, ReadsTheBlockOfV20) {
  REQUIREMENT("TCP-SACK-04");
  const auto parsed = parse_tcp_options(from_hex("0101 080A 00000001 00000002 0101 050A 03451425 03451F75"));
  ASSERT_EQ(parsed.values.sack_count, 1);
  EXPECT_EQ(parsed.values.sack[0], (TcpSackBlock{Seq(54858789), Seq(54861685)}));
}

TEST(TcpOptions, CarryFourBlocksOrThreeWithTimestamps) {
  REQUIREMENT("TCP-SACK-03");
  TcpOptions options;
  options.sack = {TcpSackBlock{Seq(10), Seq(20)}, TcpSackBlock{Seq(30), Seq(40)}, TcpSackBlock{Seq(50), Seq(60)},
                  TcpSackBlock{Seq(70), Seq(80)}};
  options.sack_count = 4;
  EXPECT_EQ(parse_tcp_options(emitted(options)).values.sack_count, 4);
  EXPECT_EQ(options.size(), 36u);
  options.timestamps = TcpTimestamps{1, 2};
  const auto parsed = parse_tcp_options(emitted(options));
  EXPECT_EQ(parsed.values.sack_count, 3);
  EXPECT_EQ(parsed.values.sack[2], options.sack[2]);
  EXPECT_EQ(options.size(), 40u);
}

struct OddList {
  const char* name;
  const char* bytes;
  TcpOptionsEnd end;
  int ignored;
  bool mss;  // an MSS of 1460 was read
};
class TcpOptionsRead : public ::testing::TestWithParam<OddList> {};

TEST_P(TcpOptionsRead, StopsAtTheFaultAndKeepsWhatCameBefore) {
  const auto parsed = parse_tcp_options(from_hex(GetParam().bytes));
  EXPECT_EQ(parsed.end, GetParam().end);
  EXPECT_EQ(parsed.ignored, GetParam().ignored);
  EXPECT_EQ(parsed.values.mss == 1460, GetParam().mss);
}

INSTANTIATE_TEST_SUITE_P(
    Odd, TcpOptionsRead,
    ::testing::Values(OddList{"Nothing", "", TcpOptionsEnd::kComplete, 0, false},
                      OddList{"OnlyNops", "01010101", TcpOptionsEnd::kComplete, 0, false},
                      OddList{"EndHidesTheRest", "00 020405B4", TcpOptionsEnd::kComplete, 0, false},
                      OddList{"EndAfter", "020405B4 00 FFFFFF", TcpOptionsEnd::kComplete, 0, true},
                      OddList{"LengthZero", "020405B4 0800 0101", TcpOptionsEnd::kBadLength, 0, true},
                      OddList{"LengthOne", "020405B4 0801 0101", TcpOptionsEnd::kBadLength, 0, true},
                      OddList{"UnknownWithLengthZero", "FE00 020405B4", TcpOptionsEnd::kBadLength, 0, false},
                      OddList{"LengthMissing", "020405B4 010108", TcpOptionsEnd::kTruncated, 0, true},
                      OddList{"RunsPastTheEnd", "020405B4 080A0000", TcpOptionsEnd::kTruncated, 0, true},
                      OddList{"LastRunsPastTheEnd", "010204 05", TcpOptionsEnd::kTruncated, 0, false},
                      OddList{"UnknownIsSkipped", "FD06AABBCCDD 020405B4", TcpOptionsEnd::kComplete, 0, true},
                      OddList{"WrongMssLength", "020305 020405B4", TcpOptionsEnd::kComplete, 1, true},
                      OddList{"WrongScaleLength", "03040505 020405B4", TcpOptionsEnd::kComplete, 1, true},
                      OddList{"WrongPermittedLength", "040300 020405B4", TcpOptionsEnd::kComplete, 1, true},
                      OddList{"WrongTimestampsLength", "0806AABBCCDD 020405B4", TcpOptionsEnd::kComplete, 1, true},
                      OddList{"EmptySack", "0502 020405B4", TcpOptionsEnd::kComplete, 1, true},
                      OddList{"HalfASackBlock", "0506AABBCCDD 020405B4", TcpOptionsEnd::kComplete, 1, true}),
    [](const auto& test_case) { return test_case.param.name; });

TEST(TcpOptions, FiveSackBlocksAreTooMany) {
  std::vector<std::byte> bytes(42);
  store_u8(bytes, 0, kTcpOptionSack);
  store_u8(bytes, 1, 42);
  const auto parsed = parse_tcp_options(bytes);
  EXPECT_EQ(parsed.values.sack_count, 0);
  EXPECT_EQ(parsed.ignored, 1);
}

TEST(TcpOptionReader, ShowsKindsAndData) {
  const auto bytes = from_hex("01 FD04AABB 0402 00");
  TcpOptionReader reader(bytes);
  const auto first = reader.next();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->kind, 0xFD);
  EXPECT_EQ(test::copy_of(first->data), from_hex("AABB"));
  const auto second = reader.next();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->kind, kTcpOptionSackPermitted);
  EXPECT_TRUE(second->data.empty());
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.next());
}

RC_GTEST_PROP(TcpOptions, ParseOfEmitIsIdentity, ()) {
  TcpOptions options;
  if (*rc::gen::arbitrary<bool>()) options.mss = *rc::gen::arbitrary<std::uint16_t>();
  if (*rc::gen::arbitrary<bool>()) options.window_shift = *rc::gen::arbitrary<std::uint8_t>();
  if (*rc::gen::arbitrary<bool>()) {
    options.timestamps = TcpTimestamps{*rc::gen::arbitrary<std::uint32_t>(), *rc::gen::arbitrary<std::uint32_t>()};
  }
  options.sack_permitted = *rc::gen::arbitrary<bool>();
  const bool syn = options.mss || options.window_shift || options.sack_permitted;
  options.sack_count = syn ? 0 : *rc::gen::inRange<std::uint8_t>(0, options.timestamps ? 4 : 5);
  for (std::size_t i = 0; i < options.sack_count; ++i) {
    options.sack[i] = {Seq(*rc::gen::arbitrary<std::uint32_t>()), Seq(*rc::gen::arbitrary<std::uint32_t>())};
  }
  RC_ASSERT(options.size() % 4 == 0u);
  const auto parsed = parse_tcp_options(emitted(options));
  RC_ASSERT(parsed.values == options);
  RC_ASSERT(parsed.end == TcpOptionsEnd::kComplete);
  RC_ASSERT(parsed.ignored == 0);
}

RC_GTEST_PROP(TcpOptions, AnyBytesAreReadToAnEnd, ()) {
  const auto numbers = *rc::gen::resize(40, rc::gen::arbitrary<std::vector<std::uint8_t>>());
  std::vector<std::byte> bytes;
  for (const auto n : numbers) bytes.push_back(std::byte{n});
  TcpOptionReader reader(bytes);
  std::size_t read = 0;
  while (const auto option = reader.next()) read += 2 + option->data.size();
  RC_ASSERT(read <= bytes.size());
}

}  // namespace
}  // namespace flue::wire
