#include "host/control/twin_name.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstring>
#include <string>

namespace {

std::string text_of(const flue_twin_name& name) {
  std::string text(FLUE_TWIN_NAME_LENGTH, '?');
  flue_format_twin_name(&name, text.data());
  return text;
}

const flue_twin_name kName{'c', '4', 'd', 0x00A1B2C300000007, {0x0A4D0002, 80, 0}, {0x0A4D0001, 50000, 0}};
constexpr char kText[] = "flue-c4d-00a1b2c300000007-0a4d00020050-0a4d0001c350";

TEST(TwinName, IsWrittenAsDocumented) { EXPECT_EQ(text_of(kName), kText); }

RC_GTEST_PROP(TwinName, ParseOfFormatIsIdentity, ()) {
  const flue_twin_name name{*rc::gen::element('c', 'l', 'b'),
                            *rc::gen::element('4', '6'),
                            *rc::gen::element('d', 'p'),
                            *rc::gen::arbitrary<uint64_t>(),
                            {*rc::gen::arbitrary<uint32_t>(), *rc::gen::arbitrary<uint16_t>(), 0},
                            {*rc::gen::arbitrary<uint32_t>(), *rc::gen::arbitrary<uint16_t>(), 0}};
  flue_twin_name parsed{};
  const std::string text = text_of(name);
  RC_ASSERT(flue_parse_twin_name(text.data(), text.size(), &parsed) == 1);
  RC_ASSERT(text_of(parsed) == text);
  RC_ASSERT(parsed.id == name.id && parsed.local.port == name.local.port &&
            parsed.remote.address == name.remote.address);
}

TEST(TwinName, AnyWrongCharacterIsNoName) {
  for (std::size_t i = 0; i < FLUE_TWIN_NAME_LENGTH; ++i) {
    std::string text = kText;
    text[i] = 'X';
    flue_twin_name parsed{};
    EXPECT_EQ(flue_parse_twin_name(text.data(), text.size(), &parsed), 0) << text;
    EXPECT_EQ(parsed.id, 0u) << "untouched";
  }
  flue_twin_name parsed{};
  EXPECT_EQ(flue_parse_twin_name(kText, FLUE_TWIN_NAME_LENGTH - 1, &parsed), 0);
}

TEST(TwinName, AbstractAddressIsRecognised) {
  sockaddr_un address{};
  const socklen_t length = flue_twin_address(&kName, &address);
  flue_twin_name parsed{};
  ASSERT_EQ(flue_parse_twin_address(&address, length, &parsed), 1);
  EXPECT_EQ(text_of(parsed), kText);
  EXPECT_EQ(flue_parse_twin_address(&address, length - 1, &parsed), 0);
}

TEST(TwinName, LastPartOfAPathIsRecognised) {
  const auto parses = [](const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    flue_twin_name parsed{};
    return flue_parse_twin_address(&address, sizeof(address), &parsed) == 1;
  };
  EXPECT_TRUE(parses(std::string("/run/flue/listeners/") + kText));
  EXPECT_FALSE(parses(std::string("/run/flue/listeners/") + kText + "x"));
  EXPECT_FALSE(parses(std::string("/run/flue/listenersx") + kText));
  EXPECT_FALSE(parses("/run/flue/programs.sock"));
}

TEST(TwinName, AddressesOfOtherFamiliesAreNone) {
  sockaddr_un address{};
  const socklen_t length = flue_twin_address(&kName, &address);
  address.sun_family = AF_INET;
  flue_twin_name parsed{};
  EXPECT_EQ(flue_parse_twin_address(&address, length, &parsed), 0);
}

}  // namespace
