#include "host/params/profiles.h"

#include <array>
#include <utility>

#include "host/base/check.h"

namespace flue {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::array kNames = {
    std::pair{ProfileName::kNt4, std::string_view("nt4")},
    std::pair{ProfileName::kWin2000, std::string_view("win2000")},
    std::pair{ProfileName::kWin2003, std::string_view("win2003")},
    std::pair{ProfileName::kModern, std::string_view("modern")},
};

// Each function states only where its column differs from win2003, which the members' initialisers hold.

void make_nt4(Parameters& p) {
  p.tcp.nt4_window_rule = true;     // C-02
  p.tcp.rfc1323_supported = false;  // C-03
  p.tcp.sack_opts = false;
  p.tcp.tcp_max_connect_retransmissions = 3;           // C-05, V-19: given up after 45 s
  p.tcp.tcp_max_connect_response_retransmissions = 3;  // C-36: NT 4.0 as updated; originally 5
  p.tcp.syn_attack_protect = 0;
  p.tcp.min_path_mtu = 68;          // C-01
  p.arp.arp_retry_count = 1;        // DAD-02
  p.arp.defender_announces = true;  // C-09
}

void make_win2000(Parameters& p) {
  p.tcp.default_receive_buffer = 17520;  // TcpWindowSize of Ethernet, whatever the bit rate
  p.tcp.tcp_1323_opts = 3;
  p.tcp.syn_attack_protect = 0;
}

void make_modern(Parameters& p) {
  p.tcp.default_receive_buffer = 256u << 10;
  p.tcp.max_receive_buffer = 6u << 20;
  p.tcp.default_send_buffer = 256u << 10;  // as much as a modern peer's window takes
  p.tcp.tcp_1323_opts = 3;
  p.tcp.delayed_ack = milliseconds(40);
  p.tcp.tcp_max_dup_acks = 3;          // RFC 5681 section 3.2
  p.tcp.initial_window_segments = 10;  // RFC 6928
  p.tcp.sack_recovery = true;          // RFC 6675
  p.tcp.tcp_initial_rtt = seconds(1);  // RFC 6298 section 2
  p.tcp.min_rto = milliseconds(200);
  p.tcp.max_rto = seconds(60);
  p.tcp.tcp_max_connect_retransmissions = 6;
  p.tcp.tcp_max_connect_response_retransmissions = 5;
  p.tcp.tcp_max_data_retransmissions = 15;
  p.tcp.keep_alive_interval = seconds(75);
  p.tcp.keep_alive_retries = 9;
  p.tcp.tcp_timed_wait_delay = seconds(60);
  p.tcp.fin_wait_2_limit = seconds(60);
  p.tcp.min_user_port = 32768;
  p.tcp.max_user_port = 60999;
  p.tcp.randomise_ports = true;  // RFC 6056
  p.tcp.max_backlog = 4096;
  p.tcp.backlog_overflow = BacklogOverflow::kDrop;
  p.tcp.syn_cookies = true;
  p.tcp.enable_pmtu_bh_detect = true;
  p.ip.default_ttl = 64;
  p.ip.enable_icmp_redirect = false;
}

}  // namespace

Parameters profile_parameters(ProfileName name) {
  Parameters parameters;
  parameters.profile = name;
  switch (name) {
    case ProfileName::kNt4:
      make_nt4(parameters);
      break;
    case ProfileName::kWin2000:
      make_win2000(parameters);
      break;
    case ProfileName::kWin2003:
      break;
    case ProfileName::kModern:
      make_modern(parameters);
      break;
  }
  return parameters;
}

std::optional<ProfileName> parse_profile(std::string_view text) {
  for (const auto& [name, word] : kNames) {
    if (word == text) return name;
  }
  return std::nullopt;
}

std::string_view to_string(ProfileName name) {
  for (const auto& [known, word] : kNames) {
    if (known == name) return word;
  }
  check_failed("every profile has a name", __FILE__, __LINE__);
}

}  // namespace flue
