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

// End-around carry over 64 bits.
std::uint64_t add_word(std::uint64_t sum, std::uint64_t word) {
  sum += word;
  return sum + (sum < word ? 1 : 0);
}

// Adds the eight words at `at` to a 64-bit one's-complement sum. One chain of add-with-carry takes nine instructions
// for 64 bytes; compilers make twice as many of the portable form.
std::uint64_t add_block(std::uint64_t sum, const std::byte* at) {
#ifdef __x86_64__
  asm("addq 0(%1), %0\n\t"
      "adcq 8(%1), %0\n\t"
      "adcq 16(%1), %0\n\t"
      "adcq 24(%1), %0\n\t"
      "adcq 32(%1), %0\n\t"
      "adcq 40(%1), %0\n\t"
      "adcq 48(%1), %0\n\t"
      "adcq 56(%1), %0\n\t"
      "adcq $0, %0"
      : "+&r"(sum)
      : "r"(at)
      : "cc", "memory");
  return sum;
#else
  for (std::size_t i = 0; i < 64; i += 8) sum = add_word(sum, load_word(at + i));
  return sum;
#endif
}

std::uint16_t sum_native_words(Bytes data) {
  const std::byte* at = data.data();
  std::size_t left = data.size();
  std::uint64_t sum = 0;
  for (; left >= 64; left -= 64, at += 64) sum = add_block(sum, at);
  for (; left >= 8; left -= 8, at += 8) sum = add_word(sum, load_word(at));
  if (left > 0) sum = add_word(sum, load_word(at, left));  // zero bytes behind the last add nothing
  return fold(sum);
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
