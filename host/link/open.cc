#include "host/link/open.h"

#include "host/link/packet.h"
#include "host/link/tap.h"

namespace flue {

Result<std::unique_ptr<Link>, LinkError> open_link(const Attach& attach) {
  switch (attach.kind) {
    case AttachKind::kTap:
      return open_tap(attach.interface, attach.netns);
    case AttachKind::kPacket:
      return open_packet(attach.interface, attach.netns);
  }
  return fail(LinkError{LinkErrorCode::kBadAttach, "unknown kind of port"});
}

}  // namespace flue
