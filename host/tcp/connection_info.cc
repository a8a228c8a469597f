#include "host/tcp/connection_info.h"

#include <algorithm>

#include "host/tcp/receive_window.h"

namespace flue::tcp {
namespace {

ConnectionInfo bare(const Endpoint& local, const Endpoint& remote, std::string_view state) {
  ConnectionInfo info;
  info.local = local;
  info.remote = remote;
  info.state = state;
  return info;
}

}  // namespace

std::string_view state_name(State state) {
  switch (state) {
    case State::kSynSent:
      return "SYN_SENT";
    case State::kSynReceived:
      return "SYN_RECEIVED";
    case State::kEstablished:
      return "ESTABLISHED";
    case State::kFinWait1:
      return "FIN_WAIT_1";
    case State::kFinWait2:
      return "FIN_WAIT_2";
    case State::kCloseWait:
      return "CLOSE_WAIT";
    case State::kClosing:
      return "CLOSING";
    case State::kLastAck:
      return "LAST_ACK";
    case State::kTimeWait:
      return "TIME_WAIT";
    case State::kClosed:
      break;
  }
  return "CLOSED";
}

ConnectionInfo info_of(ConnectionId id, const Connection& connection) {
  const Tcb& tcb = connection.tcb;
  ConnectionInfo info = bare(tcb.local, tcb.remote, state_name(tcb.state));
  info.id = id;
  info.owner = connection.owner;
  info.bytes_sent = tcb.bytes_sent;
  info.bytes_received = tcb.bytes_received;
  info.retransmissions = tcb.retransmissions;
  info.receive_queue = static_cast<std::uint32_t>(readable(tcb).size());
  // Behind the handshake snd_una counts bytes; SYN and FIN are no data.
  if (tcb.state != State::kSynSent && tcb.state != State::kSynReceived && before(tcb.snd_una, tcb.snd_end)) {
    info.send_queue = distance(tcb.snd_una, tcb.snd_end);
  }
  info.cwnd = tcb.cwnd;
  info.ssthresh = tcb.ssthresh;
  info.snd_wnd = tcb.snd_wnd.bytes();
  info.rcv_wnd = receive_window(tcb);
  info.mss = std::min(tcb.path_mss, tcb.peer_mss);
  info.srtt = std::chrono::microseconds(tcb.srtt);
  info.rttvar = std::chrono::microseconds(tcb.rttvar);
  info.rto = std::chrono::microseconds(tcb.rto);
  info.timestamps = tcb.timestamps;
  info.sack = tcb.sack;
  info.scaling = tcb.scaling;
  return info;
}

ConnectionInfo info_of(const Listener& listener) {
  ConnectionInfo info = bare(listener.local, {}, "LISTENING");
  info.owner = listener.owner;
  info.receive_queue = static_cast<std::uint32_t>(listener.ready.size());
  return info;
}

ConnectionInfo info_of(const HalfOpenRecord& record) {
  return bare(record.local, record.remote, state_name(State::kSynReceived));
}

ConnectionInfo info_of(const TimeWaitRecord& record) {
  return bare(record.local, record.remote, state_name(State::kTimeWait));
}

}  // namespace flue::tcp
