// A TCP segment as values: what arrived (SegmentIn) and what is to be sent (SegmentOut). Protocol code sees these only;
// host/wire reads and writes the bytes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/base/seq.h"
#include "host/base/window.h"

namespace flue::tcp {

struct Flags {
  bool fin = false, syn = false, rst = false, psh = false, ack = false, urg = false;
  friend constexpr bool operator==(const Flags&, const Flags&) = default;
};

// [left, right): right is the number after the last byte (RFC 2018 section 3).
struct SackBlock {
  Seq left;
  Seq right;
  friend constexpr bool operator==(const SackBlock&, const SackBlock&) = default;
};

struct SackBlocks {
  std::array<SackBlock, 4> block;
  std::uint8_t count = 0;  // 0..4
};

struct Timestamps {
  std::uint32_t tsval = 0;
  std::uint32_t tsecr = 0;
  friend constexpr bool operator==(const Timestamps&, const Timestamps&) = default;
};

// Options that TCP knows. mss, window_shift and sack_permitted count only with SYN (TCP-WINDOW-17).
struct Options {
  std::optional<std::uint16_t> mss;
  std::optional<WindowShift> window_shift;
  bool sack_permitted = false;
  std::optional<Timestamps> timestamps;
  SackBlocks sack;
};

struct SegmentIn {
  Endpoint local;   // destination of the packet
  Endpoint remote;  // source of the packet
  Seq seq;
  Seq ack;
  Flags flags;
  RawWindow wnd;
  std::uint16_t urgent = 0;
  Options options;
  Bytes payload;  // valid only during the call

  // SEG.LEN: payload plus one for SYN and one for FIN (RFC 9293 section 3.3.1).
  [[nodiscard]] std::uint32_t length() const {
    return static_cast<std::uint32_t>(payload.size()) + (flags.syn ? 1u : 0u) + (flags.fin ? 1u : 0u);
  }
};

struct SegmentOut {
  Endpoint local;
  Endpoint remote;
  Seq seq;
  Seq ack;
  Flags flags;
  RawWindow wnd;
  std::uint16_t urgent = 0;
  Options options;
  ByteSpans payload;  // into the send ring; valid until the next call on the connection
};

}  // namespace flue::tcp
