// Frames for tests: built from values, and read back from bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/tcp/segment.h"
#include "host/wire/arp.h"
#include "host/wire/ethernet.h"
#include "host/wire/icmp.h"
#include "host/wire/ipv4.h"
#include "host/wire/tcp.h"
#include "host/wire/udp.h"

namespace flue::stack {

using Frame = std::vector<std::byte>;

// "00 AA 4B ...": hexadecimal bytes, blanks ignored.
inline Frame from_hex(std::string_view text) {
  Frame bytes;
  int high = -1;
  for (const char c : text) {
    if (c == ' ' || c == '\n') continue;
    const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    if (high < 0) {
      high = digit;
    } else {
      bytes.push_back(static_cast<std::byte>(high * 16 + digit));
      high = -1;
    }
  }
  return bytes;
}

inline Frame bytes_of(std::string_view text) {
  const Bytes bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

inline std::string text_of(Bytes bytes) {
  std::string text;
  for (const std::byte b : bytes) text.push_back(static_cast<char>(b));
  return text;
}

// The reference ping's data (V-15).
inline Frame ping_pattern(std::size_t size) {
  Frame data(size);
  for (std::size_t i = 0; i < size; ++i) data[i] = static_cast<std::byte>('a' + i % 23);
  return data;
}

inline Frame ethernet_frame(const wire::EthernetHeader& header, Bytes payload) {
  Frame frame(header.size() + payload.size());
  header.emit(frame, payload.size());
  std::copy(payload.begin(), payload.end(), frame.begin() + static_cast<std::ptrdiff_t>(header.size()));
  return frame;
}

inline Frame arp_packet(const wire::ArpPacket& packet) {
  Frame bytes(wire::ArpPacket::kSize);
  packet.emit(bytes);
  return bytes;
}

inline Frame ipv4_datagram(const wire::Ipv4Header& header, Bytes payload) {
  Frame datagram(header.size() + payload.size());
  header.emit(datagram, payload.size());
  std::copy(payload.begin(), payload.end(), datagram.begin() + static_cast<std::ptrdiff_t>(header.size()));
  return datagram;
}

inline Frame icmp_datagram(Ipv4Addr source, Ipv4Addr destination, const wire::IcmpMessage& message) {
  Frame bytes(message.size());
  message.emit(bytes);
  return ipv4_datagram({.protocol = wire::kProtocolIcmp, .source = source, .destination = destination, .options = {}},
                       bytes);
}

inline Frame udp_bytes(const Endpoint& source, const Endpoint& destination, Bytes payload) {
  Frame bytes(wire::kUdpHeaderSize + payload.size());
  wire::UdpHeader{source.port, destination.port}.emit(
      bytes, payload, wire::pseudo_header_sum(source.address, destination.address, wire::kProtocolUdp, bytes.size()));
  return bytes;
}

inline Frame udp_datagram(const Endpoint& source, const Endpoint& destination, Bytes payload) {
  return ipv4_datagram(
      {.protocol = wire::kProtocolUdp, .source = source.address, .destination = destination.address, .options = {}},
      udp_bytes(source, destination, payload));
}

inline Frame tcp_datagram(Ipv4Addr source, Ipv4Addr destination, const wire::TcpHeader& header, Bytes payload = {}) {
  Frame bytes(header.size() + payload.size());
  header.emit(bytes, {payload, {}}, wire::pseudo_header_sum(source, destination, wire::kProtocolTcp, bytes.size()));
  return ipv4_datagram({.protocol = wire::kProtocolTcp, .source = source, .destination = destination, .options = {}},
                       bytes);
}

}  // namespace flue::stack
