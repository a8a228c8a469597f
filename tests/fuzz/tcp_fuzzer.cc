// Any TCP segment: header and options parse without reading outside it; the options' values survive writing.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/base/check.h"
#include "host/wire/tcp.h"
#include "tests/fuzz/input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using flue::wire::TcpView;
  const auto segment = flue::fuzz::input(data, size);
  const auto view = TcpView::parse(segment);
  if (!view || segment.size() > 65000) return 0;
  const auto options = view->options().values;
  const flue::wire::TcpHeader header{view->source(), view->destination(), view->seq(),    view->ack(),
                                     view->flags(),  view->window(),      view->urgent(), options};
  std::vector<std::byte> written(header.size() + view->payload().size());
  const auto pseudo =
      flue::wire::pseudo_header_sum(flue::Ipv4Addr(10, 0, 0, 1), flue::Ipv4Addr(10, 0, 0, 2), 6, written.size());
  header.emit(written, {view->payload(), {}}, pseudo);
  const auto again = TcpView::parse(written);
  FLUE_CHECK(again && again->checksum_ok(pseudo));
  FLUE_CHECK(again->flags() == view->flags() && again->seq() == view->seq());
  auto read = again->options().values;
  // Written options are aligned and need more room than packed ones: blocks at the end may have been left out.
  FLUE_CHECK(read.sack_count <= options.sack_count);
  read.sack = options.sack;
  read.sack_count = options.sack_count;
  FLUE_CHECK(read == options);
  return 0;
}
