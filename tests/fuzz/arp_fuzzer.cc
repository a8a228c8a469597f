// Any ARP packet: parses without reading outside it, and its value is written back as it was (hardware type 1).
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/base/check.h"
#include "host/wire/arp.h"
#include "tests/fuzz/input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto packet = flue::fuzz::input(data, size);
  const auto view = flue::wire::ArpView::parse(packet);
  if (!view) return 0;
  std::vector<std::byte> written(flue::wire::ArpPacket::kSize);
  view->value().emit(written);
  FLUE_CHECK(std::equal(written.begin() + 2, written.end(), packet.begin() + 2));
  return 0;
}
