// The text that names a port in the configuration: "tap:flue0", "tap:flue0@lab" (in the network namespace "lab", as
// `ip netns` names them), "packet:eth1", "packet:eth1@lab".
#pragma once

#include <string>
#include <string_view>

#include "host/base/result.h"
#include "host/link/link_error.h"

namespace flue {

enum class AttachKind { kTap, kPacket };

struct Attach {
  AttachKind kind = AttachKind::kTap;
  std::string interface;
  std::string netns;  // empty: the namespace of this process
  friend bool operator==(const Attach&, const Attach&) = default;
};

// Errors: kBadAttach, kBadName.
Result<Attach, LinkError> parse_attach(std::string_view text);

}  // namespace flue
