// What programs may ask on the control channel (host/control/protocol.h).
#include <linux/tcp.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "host/control/codec.h"
#include "host/daemon/program_server.h"

namespace flue::daemon {
namespace {

flue_reply reply_to(const flue_request& request, int error = 0) {
  flue_reply reply{};
  reply.op = request.op;
  reply.serial = request.serial;
  reply.error = error;
  return reply;
}

// RFC 9293's states with Linux's numbers.
std::uint8_t linux_state(std::string_view state) {
  struct Pair {
    std::string_view name;
    std::uint8_t number;
  };
  static constexpr Pair kStates[] = {{"ESTABLISHED", 1}, {"SYN_SENT", 2},   {"SYN_RECEIVED", 3}, {"FIN_WAIT_1", 4},
                                     {"FIN_WAIT_2", 5},  {"TIME_WAIT", 6},  {"CLOSED", 7},       {"CLOSE_WAIT", 8},
                                     {"LAST_ACK", 9},    {"LISTENING", 10}, {"CLOSING", 11}};
  const auto* found = std::find_if(std::begin(kStates), std::end(kStates), [&](Pair p) { return p.name == state; });
  return found != std::end(kStates) ? found->number : 7;
}

std::uint32_t microseconds(Duration time) {
  return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::microseconds>(time).count());
}

tcp_info to_tcp_info(const tcp::ConnectionInfo& connection) {
  tcp_info info{};
  info.tcpi_state = linux_state(connection.state);
  info.tcpi_options =
      static_cast<std::uint8_t>((connection.timestamps ? TCPI_OPT_TIMESTAMPS : 0) |
                                (connection.sack ? TCPI_OPT_SACK : 0) | (connection.scaling ? TCPI_OPT_WSCALE : 0));
  info.tcpi_rto = microseconds(connection.rto);
  info.tcpi_rtt = microseconds(connection.srtt);
  info.tcpi_rttvar = microseconds(connection.rttvar);
  info.tcpi_snd_mss = info.tcpi_rcv_mss = info.tcpi_advmss = connection.mss;
  const std::uint32_t mss = std::max(connection.mss, 1u);
  info.tcpi_snd_cwnd = connection.cwnd / mss;  // Linux counts segments
  info.tcpi_snd_ssthresh = connection.ssthresh / mss;
  info.tcpi_rcv_space = connection.rcv_wnd;
  info.tcpi_total_retrans = static_cast<std::uint32_t>(connection.retransmissions);
  info.tcpi_bytes_received = connection.bytes_received;
  info.tcpi_bytes_acked = connection.bytes_sent - std::min<std::uint64_t>(connection.bytes_sent, connection.send_queue);
  info.tcpi_notsent_bytes = 0;
  return info;
}

bool makes_socket(std::uint32_t op) { return op == FLUE_OP_BIND || op == FLUE_OP_LISTEN || op == FLUE_OP_CONNECT; }

}  // namespace

bool ProgramServer::handle(ChannelId id, Channel& channel, const flue_request& request, Descriptor passed,
                           TimePoint now) {
  if (request.op == FLUE_OP_RECHECK) {
    sockets_.recheck(request.socket, now);
    return true;
  }
  if (request.op == FLUE_OP_LINGER_WAIT) return linger(id, channel, request, now);
  if (request.op == FLUE_OP_LOOPBACK) {
    return channel.records.reply(
        reply_to(request, sockets_.add_loopback(channel.records.peer(), request.socket, std::move(passed))));
  }
  const bool named_one = static_cast<bool>(passed);
  const auto socket = named_one ? identify(passed.get()) : std::nullopt;
  passed.reset();
  // A descriptor that is not one of ours, or none where one is needed.
  if (!socket && (named_one || !makes_socket(request.op))) return channel.records.reply(reply_to(request, EBADF));
  if (!makes_socket(request.op)) {
    if (request.op == FLUE_OP_CONNECT_AGAIN) return connect_again(id, channel, request, *socket, now);
    flue_reply reply = reply_to(request);
    reply.error = call_on_socket(*socket, request, reply, now);
    if (request.op == FLUE_OP_LINGER && reply.error == 0) lingering_[id] = socket->name.id;
    return channel.records.reply(reply);
  }
  const ProgramSockets::Asker asker{channel.records.peer(), (request.flags & FLUE_FLAG_IPV6) != 0, request.options,
                                    socket};
  const Endpoint local = control::to_endpoint(request.local);
  switch (request.op) {
    case FLUE_OP_BIND:
      return answer_made(id, channel, request, sockets_.bind(asker, local, now), 0);
    case FLUE_OP_LISTEN: {
      auto made = sockets_.listen(asker, local, request.value, now);
      const bool cut = made.error == 0 && request.value > static_cast<std::int32_t>(made.backlog);
      return answer_made(id, channel, request, std::move(made), cut ? FLUE_REPLY_CUT : 0);
    }
    default:
      return answer_made(id, channel, request, sockets_.connect(asker, control::to_endpoint(request.remote), now), 0);
  }
}

