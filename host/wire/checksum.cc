// The sum is kept in the machine's byte order: a one's-complement sum of byte-swapped words is the byte-swapped sum
// (RFC 1071 section 2 (B)), so one swap at the end replaces one per word.
#include "host/wire/checksum.h"

#include <bit>
#include <cstring>

#include "host/base/check.h"

namespace flue::wire {
namespace {

constexpr std::uint16_t swap_bytes(std::uint16_t word) { return static_cast<std::uint16_t>(word << 8 | word >> 8); }

// Between a number and the two bytes of the wire read as a native word; its own inverse.
constexpr std::uint16_t native(std::uint16_t number) {
  return std::endian::native == std::endian::little ? swap_bytes(number) : number;
}

std::uint64_t load_word(const std::byte* from, std::size_t size = sizeof(std::uint64_t)) {
  std::uint64_t word = 0;
  std::memcpy(&word, from, size);
  return word;
}

// End-around carry: 2^16 counts as 1, so the upper words are added to the lowest.
std::uint16_t fold(std::uint64_t sum) {
  sum = (sum & 0xFFFFFFFF) + (sum >> 32);
  sum = (sum & 0xFFFF) + (sum >> 16);
  sum = (sum & 0xFFFF) + (sum >> 16);
  sum = (sum & 0xFFFF) + (sum >> 16);
  return static_cast<std::uint16_t>(sum);
}

// A 64-bit sum and the carries out of it. The comparison compiles to add-with-carry, so that eight bytes cost two
// instructions; 128-bit integers cost four.
struct WideSum {
  std::uint64_t low = 0;
  std::uint64_t carries = 0;

  void add(std::uint64_t word) {
    low += word;
    carries += low < word;
  }
};

std::uint16_t sum_native_words(Bytes data) {
  const std::byte* at = data.data();
  std::size_t left = data.size();
  WideSum sum;
  for (; left >= 64; left -= 64, at += 64) {
    sum.add(load_word(at));
    sum.add(load_word(at + 8));
    sum.add(load_word(at + 16));
    sum.add(load_word(at + 24));
    sum.add(load_word(at + 32));
    sum.add(load_word(at + 40));
    sum.add(load_word(at + 48));
    sum.add(load_word(at + 56));
  }
  for (; left >= 8; left -= 8, at += 8) sum.add(load_word(at));
  if (left > 0) sum.add(load_word(at, left));  // zero bytes behind the last add nothing
  return fold(fold(sum.low) + sum.carries);
}

}  // namespace

InternetSum& InternetSum::add(Bytes data) {
  const std::uint16_t piece = sum_native_words(data);
  // A piece that starts at an odd position has its bytes in the other half of each word.
  sum_ += odd_ ? swap_bytes(piece) : piece;
  odd_ ^= data.size() % 2 != 0;
  return *this;
}

// Copying first and summing the copy, which is in the cache then, takes fewer instructions than a joint loop: memcpy
// moves 32 bytes at a time.
InternetSum& InternetSum::add_copy(Bytes source, MutableBytes destination) {
  FLUE_CHECK(destination.size() >= source.size());
  if (source.empty()) return *this;
  std::memcpy(destination.data(), source.data(), source.size());
  return add(destination.first(source.size()));
}

InternetSum& InternetSum::add_u16(std::uint16_t number) {
  sum_ += native(number);
  return *this;
}

InternetSum& InternetSum::add_u32(std::uint32_t number) {
  return add_u16(static_cast<std::uint16_t>(number >> 16)).add_u16(static_cast<std::uint16_t>(number));
}

std::uint16_t InternetSum::value() const { return native(fold(sum_)); }

InternetSum pseudo_header_sum(Ipv4Addr source, Ipv4Addr destination, std::uint8_t protocol, std::size_t length) {
  FLUE_CHECK(length <= 0xFFFF);
  return InternetSum()
      .add_u32(source.bits())
      .add_u32(destination.bits())
      .add_u16(protocol)
      .add_u16(static_cast<std::uint16_t>(length));
}

std::uint16_t update_checksum(std::uint16_t checksum, std::uint16_t old_field, std::uint16_t new_field) {
  // HC' = ~(~HC + ~m + m'). Equation 2 of RFC 1141 would give the wrong zero.
  const std::uint64_t sum =
      std::uint64_t{static_cast<std::uint16_t>(~checksum)} + static_cast<std::uint16_t>(~old_field) + new_field;
  return static_cast<std::uint16_t>(~fold(sum));
}

std::uint16_t update_checksum32(std::uint16_t checksum, std::uint32_t old_field, std::uint32_t new_field) {
  const std::uint16_t high = update_checksum(checksum, static_cast<std::uint16_t>(old_field >> 16),
                                             static_cast<std::uint16_t>(new_field >> 16));
  return update_checksum(high, static_cast<std::uint16_t>(old_field), static_cast<std::uint16_t>(new_field));
}

}  // namespace flue::wire
