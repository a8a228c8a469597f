#include "host/wire/checksum.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/host/wire/hex.h"
#include "tests/host/wire/vectors.h"
#include "tests/support/requirement.h"

namespace flue::wire {
namespace {

using test::from_hex;
using Buffer = std::vector<std::uint8_t>;

std::vector<std::byte> bytes_of(const Buffer& numbers) {
  std::vector<std::byte> bytes(numbers.size());
  std::ranges::transform(numbers, bytes.begin(), [](std::uint8_t n) { return std::byte{n}; });
  return bytes;
}

// RFC 1071 section 1, word by word.
std::uint16_t naive_sum(Bytes data) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < data.size(); i += 2) {
    sum += static_cast<std::uint32_t>(load_u8(data, i)) << 8 | (i + 1 < data.size() ? load_u8(data, i + 1) : 0u);
    sum = (sum & 0xFFFF) + (sum >> 16);
  }
  return static_cast<std::uint16_t>(sum);
}

TEST(InternetSum, OfTheExampleOfRfc1071) {
  // RFC 1071 section 3: 00 01 f2 03 f4 f5 f6 f7 sums to ddf2.
  EXPECT_EQ(sum_of(from_hex("0001 f203 f4f5 f6f7")).value(), 0xDDF2);
}

TEST(InternetSum, OfTheHeadersInTheVectors) {
  REQUIREMENT("IP-24");
  struct Case {
    const char* name;
    std::vector<std::byte> header;
    std::uint16_t checksum;
  };
  const auto v13 = from_hex(test::kV13);
  const auto v14 = from_hex(test::kV14Datagram);
  const auto v16 = from_hex(test::kV16);
  const auto part = [](const std::vector<std::byte>& of, std::size_t at) {
    return test::copy_of(Bytes(of).subspan(at, 20));
  };
  const Case cases[] = {
      {"V-13 outer", part(v13, 14), 0x1BEB},
      {"V-13 quoted", part(v13, 42), 0xC91E},
      {"V-14 outer", part(v14, 0), 0xD336},
      {"V-14 quoted", part(v14, 28), 0x1BD7},
      {"V-16", part(v16, 14), 0xF585},
      {"V-30", from_hex("4500 0148 0000 0000 2011 99A6 00000000 FFFFFFFF"), 0x99A6},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_TRUE(sum_of(c.header).verifies());
    auto cleared = c.header;
    store_be16(cleared, 10, 0);
    EXPECT_EQ(sum_of(cleared).checksum(), c.checksum);
  }
}

TEST(InternetSum, IcmpMessagesOfTheVectorsVerify) {
  REQUIREMENT("ICMP-11");
  EXPECT_TRUE(sum_of(Bytes(from_hex(test::kV13)).subspan(34)).verifies());
  EXPECT_TRUE(sum_of(Bytes(from_hex(test::kV14Datagram)).subspan(20)).verifies());
}

TEST(InternetSum, ThePseudoHeaderOfV16Verifies) {
  REQUIREMENT("TCP-SETUP-02");
  const auto frame = from_hex(test::kV16);
  const Bytes segment = Bytes(frame).subspan(34);
  auto sum = pseudo_header_sum(Ipv4Addr(204, 182, 66, 83), Ipv4Addr(199, 181, 164, 4), 6, segment.size());
  EXPECT_TRUE(sum.add(segment).verifies());
  auto other_length = pseudo_header_sum(Ipv4Addr(204, 182, 66, 83), Ipv4Addr(199, 181, 164, 4), 6, segment.size() - 1);
  EXPECT_FALSE(other_length.add(segment).verifies());
}

TEST(InternetSum, OfNothingIsZero) { EXPECT_EQ(sum_of({}).value(), 0); }

TEST(InternetSum, OfTheLongestDatagramFullOfOnesDoesNotOverflow) {
  const std::vector<std::byte> ones(65536, std::byte{0xFF});
  EXPECT_EQ(sum_of(ones).value(), 0xFFFF);
}

