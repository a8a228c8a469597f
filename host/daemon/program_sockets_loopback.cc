// Connections over the kernel's loopback to listeners of Flue's (--loopback=both).
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>

#include "host/control/codec.h"
#include "host/daemon/program_sockets.h"

namespace flue::daemon {
namespace {

const Usage kRelayUsage{1, 2 * LoopbackRelay::kBufferBytes, 0, 0, 0};

Endpoint to_endpoint(const sockaddr_in& address) {
  return {Ipv4Addr(ntohl(address.sin_addr.s_addr)), Port(ntohs(address.sin_port))};
}

}  // namespace

int ProgramSockets::add_loopback(const Owner& asker, SocketId id, Descriptor kernel_listener) {
  const auto found = listeners_.find(id);
  if (found == listeners_.end() || found->second->setup().owner.user != asker.user) return EBADF;
  TwinListener& listener = *found->second;
  const Port port = control::to_endpoint(listener.setup().name.local).port;
  if (listener.kernel_listener() >= 0 || !is_loopback_listener(kernel_listener.get(), port)) return EINVAL;
  if (fcntl(kernel_listener.get(), F_SETFL, O_NONBLOCK) != 0 || !watch(kernel_listener.get(), id)) return ENOBUFS;
  listener.set_kernel_listener(std::move(kernel_listener));
  accept_from_kernel(listener);
  return 0;
}

void ProgramSockets::accept_from_kernel(TwinListener& listener) {
  for (;;) {
    sockaddr_in peer{};
    sockaddr_in own{};
    socklen_t length = sizeof(peer);
    Descriptor kernel(
        accept4(listener.kernel_listener(), reinterpret_cast<sockaddr*>(&peer), &length, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!kernel) return;
    length = sizeof(own);
    getsockname(kernel.get(), reinterpret_cast<sockaddr*>(&own), &length);
    const Owner owner = listener.setup().owner;
    if (!limits_.take(owner.user, kRelayUsage)) continue;
    const SocketId id = new_id();
    const flue_twin_name name{'c',
                              listener.setup().name.family,
                              'd',
                              id,
                              control::from_endpoint(to_endpoint(own)),
                              control::from_endpoint(to_endpoint(peer))};
    auto twin = directory_.connect(listener.setup().name, name);
    if (!twin || !watch(kernel.get(), id) || !watch(twin->get(), id)) {
      limits_.give_back(owner.user, kRelayUsage);
      continue;
    }
    const auto made =
        relays_.try_emplace(id, owner, to_endpoint(own), to_endpoint(peer), std::move(kernel), std::move(*twin));
    relay(id, made.first->second);
  }
}

void ProgramSockets::relay(SocketId id, LoopbackRelay& relay) {
  if (relay.on_ready(scratch_)) unfinished_.push_back(id);
  if (!relay.ended()) return;
  limits_.give_back(relay.owner().user, kRelayUsage);
  relays_.erase(id);
}

}  // namespace flue::daemon
