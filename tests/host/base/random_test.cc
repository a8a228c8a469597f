#include "host/base/random.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <bit>
#include <set>
#include <vector>

#include "tests/support/seed.h"

namespace flue {
namespace {

// SipHash-2-4 of any length, written from the paper byte by byte, to compare with.
std::uint64_t reference_siphash(const SipKey& key, const std::vector<std::uint8_t>& message) {
  std::array<std::uint64_t, 4> v = {key.k0 ^ 0x736f6d6570736575, key.k1 ^ 0x646f72616e646f6d,
                                    key.k0 ^ 0x6c7967656e657261, key.k1 ^ 0x7465646279746573};
  const auto rounds = [&v](int count) {
    for (int i = 0; i < count; ++i) {
      v[0] += v[1];
      v[2] += v[3];
      v[1] = std::rotl(v[1], 13);
      v[3] = std::rotl(v[3], 16);
      v[1] ^= v[0];
      v[3] ^= v[2];
      v[0] = std::rotl(v[0], 32);
      v[2] += v[1];
      v[0] += v[3];
      v[1] = std::rotl(v[1], 17);
      v[3] = std::rotl(v[3], 21);
      v[1] ^= v[2];
      v[3] ^= v[0];
      v[2] = std::rotl(v[2], 32);
    }
  };
  std::vector<std::uint8_t> padded = message;
  while (padded.size() % 8 != 7) padded.push_back(0);
  padded.push_back(static_cast<std::uint8_t>(message.size()));
  for (std::size_t at = 0; at < padded.size(); at += 8) {
    std::uint64_t word = 0;
    for (std::size_t i = 8; i-- > 0;) word = word << 8 | padded[at + i];
    v[3] ^= word;
    rounds(2);
    v[0] ^= word;
  }
  v[2] ^= 0xFF;
  rounds(4);
  return v[0] ^ v[1] ^ v[2] ^ v[3];
}

std::vector<std::uint8_t> little_endian(std::initializer_list<std::uint64_t> words) {
  std::vector<std::uint8_t> bytes;
  for (std::uint64_t word : words) {
    for (int i = 0; i < 8; ++i, word >>= 8) bytes.push_back(static_cast<std::uint8_t>(word));
  }
  return bytes;
}

constexpr SipKey kPaperKey{0x0706050403020100, 0x0F0E0D0C0B0A0908};

std::vector<std::uint8_t> counting(std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i);
  return bytes;
}

TEST(SipHash, TheReferenceGivesThePublishedValues) {
  EXPECT_EQ(reference_siphash(kPaperKey, counting(15)), 0xA129CA6149BE45E5u);  // the paper's appendix A
  EXPECT_EQ(reference_siphash(kPaperKey, {}), 0x726FDB47DD0E0E31u);            // first entry of its vector list
}

TEST(SipHash, OfTheCountingBytesIsTheReferencesValue) {
  const std::uint64_t expected = reference_siphash(kPaperKey, counting(24));
  EXPECT_EQ(siphash(kPaperKey, 0x0706050403020100, 0x0F0E0D0C0B0A0908, 0x1716151413121110), expected);
}

RC_GTEST_PROP(SipHash, EqualsTheReference,
              (std::uint64_t k0, std::uint64_t k1, std::uint64_t a, std::uint64_t b, std::uint64_t c)) {
  RC_ASSERT(siphash({k0, k1}, a, b, c) == reference_siphash({k0, k1}, little_endian({a, b, c})));
}

TEST(SipHash, AnotherKeyGivesAnotherValue) {
  SeededRandom random = test::random_stream();
  std::set<std::uint64_t> values;
  for (int i = 0; i < 1000; ++i) values.insert(siphash(SipKey::draw(random), 1, 2, 3));
  EXPECT_EQ(values.size(), 1000u);
}

TEST(SeededRandom, RepeatsFromItsSeed) {
  SeededRandom first(42);
  SeededRandom second(42);
  SeededRandom other(43);
  bool differs = false;
  for (int i = 0; i < 100; ++i) {
    const auto value = first.next();
    EXPECT_EQ(value, second.next());
    differs |= value != other.next();
  }
  EXPECT_TRUE(differs);
}

TEST(SeededRandom, IsXoshiroSeededBySplitmix) {
  // splitmix64 from 0 begins with this published value; xoshiro256** starts with rotl(s1 * 5, 7) * 9.
  constexpr std::uint64_t kSecondOfSplitmix = 0x6E789E6AA1B965F4;
  EXPECT_EQ(SeededRandom(0).next(), std::rotl(kSecondOfSplitmix * 5, 7) * 9);
}

TEST(Random, BelowIsUniformAndInRange) {
  SeededRandom random = test::random_stream();
  std::array<int, 7> count{};
  for (int i = 0; i < 70000; ++i) {
    const auto value = random.below(7);
    ASSERT_LT(value, 7u);
    ++count[value];
  }
  for (const int c : count) EXPECT_NEAR(c, 10000, 500);
  EXPECT_EQ(random.below(1), 0u);
}

// Hands out chosen values.
class Script final : public Random {
 public:
  explicit Script(std::vector<std::uint64_t> values) : values_(std::move(values)) {}
  std::uint64_t next() override { return values_.at(at_++); }

 private:
  std::vector<std::uint64_t> values_;
  std::size_t at_ = 0;
};

TEST(Random, BelowDrawsAgainInTheIncompleteLastRun) {
  // 2^64 = 3 * 6148914691236517205 + 1: the last value would make one remainder likelier than the others.
  Script script({UINT64_MAX, 5});
  EXPECT_EQ(script.below(3), 2u);
}

}  // namespace
}  // namespace flue
