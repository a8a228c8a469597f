#include "host/wire/ipv4.h"

#include <algorithm>

#include "host/base/check.h"

namespace flue::wire {
namespace {

constexpr std::uint16_t kDontFragment = 0x4000;
constexpr std::uint16_t kMoreFragments = 0x2000;

Result<void, ParseError> check_header(Bytes data) {
  if (data.size() < kIpv4HeaderSize) return fail(ParseError::kTruncated);
  const std::uint8_t version_and_length = load_u8(data, 0);
  if (version_and_length >> 4 != 4) return fail(ParseError::kBadVersion);
  const std::size_t header_size = static_cast<std::size_t>(version_and_length & 0xF) * 4;
  if (header_size < kIpv4HeaderSize || header_size > data.size()) return fail(ParseError::kBadHeaderLength);
  return {};
}

}  // namespace

Result<Ipv4View, ParseError> Ipv4View::parse(Bytes datagram) {
  if (const auto checked = check_header(datagram); !checked) return fail(checked.error());
  const Ipv4View view(datagram);
  if (view.total_length() < view.header_size() || view.total_length() > datagram.size()) {
    return fail(ParseError::kBadLength);
  }
  return Ipv4View(datagram.first(view.total_length()));
}

Result<Ipv4View, ParseError> Ipv4View::parse_quoted(Bytes quoted) {
  if (const auto checked = check_header(quoted); !checked) return fail(checked.error());
  return Ipv4View(quoted);
}

void Ipv4Header::emit(MutableBytes out, std::size_t payload_size) const {
  const std::size_t header_size = size();
  FLUE_CHECK(header_size <= kIpv4HeaderLimit && header_size + payload_size <= kIpv4LengthLimit);
  FLUE_CHECK(fragment_offset % 8 == 0 && fragment_offset / 8 <= 0x1FFF);
  const MutableBytes header = out.first(header_size);
  store_u8(header, 0, static_cast<std::uint8_t>(0x40 | header_size / 4));
  store_u8(header, 1, tos);
  store_be16(header, 2, static_cast<std::uint16_t>(header_size + payload_size));
  store_be16(header, 4, id);
  store_be16(header, 6,
             static_cast<std::uint16_t>((dont_fragment ? kDontFragment : 0) | (more_fragments ? kMoreFragments : 0) |
                                        fragment_offset / 8));
  store_u8(header, 8, ttl);
  store_u8(header, 9, protocol);
  store_be16(header, 10, 0);
  store_be32(header, 12, source.bits());
  store_be32(header, 16, destination.bits());
  const auto padding = std::ranges::copy(options, header.begin() + kIpv4HeaderSize).out;
  std::fill(padding, header.end(), std::byte{0});  // End of Options
  store_be16(header, 10, sum_of(header).checksum());
}

}  // namespace flue::wire
