// One run of a story: virtual time, the frames on the wire, and what is known of each connection.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/stories/runner/frames.h"
#include "tests/stories/runner/match.h"
#include "tests/stories/runner/runner.h"
#include "tests/stories/runner/story.h"
#include "tests/stories/runner/target.h"

namespace flue::story {

// Stories start this long after the target's time zero, so that nothing depends on zero.
inline constexpr Duration kStart = std::chrono::seconds(1000);
[[nodiscard]] double seconds_of(TimePoint time);  // of the story

class Session {
 public:
  struct Connection {
    ConnectionText text;
    Endpoint local;
    std::optional<Seq> iss;  // of the target
    std::optional<std::uint32_t> ts_base;
    Handle handle = 0;
    std::uint64_t written = 0;
    std::uint64_t read = 0;
  };
  struct TimedSegment {
    TimePoint time;
    SentSegment what;
  };
  struct TimedEvent {
    TimePoint time;
    Handle handle = 0;
    std::string kind;
    std::string reason;
  };

  Session(const Story& story, StoryTarget& target);

  [[nodiscard]] TimePoint now() const { return now_; }
  // Set when the target did what no story allows: a broken frame, a deadline that never passes.
  [[nodiscard]] const std::optional<std::string>& broken() const { return broken_; }
  [[nodiscard]] StoryTarget& target() { return target_; }
  [[nodiscard]] Connection& connection(const std::string& name) { return connections_.at(name); }

  // Runs the start of the target up to the story's zero and forgets what it sent.
  void settle();
  // Lets time pass until `to`, or until `done` after something happened.
  void advance(TimePoint to, const std::function<bool()>& done);
  // To be called after every call on the target: takes its frames and events.
  void collect();

  // --- The wire
  void inject(const std::string& name, const SegmentText& text);
  void inject_frame(const Frame& frame);
  [[nodiscard]] const TimedSegment* next_segment() const { return sent_.empty() ? nullptr : &sent_.front(); }
  void drop_segment() { sent_.pop_front(); }
  // A SYN tells the target's initial sequence number, its port, and the base of its timestamps.
  void learn(const std::string& name, const SentSegment& segment);
  // Empty if the segment is of this connection and fits.
  [[nodiscard]] std::string mismatch(const std::string& name, const SegmentText& wanted, const SentSegment& got);
  [[nodiscard]] std::string describe(const SentSegment& segment);

  // --- Programs
  // Every connection without a local port gets this one.
  void set_local_port(Port port);
  std::map<Port, Handle> listeners;
  [[nodiscard]] bool has_event(const std::string& name, const std::string& kind);
  std::optional<TimedEvent> take_event(const std::string& name, const std::string& kind);

  std::vector<WireFrame> take_frames() { return std::move(frames_); }
  std::vector<std::string> take_transcript() { return std::move(transcript_); }

 private:
  [[nodiscard]] Bases bases(const Connection& connection) const;
  void on_sent_frame(Frame frame);

  StoryTarget& target_;
  TimePoint now_;
  std::map<std::string, Connection> connections_;
  std::deque<TimedSegment> sent_;
  std::vector<TimedEvent> events_;
  std::vector<WireFrame> frames_;
  std::vector<std::string> transcript_;
  std::optional<std::string> broken_;
};

}  // namespace flue::story
