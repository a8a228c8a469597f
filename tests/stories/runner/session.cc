#include "tests/stories/runner/session.h"

#include <fmt/format.h>

#include <algorithm>

#include "tests/stories/runner/segment_text.h"

namespace flue::story {
namespace {

// A target whose deadline stays in the past after so many polls is stuck.
constexpr int kPollLimit = 10'000;

}  // namespace

double seconds_of(TimePoint time) { return std::chrono::duration<double>(time - TimePoint() - kStart).count(); }

Session::Session(const Story& story, StoryTarget& target) : target_(target) {
  for (const auto& [name, text] : story.connections) {
    connections_[name] = Connection{text, {kTargetAddress.address, text.local_port}, {}, {}, 0, 0, 0};
  }
}

void Session::settle() {
  advance(TimePoint() + kStart - Duration(1), [] { return false; });
  now_ = TimePoint() + kStart;
  sent_.clear();
  frames_.clear();
}

void Session::advance(TimePoint to, const std::function<bool()>& done) {
  int polls = 0;
  while (!broken_ && !done()) {
    const TimePoint deadline = target_.next_deadline();
    if (deadline > to || now_ > to) break;
    polls = deadline > now_ ? 0 : polls + 1;
    if (polls > kPollLimit) {
      broken_ = "the target asks to be polled for ever at the same time";
      return;
    }
    now_ = std::max(now_, deadline);
    target_.poll(now_);
    collect();
  }
  if (!broken_ && !done()) now_ = std::max(now_, to);
}

void Session::collect() {
  while (auto frame = target_.take_frame()) {
    if (broken_) return;
    on_sent_frame(std::move(*frame));
  }
  for (auto& event : target_.take_events()) {
    events_.push_back({now_, event.handle, std::move(event.kind), std::move(event.reason)});
  }
}

void Session::on_sent_frame(Frame frame) {
  frames_.push_back({now_, frame});
  const auto what = read_frame(frame);
  if (!what) {
    broken_ = "sent a broken frame: " + what.error();
    return;
  }
  if (const auto* question = std::get_if<ArpQuestion>(&*what)) inject_frame(build_arp_reply(question->address));
  if (const auto* segment = std::get_if<SentSegment>(&*what)) {
    sent_.push_back({now_, *segment});
    transcript_.push_back(fmt::format("{:10.6f} > {}", seconds_of(now_), describe(*segment)));
  }
}

void Session::inject(const std::string& name, const SegmentText& text) {
  Connection& connection = connections_.at(name);
  PeerSegment segment;
  segment.text = text;
  segment.local = connection.local;
  segment.remote = connection.text.peer;
  segment.seq = Seq(connection.text.isn) + text.seq.value_or(0);
  const Seq target_base = connection.iss.value_or(Seq());
  if (text.ack) segment.ack = target_base + *text.ack;
  segment.sack_base = target_base;
  segment.ts_echo_base = connection.ts_base.value_or(0);
  segment.window = static_cast<std::uint16_t>(text.window.value_or(65535));
  const std::size_t length = text.length.value_or(0);
  const std::uint64_t offset = std::uint64_t{text.seq.value_or(0)} - (text.flags.syn ? 0u : 1u);
  segment.payload = stream_bytes(Side::kPeer, offset, length);
  if (text.fill) std::fill(segment.payload.begin(), segment.payload.end(), std::byte{*text.fill});
  transcript_.push_back(fmt::format("{:10.6f} < {}", seconds_of(now_), to_string(text)));
  inject_frame(build_segment(segment));
}

void Session::inject_frame(const Frame& frame) {
  frames_.push_back({now_, frame});
  target_.deliver(frame, now_);
  collect();
}

void Session::learn(const std::string& name, const SentSegment& segment) {
  Connection& connection = connections_.at(name);
  if (segment.remote != connection.text.peer) return;
  if (connection.local.port == Port(0)) connection.local.port = segment.local.port;
  if (segment.flags.syn && !connection.iss) connection.iss = segment.seq;
  if (!connection.ts_base) {
    for (const auto& option : segment.options) {
      if (option.kind == OptionText::Kind::kTimestamps) connection.ts_base = option.first;
    }
  }
}

Bases Session::bases(const Connection& connection) const {
  return {connection.iss.value_or(Seq()), Seq(connection.text.isn), connection.ts_base.value_or(0)};
}

std::string Session::mismatch(const std::string& name, const SegmentText& wanted, const SentSegment& got) {
  const Connection& connection = connections_.at(name);
  if (got.remote != connection.text.peer) return "to " + flue::to_string(got.remote);
  if (got.local != connection.local) return "from " + flue::to_string(got.local);
  return story::mismatch(wanted, got, bases(connection));
}

std::string Session::describe(const SentSegment& segment) {
  const auto found = std::find_if(connections_.begin(), connections_.end(), [&](const auto& entry) {
    return entry.second.text.peer == segment.remote && entry.second.local == segment.local;
  });
  if (found == connections_.end()) {
    return fmt::format("{} -> {}: {}", flue::to_string(segment.local), flue::to_string(segment.remote),
                       to_string(relative(segment, {})));
  }
  auto known = bases(found->second);
  if (!found->second.iss && segment.flags.syn) known.target = segment.seq;
  return (found->first == "main" ? "" : found->first + " ") + to_string(relative(segment, known));
}

void Session::set_local_port(Port port) {
  for (auto& [name, connection] : connections_) {
    if (connection.local.port == Port(0)) connection.local.port = port;
  }
}

bool Session::has_event(const std::string& name, const std::string& kind) {
  const Handle handle = connections_.at(name).handle;
  return std::any_of(events_.begin(), events_.end(),
                     [&](const TimedEvent& event) { return event.handle == handle && event.kind == kind; });
}

std::optional<Session::TimedEvent> Session::take_event(const std::string& name, const std::string& kind) {
  const Handle handle = connections_.at(name).handle;
  const auto found = std::find_if(events_.begin(), events_.end(), [&](const TimedEvent& event) {
    return event.handle == handle && event.kind == kind;
  });
  if (found == events_.end()) return std::nullopt;
  const TimedEvent event = *found;
  events_.erase(found);
  return event;
}

}  // namespace flue::story
