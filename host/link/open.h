// Opens the port that an attach text names.
#pragma once

#include <memory>

#include "host/base/result.h"
#include "host/link/attach.h"
#include "host/link/link.h"
#include "host/link/link_error.h"

namespace flue {

// Errors: those of open_tap and open_packet. Needs their privileges; the link needs none afterwards.
Result<std::unique_ptr<Link>, LinkError> open_link(const Attach& attach);

}  // namespace flue
