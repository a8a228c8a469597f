// Any ICMP message: parses without reading outside it, its quoted datagram too.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/base/check.h"
#include "host/wire/icmp.h"
#include "host/wire/ipv4.h"
#include "tests/fuzz/input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto message = flue::fuzz::input(data, size);
  const auto view = flue::wire::IcmpView::parse(message);
  if (!view) return 0;
  const flue::wire::IcmpMessage again{view->type(), view->code(), view->rest(), view->body()};
  std::vector<std::byte> written(again.size());
  again.emit(written);
  FLUE_CHECK(flue::wire::IcmpView::parse(written)->checksum_ok());
  if (!view->is_error()) return 0;
  if (flue::wire::Ipv4View::parse_quoted(view->body())) {
    FLUE_CHECK(flue::wire::quote_of(view->body()).size() <= view->body().size());
  }
  return 0;
}
