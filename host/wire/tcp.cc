#include "host/wire/tcp.h"

#include "host/base/check.h"

namespace flue::wire {

Result<TcpView, ParseError> TcpView::parse(Bytes segment) {
  if (segment.size() < kTcpHeaderSize) return fail(ParseError::kTruncated);
  const TcpView view(segment);
  if (view.header_size() < kTcpHeaderSize || view.header_size() > segment.size()) {
    return fail(ParseError::kBadHeaderLength);
  }
  return view;
}

void TcpHeader::emit(MutableBytes out, const ByteSpans& payload, const InternetSum& pseudo) const {
  const std::size_t header_size = size();
  FLUE_CHECK(out.size() >= header_size + payload.size());
  store_be16(out, 0, source.number());
  store_be16(out, 2, destination.number());
  store_be32(out, 4, seq.raw());
  store_be32(out, 8, ack.raw());
  store_u8(out, 12, static_cast<std::uint8_t>(header_size / 4 << 4));
  store_u8(out, 13, flags.bits());
  store_be16(out, 14, window.field());
  store_be16(out, 16, 0);
  store_be16(out, 18, urgent);
  options.emit(out.subspan(kTcpHeaderSize));

  InternetSum sum = pseudo;
  sum.add(out.first(header_size));
  const MutableBytes data = out.subspan(header_size);
  sum.add_copy(payload.first, data).add_copy(payload.second, data.subspan(payload.first.size()));
  store_be16(out, 16, sum.checksum());
}

}  // namespace flue::wire
