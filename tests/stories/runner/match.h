// Does a segment that the target sent fit an expectation?
#pragma once

#include <string>

#include "tests/stories/runner/frames.h"
#include "tests/stories/runner/story.h"

namespace flue::story {

// What relative numbers count from, on one connection.
struct Bases {
  Seq target;                   // sequence numbers of the target
  Seq peer;                     // sequence numbers of the peer
  std::uint32_t target_ts = 0;  // TSval of the target
};

// The byte at `offset` of the stream that one side sends.
enum class Side : std::uint8_t { kTarget, kPeer };
[[nodiscard]] std::byte stream_byte(Side side, std::uint64_t offset);
[[nodiscard]] std::vector<std::byte> stream_bytes(Side side, std::uint64_t offset, std::size_t count);

// The segment as a story line would have it.
[[nodiscard]] SegmentText relative(const SentSegment& segment, const Bases& bases);

// Empty if it fits, else what does not: "window", "options", "payload at byte 17", ...
[[nodiscard]] std::string mismatch(const SegmentText& wanted, const SentSegment& got, const Bases& bases);

}  // namespace flue::story
