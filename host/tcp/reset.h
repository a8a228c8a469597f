// The RST for a segment that belongs to nothing here (RFC 9293 3.10.7.1 and 3.5.2, TCP-STATES-06).
#pragma once

#include <optional>

#include "host/tcp/segment.h"

namespace flue::tcp {

// Nothing in answer to an RST.
std::optional<SegmentOut> reset_for(const SegmentIn& segment);

// The RST that ends a connection whose next sequence number is `seq` (RFC 9293 3.10.5).
SegmentOut reset_at(const Endpoint& local, const Endpoint& remote, Seq seq);

}  // namespace flue::tcp
