// flue: hands the real world to the commands.
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <iostream>
#include <map>
#include <memory>
#include <string_view>
#include <thread>

#include "host/cli/cli.h"
#include "host/cli/client.h"
#include "host/cli/run.h"

namespace {

using flue::Endpoint;
using flue::Ipv4Addr;

std::optional<Ipv4Addr> resolve(const std::string& name) {
  addrinfo wanted{};
  wanted.ai_family = AF_INET;
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(name.c_str(), nullptr, &wanted, &found) != 0) return std::nullopt;
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> release(found, &::freeaddrinfo);
  sockaddr_in address{};
  std::memcpy(&address, found->ai_addr, sizeof(address));
  return Ipv4Addr(ntohl(address.sin_addr.s_addr));
}

// Names as getnameinfo knows them; a look-up can be slow, so each address is asked for once.
std::string endpoint_name(const Endpoint& endpoint, std::string_view proto) {
  static std::map<Ipv4Addr, std::string> hosts;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(endpoint.address.bits());
  address.sin_port = htons(endpoint.port.number());
  const auto* generic = static_cast<const sockaddr*>(static_cast<const void*>(&address));
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> service{};
  const int flags = proto == "udp" ? NI_DGRAM : 0;
  if (::getnameinfo(generic, sizeof(address), nullptr, 0, service.data(), service.size(), flags) != 0) {
    return to_string(endpoint);
  }
  if (const auto known = hosts.find(endpoint.address); known != hosts.end())
    return known->second + ":" + service.data();
  if (endpoint.address.is_any()) {
    ::gethostname(host.data(), host.size() - 1);
  } else if (::getnameinfo(generic, sizeof(address), host.data(), host.size(), nullptr, 0, 0) != 0) {
    return to_string(endpoint.address) + ":" + service.data();
  }
  hosts.emplace(endpoint.address, host.data());
  return std::string(host.data()) + ":" + service.data();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "run") return flue::cli::run_command(argc - 1, argv + 1);
  const flue::cli::System system{.ask = flue::cli::ask_daemon,
                                 .resolve = resolve,
                                 .endpoint_name = endpoint_name,
                                 .pause = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }};
  return flue::cli::run_command_line({argv + 1, argv + argc}, system, std::cout, std::cerr);
}