bool ProgramServer::answer_made(ChannelId id, Channel& channel, const flue_request& request, ProgramSockets::Made made,
                                std::uint32_t flags) {
  flue_reply reply = reply_to(request, made.error);
  reply.local = control::from_endpoint(made.local);
  reply.value = static_cast<std::int32_t>(made.backlog);
  reply.flags = flags | (made.descriptor ? FLUE_REPLY_DESCRIPTOR : 0);
  const bool waits = request.op == FLUE_OP_CONNECT && (request.flags & FLUE_FLAG_WAIT) != 0;
  if (waits && made.error == 0) {
    if (sockets_.is_connecting(made.id)) {
      wait_for(id, channel, made.id, request);
      reply.flags |= FLUE_REPLY_PENDING;
    } else {
      reply.error = ECONNABORTED;
    }
  }
  return channel.records.reply(reply, made.descriptor.get());
}

int ProgramServer::call_on_socket(const TwinIdentity& socket, const flue_request& request, flue_reply& reply,
                                  TimePoint now) {
  switch (request.op) {
    case FLUE_OP_SET_OPTION:
      return sockets_.set_option(socket, static_cast<flue_option>(request.name), request.value, now);
    case FLUE_OP_GET_OPTION:
      return sockets_.get_option(socket, static_cast<flue_option>(request.name), reply.value);
    case FLUE_OP_TAKE_ERROR:
      reply.value = sockets_.take_error(socket, now);
      return 0;
    case FLUE_OP_SEND_QUEUE:
      reply.value = sockets_.send_queue(socket);
      return 0;
    case FLUE_OP_INFO: {
      static_assert(sizeof(tcp_info) <= FLUE_INFO_BYTES);
      const tcp_info info = to_tcp_info(sockets_.info(socket).value_or(tcp::ConnectionInfo{}));
      std::memcpy(reply.info, &info, sizeof(info));
      reply.info_size = sizeof(info);
      return 0;
    }
    case FLUE_OP_STOP_LISTEN:
      return sockets_.stop_listening(socket, now);
    case FLUE_OP_LINGER:
      return sockets_.want_linger(socket);
    default:
      return EINVAL;
  }
}

bool ProgramServer::connect_again(ChannelId id, Channel& channel, const flue_request& request,
                                  const TwinIdentity& socket, TimePoint now) {
  flue_reply reply = reply_to(request, sockets_.connect_again(socket, now));
  if (reply.error == EALREADY && (request.flags & FLUE_FLAG_WAIT) != 0 && !waiters_.contains(socket.name.id)) {
    reply.error = 0;
    reply.flags = FLUE_REPLY_PENDING;
    wait_for(id, channel, socket.name.id, request);
  }
  return channel.records.reply(reply);
}

// The program closed the descriptor that it named with FLUE_OP_LINGER.
bool ProgramServer::linger(ChannelId id, Channel& channel, const flue_request& request, TimePoint now) {
  flue_reply reply = reply_to(request);
  const auto named = lingering_.find(id);
  if (named != lingering_.end() && sockets_.lingers(named->second, now)) {
    reply.flags = FLUE_REPLY_PENDING;
    wait_for(id, channel, named->second, request);
  }
  lingering_.erase(id);
  return channel.records.reply(reply);
}

void ProgramServer::wait_for(ChannelId id, Channel& channel, SocketId socket, const flue_request& request) {
  waiters_[socket] = {id, request.op, request.serial};
  channel.waits_for.push_back(socket);
}

// A connect() that waited has told the error: SO_ERROR has nothing left to tell.
void ProgramServer::on_connect_done(SocketId socket, int error) {
  if (answer_waiter(socket, error)) sockets_.forget_error(socket);
}

bool ProgramServer::answer_waiter(SocketId socket, int error) {
  const auto found = waiters_.find(socket);
  if (found == waiters_.end()) return false;
  const Waiter waiter = found->second;
  waiters_.erase(found);
  const auto channel = channels_.find(waiter.channel);
  if (channel == channels_.end()) return false;
  std::erase(channel->second.waits_for, socket);
  flue_reply reply{};
  reply.op = waiter.op;
  reply.serial = waiter.serial;
  reply.error = error;
  return channel->second.records.reply(reply);  // if it is not taken, the channel's next event ends it
}

}  // namespace flue::daemon
