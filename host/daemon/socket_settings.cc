#include "host/daemon/socket_settings.h"

#include <algorithm>
#include <cerrno>

namespace flue::daemon {
namespace {

constexpr std::int32_t kLeastBuffer = 2048;   // bytes
constexpr std::int32_t kMostSeconds = 32767;  // TCP_KEEPIDLE and TCP_KEEPINTVL on Linux
constexpr std::int32_t kMostProbes = 127;     // TCP_KEEPCNT
constexpr std::uint32_t kUsualReceiveBuffer = 65535;

bool within(std::int32_t value, std::int32_t least, std::int32_t most) { return value >= least && value <= most; }

std::uint32_t buffer_size(std::int32_t wanted, std::uint32_t most) {
  return std::min(static_cast<std::uint32_t>(std::max(wanted, kLeastBuffer)), most);
}

std::int32_t seconds(std::chrono::milliseconds time) { return static_cast<std::int32_t>(time.count() / 1000); }

}  // namespace

int SocketSettings::set(flue_option name, std::int32_t value) {
  switch (name) {
    case FLUE_OPTION_RECEIVE_BUFFER:
      options_.receive_buffer = buffer_size(value, defaults_->tcp.max_receive_buffer);
      return 0;
    case FLUE_OPTION_SEND_BUFFER:
      options_.send_buffer = buffer_size(value, defaults_->tcp.max_send_buffer);
      return 0;
    case FLUE_OPTION_KEEP_ALIVE:
      options_.keep_alive = value != 0;
      return 0;
    case FLUE_OPTION_KEEP_IDLE:
      if (!within(value, 1, kMostSeconds)) return EINVAL;
      options_.keep_alive_time = std::chrono::seconds(value);
      return 0;
    case FLUE_OPTION_KEEP_INTERVAL:
      if (!within(value, 1, kMostSeconds)) return EINVAL;
      options_.keep_alive_interval = std::chrono::seconds(value);
      return 0;
    case FLUE_OPTION_KEEP_COUNT:
      if (!within(value, 1, kMostProbes)) return EINVAL;
      options_.keep_alive_retries = static_cast<std::uint32_t>(value);
      return 0;
    case FLUE_OPTION_NO_DELAY:
      options_.nagle = value == 0;
      return 0;
    case FLUE_OPTION_CORK:
      cork_ = value != 0;
      return 0;
    case FLUE_OPTION_MAX_SEGMENT:
      if (!within(value, 88, 32767)) return EINVAL;
      options_.max_segment = static_cast<std::uint16_t>(value);
      return 0;
    case FLUE_OPTION_TTL:
      if (!within(value, 1, 255)) return EINVAL;
      options_.ttl = static_cast<std::uint8_t>(value);
      return 0;
    case FLUE_OPTION_TOS:
      if (!within(value, 0, 255)) return EINVAL;
      options_.tos = static_cast<std::uint8_t>(value);
      return 0;
    case FLUE_OPTION_REUSE_ADDRESS:
      reuse_address_ = value != 0;
      return 0;
    case FLUE_OPTION_LINGER:
      linger_ = std::max(value, -1);
      return 0;
    case FLUE_OPTION_COUNT:
      break;
  }
  return ENOPROTOOPT;
}

void SocketSettings::set_all(const flue_options& options) {
  for (std::uint32_t name = 0; name < FLUE_OPTION_COUNT; ++name) {
    if ((options.present >> name & 1) != 0) set(static_cast<flue_option>(name), options.value[name]);
  }
}

std::int32_t SocketSettings::get(flue_option name) const {
  switch (name) {
    case FLUE_OPTION_RECEIVE_BUFFER:
      return static_cast<std::int32_t>(
          options_.receive_buffer.value_or(defaults_->tcp.default_receive_buffer.value_or(kUsualReceiveBuffer)));
    case FLUE_OPTION_SEND_BUFFER:
      return static_cast<std::int32_t>(options_.send_buffer.value_or(defaults_->tcp.default_send_buffer));
    case FLUE_OPTION_KEEP_ALIVE:
      return options_.keep_alive ? 1 : 0;
    case FLUE_OPTION_KEEP_IDLE:
      return seconds(options_.keep_alive_time.value_or(defaults_->tcp.keep_alive_time));
    case FLUE_OPTION_KEEP_INTERVAL:
      return seconds(options_.keep_alive_interval.value_or(defaults_->tcp.keep_alive_interval));
    case FLUE_OPTION_KEEP_COUNT:
      return static_cast<std::int32_t>(options_.keep_alive_retries.value_or(
          defaults_->tcp.keep_alive_retries.value_or(defaults_->tcp.tcp_max_data_retransmissions)));
    case FLUE_OPTION_NO_DELAY:
      return options_.nagle ? 0 : 1;
    case FLUE_OPTION_CORK:
      return cork_ ? 1 : 0;
    case FLUE_OPTION_MAX_SEGMENT:
      return options_.max_segment.value_or(536);
    case FLUE_OPTION_TTL:
      return options_.ttl.value_or(defaults_->ip.default_ttl);
    case FLUE_OPTION_TOS:
      return options_.tos.value_or(defaults_->ip.default_tos);
    case FLUE_OPTION_REUSE_ADDRESS:
      return reuse_address_ ? 1 : 0;
    case FLUE_OPTION_LINGER:
      return linger_;
    case FLUE_OPTION_COUNT:
      break;
  }
  return 0;
}

std::uint64_t SocketSettings::buffer_bytes() const {
  return static_cast<std::uint64_t>(get(FLUE_OPTION_RECEIVE_BUFFER)) +
         static_cast<std::uint64_t>(get(FLUE_OPTION_SEND_BUFFER));
}

}  // namespace flue::daemon
