// What the network says about our segments (RFC 5927, RFC 1191, ICMP-07, PMTU-05), and addresses that go.
#include "host/tcp/path_mss.h"
#include "host/tcp/tcp_impl.h"

namespace flue::tcp {
namespace {

constexpr std::uint16_t kHeaders = 40;  // IPv4 and TCP without options

bool in_flight(const Tcb& tcb, Seq seq) { return at_or_after(seq, tcb.snd_una) && before(seq, tcb.snd_max); }

// True if the segments become smaller.
bool lower_mtu(Tcb& tcb, std::uint16_t reported, TimePoint now) {
  if (!tcb.parameters->enable_pmtu_discovery) return false;
  const auto current = static_cast<std::uint16_t>(tcb.path_mss + kHeaders);
  const std::uint16_t mtu = mtu_after_report(current, reported, *tcb.parameters);
  if (mtu >= current) return false;
  set_path_mss(tcb, static_cast<std::uint16_t>(mtu - kHeaders), now);
  return true;
}

}  // namespace

bool Tcp::on_icmp_error(const Endpoint& local, const Endpoint& remote, Seq seq, IcmpError error, std::uint16_t mtu,
                        TimePoint now) {
  Impl& t = *impl_;
  const std::uint32_t hash = t.hash_of(local, remote);
  if (const auto begun = t.half_open.find(hash, local, remote)) {
    if (seq != t.half_open[*begun].iss) return false;
    if (error == IcmpError::kHard) {
      ++t.counters.attempt_fails;
      t.drop_half_open(*begun);
    }
    return true;
  }
  const ConnectionId id = t.connections.find(hash, local, remote);
  if (!id) return false;
  Tcb& tcb = t.connections.find(id)->tcb;
  // RFC 5927 section 4.1: whoever cannot see the connection cannot name a byte in flight.
  if (!in_flight(tcb, seq)) return false;
  switch (error) {
    case IcmpError::kHard:
      // RFC 5927 section 5.2: only a connection that is not yet synchronised ends; later it is a soft error.
      if (tcb.state == State::kSynSent || tcb.state == State::kSynReceived) {
        flue::tcp::abort(tcb, CloseReason::kUnreachable, now);
      }
      break;
    case IcmpError::kSoft:
      break;  // RFC 1122 4.2.3.9: retransmission goes on
    case IcmpError::kFragmentationNeeded:
      lower_mtu(tcb, mtu, now);
      break;
    case IcmpError::kSourceQuench:
      on_source_quench(tcb, now);
      break;
  }
  t.settle(id, {}, now);
  return true;
}

void Tcp::on_path_mtu(Ipv4Addr remote, std::uint16_t mtu, TimePoint now) {
  impl_->connections.for_each([&](ConnectionId id, Connection& connection) {
    if (connection.ended || connection.tcb.remote.address != remote) return;
    if (lower_mtu(connection.tcb, mtu, now)) impl_->settle(id, {}, now);
  });
}

void Tcp::on_address_lost(Ipv4Addr address, TimePoint now) {
  Impl& t = *impl_;
  std::vector<std::uint32_t> gone;
  t.half_open.for_each([&](std::uint32_t index, const HalfOpenRecord& record) {
    if (record.local.address == address) gone.push_back(index);
  });
  for (const std::uint32_t index : gone) t.drop_half_open(index);
  gone.clear();
  t.time_wait.for_each([&](std::uint32_t index, const TimeWaitRecord& record) {
    if (record.local.address == address) gone.push_back(index);
  });
  for (const std::uint32_t index : gone) {
    t.ports.remove(t.time_wait[index].local, PortAllocator::Use::kTimeWait);
    t.time_wait.erase(index);
  }
  // No RST: it could only leave from an address that is no longer ours.
  t.connections.for_each([&](ConnectionId id, Connection& connection) {
    if (connection.ended || connection.tcb.local.address != address) return;
    flue::tcp::abort(connection.tcb, CloseReason::kAborted, now);
    t.settle(id, {}, now);
  });
}

}  // namespace flue::tcp
