// TCP options (RFC 9293 section 3.1, RFC 7323, RFC 2018): as a list of kinds and as the values that Flue knows.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "host/base/bytes.h"
#include "host/base/seq.h"

namespace flue::wire {

inline constexpr std::size_t kTcpOptionsLimit = 40;

inline constexpr std::uint8_t kTcpOptionEnd = 0;
inline constexpr std::uint8_t kTcpOptionNop = 1;
inline constexpr std::uint8_t kTcpOptionMss = 2;
inline constexpr std::uint8_t kTcpOptionWindowScale = 3;
inline constexpr std::uint8_t kTcpOptionSackPermitted = 4;
inline constexpr std::uint8_t kTcpOptionSack = 5;
inline constexpr std::uint8_t kTcpOptionTimestamps = 8;

// How the reading of an option list ended. After a fault the rest of the list is ignored; what came before counts.
enum class TcpOptionsEnd : std::uint8_t {
  kComplete,   // the list was read to its end or to an End of Options
  kBadLength,  // an option's length byte is 0 or 1 (MUST-7: must not loop or crash)
  kTruncated,  // an option runs past the header, or its length byte is missing
};

struct TcpOption {
  std::uint8_t kind = 0;
  Bytes data;  // without kind and length
};

// Walks an option list; No-Operation is skipped.
class TcpOptionReader {
 public:
  explicit TcpOptionReader(Bytes options) : rest_(options) {}
  // The next option; nothing at the end, whose cause end() tells.
  std::optional<TcpOption> next();
  [[nodiscard]] TcpOptionsEnd end() const { return end_; }

 private:
  Bytes rest_;
  TcpOptionsEnd end_ = TcpOptionsEnd::kComplete;
};

struct TcpTimestamps {
  std::uint32_t tsval = 0;
  std::uint32_t tsecr = 0;
  friend constexpr bool operator==(const TcpTimestamps&, const TcpTimestamps&) = default;
};

// [left, right) (TCP-SACK-04).
struct TcpSackBlock {
  Seq left;
  Seq right;
  friend constexpr bool operator==(const TcpSackBlock&, const TcpSackBlock&) = default;
};

struct TcpOptions {
  std::optional<std::uint16_t> mss;
  std::optional<std::uint8_t> window_shift;  // as on the wire, 0..255: WindowShift limits it to 14
  bool sack_permitted = false;
  std::optional<TcpTimestamps> timestamps;
  std::array<TcpSackBlock, 4> sack{};
  std::uint8_t sack_count = 0;  // 0..4

  // Bytes that emit() writes, a multiple of 4.
  [[nodiscard]] std::size_t size() const;
  // Writes size() bytes, each option aligned as the reference does (TCP-SETUP-12, TCP-SACK-08): MSS; NOP, window scale;
  // NOP NOP, timestamps; NOP NOP, SACK-permitted; NOP NOP, SACK. Blocks that do not fit into 40 bytes are left out from
  // the end: with timestamps three fit (TCP-SACK-03).
  void emit(MutableBytes out) const;

  friend bool operator==(const TcpOptions&, const TcpOptions&) = default;
};

struct ParsedTcpOptions {
  TcpOptions values;
  TcpOptionsEnd end = TcpOptionsEnd::kComplete;
  std::uint8_t ignored = 0;  // options of a known kind whose length is wrong for it
};

// Of an option that comes twice the last counts.
ParsedTcpOptions parse_tcp_options(Bytes options);

}  // namespace flue::wire
