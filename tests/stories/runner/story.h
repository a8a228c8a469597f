// A TCP story as a value: what a .story file says (tests/stories/README.md has the syntax). Numbers of bytes are
// relative to each side's initial sequence number, as the file has them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "host/base/address.h"
#include "host/base/result.h"
#include "host/base/time.h"
#include "host/wire/tcp.h"

namespace flue::story {

// When a line happens. An expectation may give a range.
struct When {
  enum class Base : std::uint8_t { kNow, kStart, kPrevious };  // nothing given, "1.5", "+1.5"
  Base base = Base::kNow;
  Duration from{0};
  std::optional<Duration> to;  // "0.2..0.3"
};

// One option of a segment line. Numbers that are absent ("*") are not compared.
struct OptionText {
  enum class Kind : std::uint8_t { kMss, kWindowScale, kSackPermitted, kSack, kTimestamps, kNop, kEnd, kRaw, kMore };
  Kind kind = Kind::kNop;
  std::optional<std::uint32_t> first;   // mss, shift, TSval
  std::optional<std::uint32_t> second;  // TSecr
  std::vector<std::pair<std::uint32_t, std::uint32_t>> blocks;
  std::vector<std::uint8_t> raw;  // kRaw: kind, length and data as they are
};

struct SegmentText {
  wire::TcpFlags flags;
  std::optional<std::uint32_t> seq;
  std::optional<std::uint32_t> length;
  std::optional<std::uint32_t> ack;
  std::optional<std::uint32_t> window;
  std::optional<std::uint32_t> urgent;
  std::optional<std::vector<OptionText>> options;  // absent: not compared, or none when injected
  bool layout = false;                             // compare the order and the padding of the options too
  std::optional<bool> dont_fragment;
  std::optional<std::uint32_t> ttl;
  std::optional<std::uint32_t> tos;
  std::optional<std::uint8_t> fill;  // payload of this byte instead of the stream's
  bool bad_checksum = false;
};

struct Inject {
  SegmentText segment;
};
struct Expect {
  SegmentText segment;
};
// A call of the program, an ICMP error, or a look at the state: verb, words and key=value pairs.
struct Call {
  std::string verb;
  std::vector<std::string> words;
  std::map<std::string, std::string> options;
};

struct Step {
  int line = 0;
  std::string text;
  When when;
  std::string connection;  // "main" if the line names none
  std::variant<Inject, Expect, Call> what;
};

// A pair of endpoints that lines speak about by name.
struct ConnectionText {
  Endpoint peer;
  Port local_port;        // 0: learned from the SYN that Flue sends
  std::uint32_t isn = 0;  // of the peer
};

struct Override {
  std::string name;
  std::int64_t value = 0;
  int line = 0;
};

struct Setup {
  std::string profile = "win2003";
  std::vector<Override> parameters;
  std::uint32_t mtu = 1500;
  std::uint64_t speed = 100'000'000'000;  // bits/s
};

struct Story {
  std::string name;  // of the file, without ending
  std::string path;
  std::vector<std::string> profiles;  // run once for each
  Setup setup;
  std::vector<std::string> requirements;
  std::string rfc;  // "9293 3.10.7.4": where the behaviour is written if the specification has no requirement for it
  std::map<std::string, ConnectionText> connections;
  Duration tolerance = std::chrono::milliseconds(1);
  std::vector<Step> steps;
};

struct ParseFailure {
  int line = 0;
  std::string message;
};

Result<Story, ParseFailure> parse_story(std::string_view text, std::string name);

}  // namespace flue::story
