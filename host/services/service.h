// The five simple services and their ports.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "host/base/address.h"

namespace flue::services {

enum class Service : std::uint8_t { kEcho, kDiscard, kDaytime, kQuote, kChargen };

struct ServicePort {
  Service service;
  Port port;
  std::string_view name;
};
inline constexpr std::array<ServicePort, 5> kServicePorts = {{
    {Service::kEcho, Port(7), "echo"},         // RFC 862
    {Service::kDiscard, Port(9), "discard"},   // RFC 863
    {Service::kDaytime, Port(13), "daytime"},  // RFC 867
    {Service::kQuote, Port(17), "quote"},      // RFC 865
    {Service::kChargen, Port(19), "chargen"},  // RFC 864
}};

// The wall-clock time as one line of text without its end: nothing here reads a clock.
using Daytime = std::function<std::string()>;

}  // namespace flue::services
