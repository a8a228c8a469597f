#include "host/link/undone_work.h"

#include <algorithm>

#include "host/base/check.h"
#include "host/wire/checksum.h"
#include "host/wire/ethernet.h"
#include "host/wire/ipv4.h"
#include "host/wire/tcp.h"

namespace flue {
namespace {

constexpr std::uint8_t kFin = 0x01;
constexpr std::uint8_t kPsh = 0x08;
constexpr std::uint8_t kCwr = 0x80;

}  // namespace

Result<void, UndoneWorkError> complete_checksum(MutableBytes frame, std::size_t start, std::size_t offset) {
  if (start > frame.size() || frame.size() - start < offset + 2) return fail(UndoneWorkError::kOutsideFrame);
  const std::uint16_t checksum = wire::sum_of(frame.subspan(start)).checksum();
  // All ones is the same number, and a zero would mean "no checksum" to UDP.
  store_be16(frame, start + offset, checksum == 0 ? std::uint16_t{0xFFFF} : checksum);
  return {};
}

Result<TcpCutter, UndoneWorkError> TcpCutter::start(std::vector<std::byte> frame, std::size_t payload_size) {
  if (payload_size == 0) return fail(UndoneWorkError::kNoSize);
  const auto ethernet = wire::EthernetView::parse(frame);
  if (!ethernet || ethernet->type() != wire::kEtherTypeIpv4) return fail(UndoneWorkError::kNotTcp);
  const auto ip = wire::Ipv4View::parse(ethernet->payload());
  if (!ip || ip->protocol() != wire::kProtocolTcp || ip->is_fragment()) return fail(UndoneWorkError::kNotTcp);
  const auto tcp = wire::TcpView::parse(ip->payload());
  if (!tcp || tcp->payload().empty()) return fail(UndoneWorkError::kNotTcp);

  TcpCutter cutter;
  cutter.ip_at_ = frame.size() - ethernet->payload().size();
  cutter.tcp_at_ = cutter.ip_at_ + ip->header_size();
  cutter.payload_at_ = cutter.tcp_at_ + tcp->header_size();
  cutter.at_ = cutter.payload_at_;
  cutter.payload_size_ = payload_size;
  frame.resize(cutter.ip_at_ + ip->total_length());  // without padding
  cutter.frame_ = std::move(frame);
  return cutter;
}

Bytes TcpCutter::next() {
  FLUE_CHECK(!done());
  const Bytes whole(frame_);
  const Bytes payload = whole.subspan(at_, std::min(payload_size_, whole.size() - at_));
  piece_.resize(payload_at_ + payload.size());
  const MutableBytes piece(piece_);
  std::ranges::copy(whole.first(payload_at_), piece.begin());

  const MutableBytes ip = piece.subspan(ip_at_, tcp_at_ - ip_at_);
  store_be16(ip, 2, static_cast<std::uint16_t>(piece.size() - ip_at_));
  store_be16(ip, 4, static_cast<std::uint16_t>(load_be16(ip, 4) + count_));
  store_be16(ip, 10, 0);
  store_be16(ip, 10, wire::sum_of(ip).checksum());

  const MutableBytes tcp = piece.subspan(tcp_at_);
  const bool first = at_ == payload_at_;
  const bool last = at_ + payload.size() == whole.size();
  store_be32(tcp, 4, load_be32(tcp, 4) + static_cast<std::uint32_t>(at_ - payload_at_));
  store_u8(tcp, 13, static_cast<std::uint8_t>(load_u8(tcp, 13) & ~(last ? 0 : kFin | kPsh) & ~(first ? 0 : kCwr)));
  store_be16(tcp, 16, 0);
  wire::InternetSum sum =
      wire::pseudo_header_sum(Ipv4Addr(load_be32(ip, 12)), Ipv4Addr(load_be32(ip, 16)), wire::kProtocolTcp, tcp.size());
  const std::size_t header_size = payload_at_ - tcp_at_;
  sum.add(tcp.first(header_size)).add_copy(payload, tcp.subspan(header_size));
  store_be16(tcp, 16, sum.checksum());

  at_ += payload.size();
  ++count_;
  return piece_;
}

}  // namespace flue
