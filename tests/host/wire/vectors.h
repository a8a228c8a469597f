// The frames of the specification's vectors.
#pragma once

#include <string_view>

namespace flue::test {

// V-13: Ethernet, destination unreachable with next-hop MTU 576.
inline constexpr std::string_view kV13 =
    "00 AA 00 4B B1 47 00 AA 00 3E 52 EF 08 00 45 00 00 38 44 01 00 00 80 01 1B EB 0A 63 63 0A 0A 63"
    "63 09 03 04 A0 5B 00 00 02 40 45 00 04 04 B3 01 40 00 20 01 C9 1E 0A 63 63 09 0A 63 63 0A 08 00"
    "BC 5F 01 00 95 00";
// V-14 from its IP header on: destination unreachable with next-hop MTU 1479.
inline constexpr std::string_view kV14Datagram =
    "45 00 00 38 00 00 00 00 FF 01 D3 36 C7 C7 2C 01 C7 C7 2C FE 03 04 8A BF 00 00 05 C7 45 00 05 F8"
    "55 24 40 00 1F 01 1B D7 C7 C7 2C FE C7 C7 28 7D 08 00 00 75 01 00 63 00";
// V-16: Ethernet, TCP with three data bytes.
inline constexpr std::string_view kV16 =
    "D2 41 53 48 00 00 52 41 53 48 00 00 08 00 45 00 00 2B EA 83 40 00 20 06 F5 85 CC B6 42 53 C7 B5"
    "A4 04 07 6D 00 17 3D 8D 25 36 15 0F 86 89 50 18 1E 56 1E 56 00 00 79 79 79";

}  // namespace flue::test
