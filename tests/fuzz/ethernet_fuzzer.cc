// Any frame: parses without reading outside it, and what was read can be written back.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/base/check.h"
#include "host/wire/ethernet.h"
#include "tests/fuzz/input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using flue::wire::EthernetHeader;
  using flue::wire::EthernetView;
  const auto frame = flue::fuzz::input(data, size);
  const auto view = EthernetView::parse(frame);
  if (!view) return 0;
  FLUE_CHECK(view->payload().size() <= frame.size());
  const EthernetHeader header{view->destination(), view->source(), view->type(), view->is_snap(), view->vlan_tag()};
  std::vector<std::byte> written(header.size());
  header.emit(written, view->payload().size());
  FLUE_CHECK(std::equal(written.begin(), written.end(), frame.begin()));
  return 0;
}
