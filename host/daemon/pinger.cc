#include "host/daemon/pinger.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace flue::daemon {
namespace {

using Outcome = stack::Stack::PingOutcome;

constexpr std::uint16_t kIdentifier = 0x0200;

// ICMP-12: the 23 letters a to w, over and over.
std::vector<std::byte> ping_data(std::uint32_t size) {
  std::vector<std::byte> data(size);
  for (std::size_t i = 0; i < data.size(); ++i) data[i] = static_cast<std::byte>('a' + i % 23);
  return data;
}

std::string_view outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kReply:
      return "reply";
    case Outcome::kTimeExceeded:
      return "time_exceeded";
    case Outcome::kUnreachable:
      return "unreachable";
    case Outcome::kNeedsFragmentation:
      return "needs_fragmentation";
  }
  return "unreachable";
}

}  // namespace

Pinger::Pinger(stack::Stack& stack) : stack_(stack) {
  stack_.set_ping_handler([this](const auto& answer, TimePoint now) { on_answer(answer, now); });
}

Pinger::~Pinger() { stack_.set_ping_handler({}); }

void Pinger::send(const Probe& probe, TimePoint now, Done done) {
  if (outstanding_.size() >= kMaxOutstanding) {
    done({{"error", "too many pings at once; try again when others have ended"}});
    return;
  }
  do {
    ++last_sequence_;
  } while (outstanding_.contains(last_sequence_));
  const std::uint16_t sequence = last_sequence_;
  outstanding_.emplace(sequence, Outstanding{now, now + probe.wait, std::move(done)});

  const std::vector<std::byte> data = ping_data(probe.size);
  const auto sent = stack_.ping({.remote = probe.remote,
                                 .identifier = kIdentifier,
                                 .sequence = sequence,
                                 .data = data,
                                 .dont_fragment = probe.dont_fragment,
                                 .ttl = probe.ttl},
                                now);
  if (sent) return;
  const bool too_long = sent.error() == stack::Stack::PingError::kNeedsFragmentation;
  finish(sequence, {{"outcome", too_long ? "needs_fragmentation" : "no_route"}});
}

void Pinger::poll(TimePoint now) {
  std::vector<std::uint16_t> expired;
  for (const auto& [sequence, one] : outstanding_) {
    if (one.deadline <= now) expired.push_back(sequence);
  }
  for (const std::uint16_t sequence : expired) finish(sequence, {{"outcome", "timed_out"}});
}

TimePoint Pinger::next_deadline() const {
  TimePoint next = kNever;
  for (const auto& [sequence, one] : outstanding_) next = std::min(next, one.deadline);
  return next;
}

void Pinger::on_answer(const stack::Stack::PingAnswer& answer, TimePoint now) {
  const auto it = outstanding_.find(answer.sequence);
  if (answer.identifier != kIdentifier || it == outstanding_.end()) return;
  const auto time = std::chrono::duration_cast<std::chrono::microseconds>(now - it->second.sent);
  finish(answer.sequence, {{"outcome", outcome_name(answer.outcome)},
                           {"from", to_string(answer.from)},
                           {"bytes", answer.bytes},
                           {"ttl", answer.ttl},
                           {"time_us", time.count()}});
}

void Pinger::finish(std::uint16_t sequence, const Json& answer) {
  auto node = outstanding_.extract(sequence);
  if (!node.empty()) node.mapped().done(answer);
}

}  // namespace flue::daemon
