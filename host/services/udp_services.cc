#include "host/services/udp_services.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "host/services/texts.h"

namespace flue::services {
namespace {

constexpr std::uint16_t kFirstUserPort = 1024;

Bytes bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

}  // namespace

UdpServices::UdpServices(stack::Stack& stack, Daytime daytime) : stack_(stack), daytime_(std::move(daytime)) {}

UdpServices::~UdpServices() { unbind(); }

Result<void, std::string> UdpServices::start() {
  for (const ServicePort& entry : kServicePorts) {
    const Endpoint local{Ipv4Addr(), entry.port};
    const auto done =
        stack_.udp_bind(local, [this, service = entry.service](const stack::UdpDatagram& datagram, TimePoint now) {
          on_datagram(service, datagram, now);
        });
    if (!done) {
      unbind();
      return fail(fmt::format("{}: UDP port {} is taken", entry.name, entry.port.number()));
    }
    bound_.push_back(local);
  }
  return {};
}

void UdpServices::unbind() {
  for (const Endpoint& local : bound_) stack_.udp_unbind(local);
  bound_.clear();
}

void UdpServices::on_datagram(Service service, const stack::UdpDatagram& datagram, TimePoint now) {
  if (service == Service::kDiscard) return;
  if (datagram.to_broadcast || datagram.remote.port.number() < kFirstUserPort) return;
  if (!answers_.take(now)) return;
  switch (service) {
    case Service::kEcho:
      answer(datagram, datagram.payload, now);
      break;
    case Service::kDaytime:
      answer(datagram, daytime_() + "\r\n", now);
      break;
    case Service::kQuote:
      answer(datagram, quote(quotes_++), now);
      break;
    case Service::kChargen: {
      // One line, or as much as was asked with, up to RFC 864's 512 characters: a forged source gains little.
      const std::size_t size = std::clamp(datagram.payload.size(), kChargenLine, kTextLimit);
      const std::size_t lines_that_fit = (kChargenCycle - kTextLimit) / kChargenLine;
      answer(datagram, chargen_cycle().subspan(chargen_line_++ % lines_that_fit * kChargenLine, size), now);
      break;
    }
    case Service::kDiscard:
      break;
  }
}

void UdpServices::answer(const stack::UdpDatagram& datagram, std::string_view text, TimePoint now) {
  answer(datagram, bytes_of(text), now);
}

// Lost answers are UDP's usual fate: nobody waits for them here.
void UdpServices::answer(const stack::UdpDatagram& datagram, Bytes payload, TimePoint now) {
  static_cast<void>(stack_.udp_send(datagram.local, datagram.remote, payload, now));
}

}  // namespace flue::services