RC_GTEST_PROP(InternetSum, EqualsTheNaiveSum, ()) {
  const auto data = bytes_of(*rc::gen::scale(20, rc::gen::arbitrary<Buffer>()));
  const std::size_t skip = data.empty() ? 0 : *rc::gen::inRange<std::size_t>(0, std::min<std::size_t>(data.size(), 9));
  const Bytes unaligned = Bytes(data).subspan(skip);
  RC_ASSERT(sum_of(unaligned).value() == naive_sum(unaligned));
}

RC_GTEST_PROP(InternetSum, OfPiecesIsTheSumOfTheWhole, ()) {
  const auto pieces = *rc::gen::arbitrary<std::vector<Buffer>>();
  std::vector<std::byte> whole;
  InternetSum sum;
  for (const auto& piece : pieces) {
    const auto bytes = bytes_of(piece);
    whole.insert(whole.end(), bytes.begin(), bytes.end());
    sum.add(bytes);
  }
  RC_ASSERT(sum.value() == naive_sum(whole));
}

RC_GTEST_PROP(InternetSum, CopiesWhatItAdds, (const Buffer& head, const Buffer& numbers)) {
  const auto data = bytes_of(numbers);
  std::vector<std::byte> destination(data.size() + 3, std::byte{0xA5});
  InternetSum copied = sum_of(bytes_of(head));
  InternetSum read = copied;
  RC_ASSERT(copied.add_copy(data, destination).value() == read.add(data).value());
  RC_ASSERT(std::equal(data.begin(), data.end(), destination.begin()));
  RC_ASSERT(std::ranges::all_of(Bytes(destination).subspan(data.size()), [](auto b) { return b == std::byte{0xA5}; }));
}

RC_GTEST_PROP(InternetSum, NumbersCountAsFieldsWhereverTheyAreAdded, (const Buffer& data, std::uint32_t number)) {
  std::vector<std::byte> field(4);
  store_be32(field, 0, number);
  const std::uint16_t expected = InternetSum().add(field).add(bytes_of(data)).value();
  RC_ASSERT(InternetSum().add(bytes_of(data)).add_u32(number).value() == expected);
  RC_ASSERT(InternetSum().add_u32(number).add(bytes_of(data)).value() == expected);
}

RC_GTEST_PROP(UpdateChecksum, EqualsComputingAgain, (std::uint16_t new_field)) {
  auto header = bytes_of(*rc::gen::container<Buffer>(20, rc::gen::arbitrary<std::uint8_t>()));
  store_be16(header, 10, 0);
  const std::uint16_t before = sum_of(header).checksum();
  const std::size_t at = 2 * *rc::gen::elementOf(std::vector<std::size_t>{0, 1, 2, 3, 4, 6, 7, 8, 9});
  const std::uint16_t old_field = load_be16(header, at);
  store_be16(header, at, new_field);
  RC_PRE(naive_sum(header) != 0);  // all bytes zero: no header is
  RC_ASSERT(update_checksum(before, old_field, new_field) == sum_of(header).checksum());
}

RC_GTEST_PROP(UpdateChecksum, Of32BitsEqualsComputingAgain, (std::uint32_t new_field)) {
  auto header = bytes_of(*rc::gen::container<Buffer>(20, rc::gen::arbitrary<std::uint8_t>()));
  store_u8(header, 0, 0x45);
  store_be16(header, 10, 0);
  const std::uint16_t before = sum_of(header).checksum();
  const std::uint32_t old_field = load_be32(header, 12);
  store_be32(header, 12, new_field);
  RC_ASSERT(update_checksum32(before, old_field, new_field) == sum_of(header).checksum());
}

TEST(UpdateChecksum, OfTheExampleOfRfc1624) {
  // RFC 1624 section 4: 0x5555 becomes 0x3285 under checksum 0xDD2F; the result is 0, not the 0xFFFF of RFC 1141.
  EXPECT_EQ(update_checksum(0xDD2F, 0x5555, 0x3285), 0x0000);
}

}  // namespace
}  // namespace flue::wire
