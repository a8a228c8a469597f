// The options of one program's socket, in the words of the control protocol and in those of tcp::Tcp.
#pragma once

#include <cstdint>

#include "host/control/protocol.h"
#include "host/params/parameters.h"
#include "host/tcp/tcp.h"

namespace flue::daemon {

class SocketSettings {
 public:
  // The parameters outlive the settings.
  explicit SocketSettings(const Parameters& defaults) : defaults_(&defaults) {}

  // 0, EINVAL if the value is out of the option's range, or ENOPROTOOPT. Sizes are cut to the profile's limits.
  int set(flue_option name, std::int32_t value);
  // Everything that was set before the socket became Flue's; values out of range are left out.
  void set_all(const flue_options& options);
  [[nodiscard]] std::int32_t get(flue_option name) const;

  // What tcp::Tcp is told.
  [[nodiscard]] const tcp::SocketOptions& tcp() const { return options_; }

  [[nodiscard]] bool reuse_address() const { return reuse_address_; }
  [[nodiscard]] bool cork() const { return cork_; }
  [[nodiscard]] std::int32_t linger() const { return linger_; }  // s; -1: off
  [[nodiscard]] std::optional<std::uint32_t> receive_buffer() const { return options_.receive_buffer; }
  // Memory the connection may take, for the limits.
  [[nodiscard]] std::uint64_t buffer_bytes() const;

 private:
  const Parameters* defaults_;
  tcp::SocketOptions options_;
  bool reuse_address_ = false;
  bool cork_ = false;
  std::int32_t linger_ = -1;
};

}  // namespace flue::daemon
