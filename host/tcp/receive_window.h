// What we advertise: how large the receive window is and when its right edge moves. TCP-WINDOW-01..20, TCP-SWS-02,
// RFC 9293 section 3.8.6.2.2, RFC 7323 section 2.
#pragma once

#include <cstdint>

#include "host/base/window.h"
#include "host/params/parameters.h"
#include "host/tcp/tcb.h"

namespace flue::tcp {

// The largest window without scaling, bytes.
inline constexpr std::uint32_t kLargestUnscaledWindow = 65535;

// The receive buffer of a socket that set none, in bytes, before it is rounded to whole segments (OpenConfig takes it
// like this): TcpWindowSize, else the profile's fixed value, else NT4's 8192, else by the interface's bit rate
// (TCP-WINDOW-06, -08, -09), capped by GlobalMaxTcpWindowSize (TCP-WINDOW-12; TcpWindowSize takes precedence over it).
std::uint32_t default_receive_buffer(const TcpParameters& parameters, std::uint64_t bits_per_second);

// The window that a buffer of `bytes` gives with segments of `mss` bytes: whole segments, rounded up if the result is
// at most `limit` and down otherwise (TCP-WINDOW-03, -11); NT4: at least four (TCP-WINDOW-04). Less than one segment
// stays.
std::uint32_t round_to_segments(std::uint32_t bytes, std::uint32_t mss, std::uint32_t limit,
                                const TcpParameters& parameters);

// Both in one: what V-08 lists.
std::uint32_t receive_window_default(const TcpParameters& parameters, std::uint64_t bits_per_second, std::uint32_t mss);

// The shift that lets a window of `bytes` be told in 16 bits.
WindowShift shift_for(std::uint32_t bytes);

// Rounds tcb.receive_buffer to the negotiated MSS.
void settle_receive_buffer(Tcb& tcb);

// Free bytes that could be offered beyond rcv_nxt now.
[[nodiscard]] std::uint32_t receive_space(const Tcb& tcb);
// Bytes beyond rcv_nxt that the peer may send by what it was told.
[[nodiscard]] std::uint32_t receive_window(const Tcb& tcb);

// Moves the right edge if it may move (TCP-SWS-02) and returns the field for the next segment; never lets it retreat.
RawWindow advertise_window(Tcb& tcb);
// Would advertise_window() open the window so far that the peer should hear of it at once?
[[nodiscard]] bool window_update_due(const Tcb& tcb);

}  // namespace flue::tcp
