// What the simple services say.
#pragma once

#include <cstddef>
#include <string_view>

#include "host/base/bytes.h"

namespace flue::services {

// Character generator (RFC 864): lines of 72 of the 95 printing characters, each line one character further on, ended
// by CR LF. After 95 lines it starts again: this is one whole cycle.
inline constexpr std::size_t kChargenLine = 74;
inline constexpr std::size_t kChargenCycle = 95 * kChargenLine;
Bytes chargen_cycle();

// Quote of the day (RFC 865): at most 512 characters, ended by CR LF; `number` counts on for ever.
std::string_view quote(std::size_t number);

}  // namespace flue::services
