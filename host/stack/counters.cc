#include "host/stack/counters.h"

#include <algorithm>
#include <string>

namespace flue::stack {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Counter::kCount)> kNames = {
    "link.in_frames",        "link.in_filtered",     "link.in_bad_frame",
    "link.in_unknown_type",  "link.in_disabled",     "link.out_frames",
    "link.out_lost",

    "arp.in_requests",       "arp.in_replies",       "arp.in_bad",
    "arp.out_requests",      "arp.out_replies",      "arp.conflicts",
    "arp.replaced",          "arp.unresolved",       "arp.evicted",

    "ip.in_receives",        "ip.in_hdr_errors",     "ip.in_checksum",
    "ip.in_addr_errors",     "ip.in_martians",       "ip.in_link_group",
    "ip.in_source_route",    "ip.in_unknown_protos", "ip.in_delivers",
    "ip.reasm_reqds",        "ip.reasm_oks",         "ip.reasm_fails",
    "ip.reasm_overlaps",     "ip.reasm_too_long",    "ip.reasm_no_memory",
    "ip.reasm_timeouts",     "ip.out_requests",      "ip.out_no_routes",
    "ip.out_needs_frag",     "ip.out_frag_oks",      "ip.out_frag_creates",
    "ip.looped_back",        "ip.loopback_full",

    "icmp.in_msgs",          "icmp.in_errors",       "icmp.in_checksum",
    "icmp.in_ignored",       "icmp.in_echos",        "icmp.in_echo_reps",
    "icmp.in_dest_unreachs", "icmp.in_time_excds",   "icmp.in_parm_probs",
    "icmp.in_src_quenchs",   "icmp.in_redirects",    "icmp.out_msgs",
    "icmp.out_echos",        "icmp.out_echo_reps",   "icmp.out_dest_unreachs",
    "icmp.out_time_excds",   "icmp.out_suppressed",  "icmp.out_rate_limited",

    "udp.in_datagrams",      "udp.no_ports",         "udp.in_errors",
    "udp.in_checksum",       "udp.out_datagrams",

    "tcp.in_header",         "tcp.in_checksum",      "tcp.in_not_unicast",
};
static_assert(std::none_of(kNames.begin(), kNames.end(), [](std::string_view name) { return name.empty(); }),
              "every counter needs a name");

constexpr std::array<std::string_view, static_cast<std::size_t>(tcp::SegmentDrop::kCount)> kTcpDropNames = {
    "none",           "out_of_window", "old_timestamp", "no_ack",    "bad_ack",     "challenged_reset",
    "challenged_syn", "bad_handshake", "duplicate",     "no_buffer", "after_close",
};
static_assert(std::none_of(kTcpDropNames.begin(), kTcpDropNames.end(), [](std::string_view n) { return n.empty(); }),
              "every drop reason needs a name");

}  // namespace

std::string_view to_string(Counter counter) { return kNames[static_cast<std::size_t>(counter)]; }

std::vector<CounterLine> Counters::lines() const {
  std::vector<CounterLine> lines;
  lines.reserve(kNames.size());
  for (std::size_t i = 0; i < kNames.size(); ++i) lines.push_back({std::string(kNames[i]), values_[i]});
  return lines;
}

std::vector<CounterLine> lines_of(const tcp::Counters& c) {
  std::vector<CounterLine> lines = {
      {"tcp.active_opens", c.active_opens},
      {"tcp.passive_opens", c.passive_opens},
      {"tcp.attempt_fails", c.attempt_fails},
      {"tcp.estab_resets", c.estab_resets},
      {"tcp.in_segs", c.in_segs},
      {"tcp.out_segs", c.out_segs},
      {"tcp.retrans_segs", c.retrans_segs},
      {"tcp.in_errs", c.in_errs},
      {"tcp.out_rsts", c.out_rsts},
      {"tcp.fast_retransmits", c.fast_retransmits},
      {"tcp.timeouts", c.timeouts},
      {"tcp.challenge_acks", c.challenge_acks},
      {"tcp.backlog_refusals", c.backlog_refusals},
      {"tcp.syn_cookies_sent", c.syn_cookies_sent},
      {"tcp.curr_estab", c.curr_estab},
      {"tcp.half_open", c.half_open},
      {"tcp.time_wait", c.time_wait},
  };
  for (std::size_t i = 1; i < kTcpDropNames.size(); ++i) {
    lines.push_back({"tcp.drop_" + std::string(kTcpDropNames[i]), c.drops[i]});
  }
  return lines;
}

}  // namespace flue::stack
