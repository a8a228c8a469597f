// Any UDP datagram: parses without reading outside it, and what was read can be written back.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/base/check.h"
#include "host/wire/udp.h"
#include "tests/fuzz/input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using flue::wire::UdpView;
  const auto datagram = flue::fuzz::input(data, size);
  const auto view = UdpView::parse(datagram);
  if (!view || view->payload().size() > 65507) return 0;
  const auto pseudo =
      flue::wire::pseudo_header_sum(flue::Ipv4Addr(10, 0, 0, 1), flue::Ipv4Addr(10, 0, 0, 2), 17, view->length());
  std::vector<std::byte> written(view->length());
  flue::wire::UdpHeader{view->source(), view->destination()}.emit(written, view->payload(), pseudo);
  const auto again = UdpView::parse(written);
  FLUE_CHECK(again && again->checksum_ok(pseudo));
  FLUE_CHECK(std::ranges::equal(again->payload(), view->payload()));
  return 0;
}
