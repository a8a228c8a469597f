// The simple services over UDP: one answer per datagram. None answers a broadcast, or a port below 1024, where another
// such service may sit and answer for ever; and all together answer a bounded number of datagrams per second, so that
// they are of little use to somebody who forges sources.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/base/time.h"
#include "host/services/service.h"
#include "host/stack/rate_limit.h"
#include "host/stack/stack.h"

namespace flue::services {

class UdpServices {
 public:
  static constexpr std::uint32_t kAnswersPerSecond = 1000;
  static constexpr std::size_t kTextLimit = 512;  // RFC 864, RFC 865

  UdpServices(stack::Stack& stack, Daytime daytime);
  ~UdpServices();
  UdpServices(const UdpServices&) = delete;
  UdpServices& operator=(const UdpServices&) = delete;

  // Binds the five ports; nothing stays bound if one is taken. The error names the port.
  Result<void, std::string> start();

 private:
  void on_datagram(Service service, const stack::UdpDatagram& datagram, TimePoint now);
  void answer(const stack::UdpDatagram& datagram, Bytes payload, TimePoint now);
  void answer(const stack::UdpDatagram& datagram, std::string_view text, TimePoint now);
  void unbind();

  stack::Stack& stack_;
  Daytime daytime_;
  stack::RateLimit answers_{kAnswersPerSecond};
  std::vector<Endpoint> bound_;
  std::size_t quotes_ = 0;
  std::size_t chargen_line_ = 0;
};

}  // namespace flue::services
