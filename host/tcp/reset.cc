#include "host/tcp/reset.h"

namespace flue::tcp {

std::optional<SegmentOut> reset_for(const SegmentIn& segment) {
  if (segment.flags.rst) return std::nullopt;
  if (segment.flags.ack) return reset_at(segment.local, segment.remote, segment.ack);
  SegmentOut reset = reset_at(segment.local, segment.remote, Seq(0));
  reset.ack = segment.seq + segment.length();
  reset.flags.ack = true;
  return reset;
}

SegmentOut reset_at(const Endpoint& local, const Endpoint& remote, Seq seq) {
  SegmentOut reset;
  reset.local = local;
  reset.remote = remote;
  reset.seq = seq;
  reset.flags.rst = true;
  return reset;
}

}  // namespace flue::tcp
