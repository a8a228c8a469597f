#include "tests/stories/runner/match.h"

#include <fmt/format.h>

#include <algorithm>

namespace flue::story {
namespace {

using Kind = OptionText::Kind;

bool fits(const std::optional<std::uint32_t>& wanted, std::uint32_t got) { return !wanted || *wanted == got; }

bool fits(const OptionText& wanted, const OptionText& got) {
  if (wanted.kind != got.kind || wanted.blocks != got.blocks || wanted.raw != got.raw) return false;
  return fits(wanted.first, got.first.value_or(0)) && fits(wanted.second, got.second.value_or(0));
}

bool is_padding(const OptionText& option) { return option.kind == Kind::kNop || option.kind == Kind::kEnd; }

// Each wanted option is there once and nothing else is, unless the list ends in "...". Padding does not count.
bool fits_as_set(std::vector<OptionText> wanted, std::vector<OptionText> got) {
  std::erase_if(wanted, is_padding);
  std::erase_if(got, is_padding);
  const bool more = std::erase_if(wanted, [](const auto& option) { return option.kind == Kind::kMore; }) > 0;
  for (const auto& option : wanted) {
    const auto found = std::find_if(got.begin(), got.end(), [&](const auto& other) { return fits(option, other); });
    if (found == got.end()) return false;
    got.erase(found);
  }
  return more || got.empty();
}

bool fits_in_order(const std::vector<OptionText>& wanted, const std::vector<OptionText>& got) {
  return std::equal(wanted.begin(), wanted.end(), got.begin(), got.end(),
                    [](const auto& a, const auto& b) { return fits(a, b); });
}

std::string payload_mismatch(const SegmentText& wanted, const SentSegment& got, const Bases& bases) {
  const auto offset = distance(bases.target, got.seq) - (got.flags.syn ? 0u : 1u);
  for (std::size_t i = 0; i < got.payload.size(); ++i) {
    const auto byte = wanted.fill ? std::byte{*wanted.fill} : stream_byte(Side::kTarget, offset + i);
    if (got.payload[i] != byte) return fmt::format("payload at byte {}", i);
  }
  return {};
}

}  // namespace

std::byte stream_byte(Side side, std::uint64_t offset) {
  return static_cast<std::byte>(
      (offset * 7 + (offset >> 8) * 13 + (offset >> 16) * 29 + (side == Side::kPeer ? 101 : 0)) & 0xFF);
}

std::vector<std::byte> stream_bytes(Side side, std::uint64_t offset, std::size_t count) {
  std::vector<std::byte> bytes(count);
  for (std::size_t i = 0; i < count; ++i) bytes[i] = stream_byte(side, offset + i);
  return bytes;
}

SegmentText relative(const SentSegment& segment, const Bases& bases) {
  SegmentText text;
  text.flags = segment.flags;
  text.seq = distance(bases.target, segment.seq);
  text.length = static_cast<std::uint32_t>(segment.payload.size());
  if (segment.flags.ack) text.ack = distance(bases.peer, segment.ack);
  text.window = segment.window;
  if (segment.flags.urg) text.urgent = segment.urgent;
  text.options = segment.options;
  for (auto& option : *text.options) {
    if (option.kind == Kind::kTimestamps) option.first = *option.first - bases.target_ts;
    for (auto& [left, right] : option.blocks) {
      left -= bases.peer.raw();
      right -= bases.peer.raw();
    }
  }
  text.dont_fragment = segment.dont_fragment;
  text.ttl = segment.ttl;
  text.tos = segment.tos;
  return text;
}

std::string mismatch(const SegmentText& wanted, const SentSegment& segment, const Bases& bases) {
  const SegmentText got = relative(segment, bases);
  if (wanted.flags != got.flags) return "flags";
  if (!fits(wanted.seq, *got.seq)) return "sequence number";
  if (!fits(wanted.length, *got.length)) return "length";
  if (wanted.ack && got.ack != wanted.ack) return "acknowledgement";
  if (!fits(wanted.window, *got.window)) return "window";
  if (!fits(wanted.urgent, got.urgent.value_or(0))) return "urgent pointer";
  if (wanted.dont_fragment && wanted.dont_fragment != got.dont_fragment) return "don't fragment";
  if (!fits(wanted.ttl, *got.ttl)) return "TTL";
  if (!fits(wanted.tos, *got.tos)) return "TOS";
  if (wanted.options) {
    const bool fit =
        wanted.layout ? fits_in_order(*wanted.options, *got.options) : fits_as_set(*wanted.options, *got.options);
    if (!fit) return "options";
  }
  return payload_mismatch(wanted, segment, bases);
}

}  // namespace flue::story
