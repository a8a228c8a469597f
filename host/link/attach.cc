#include "host/link/attach.h"

#include <fmt/format.h>

#include "host/link/interface.h"

namespace flue {
namespace {

constexpr std::string_view kTapPrefix = "tap:";
constexpr std::string_view kPacketPrefix = "packet:";

}  // namespace

Result<Attach, LinkError> parse_attach(std::string_view text) {
  Attach attach;
  std::string_view rest = text;
  if (text.starts_with(kTapPrefix)) {
    attach.kind = AttachKind::kTap;
    rest.remove_prefix(kTapPrefix.size());
  } else if (text.starts_with(kPacketPrefix)) {
    attach.kind = AttachKind::kPacket;
    rest.remove_prefix(kPacketPrefix.size());
  } else {
    return fail(LinkError{
        LinkErrorCode::kBadAttach,
        fmt::format("'{}' names no port: write 'tap:NAME', 'packet:NAME', or either with '@NETNS' behind it", text)});
  }
  const auto at = rest.find('@');
  attach.interface = rest.substr(0, at);
  if (at != std::string_view::npos) {
    attach.netns = rest.substr(at + 1);
    if (const auto checked = check_netns_name(attach.netns); !checked) return fail(checked.error());
  }
  if (const auto checked = check_interface_name(attach.interface); !checked) return fail(checked.error());
  return attach;
}

}  // namespace flue
