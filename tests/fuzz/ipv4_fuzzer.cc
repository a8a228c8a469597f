// Any datagram: parses without reading outside it; a header with a good checksum is written back as it was.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/base/check.h"
#include "host/wire/ipv4.h"
#include "tests/fuzz/input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using flue::wire::Ipv4View;
  const auto datagram = flue::fuzz::input(data, size);
  if (const auto quoted = Ipv4View::parse_quoted(datagram)) {
    FLUE_CHECK(quoted->header().size() + quoted->payload().size() == datagram.size());
  }
  const auto view = Ipv4View::parse(datagram);
  if (!view) return 0;
  FLUE_CHECK(view->header_size() + view->payload().size() == view->total_length());
  const flue::wire::Ipv4Header header{
      view->tos(), view->id(),       view->dont_fragment(), view->more_fragments(), view->fragment_offset(),
      view->ttl(), view->protocol(), view->source(),        view->destination(),    view->options()};
  std::vector<std::byte> written(header.size());
  header.emit(written, view->payload().size());
  const bool reserved_flag = (flue::load_be16(datagram, 6) & 0x8000) != 0;
  if (view->checksum_ok() && view->checksum() != 0xFFFF && !reserved_flag) {
    FLUE_CHECK(std::ranges::equal(written, view->header()));
  }
  return 0;
}
