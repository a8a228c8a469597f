#include "tests/stories/runner/runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

#include "tests/stories/runner/calls.h"
#include "tests/stories/runner/match.h"
#include "tests/stories/runner/segment_text.h"
#include "tests/stories/runner/session.h"
#include "tests/stories/runner/words.h"

namespace flue::story {
namespace {

struct Window {
  TimePoint from;
  TimePoint to;
};

class Runner {
 public:
  Runner(const Story& story, StoryTarget& target) : story_(story), session_(story, target) {}

  Outcome run() {
    session_.settle();  // announcements at start are not part of the story
    for (const Step& step : story_.steps) {
      step_ = &step;
      if (session_.broken()) break;
      std::visit([&](const auto& what) { do_step(what); }, step.what);
      if (failure_) break;
    }
    if (!failure_ && !session_.broken() && session_.next_segment() != nullptr) unexpected_segment();
    if (!failure_ && session_.broken()) complain("", *session_.broken());
    return {failure_, session_.take_frames(), session_.take_transcript()};
  }

 private:
  void complain(std::string wanted, std::string got, std::optional<TimePoint> time = std::nullopt) {
    failure_ = Failure{step_->line, step_->text, std::move(wanted), std::move(got), time.value_or(session_.now())};
  }

  void unexpected_segment() {
    const auto* segment = session_.next_segment();
    complain("nothing before this line", "sent " + session_.describe(segment->what), segment->time);
  }

  [[nodiscard]] Window window_of(const When& when) const {
    if (when.base == When::Base::kNow) return {session_.now(), session_.now()};
    const TimePoint base = when.base == When::Base::kStart ? TimePoint() + kStart : session_.now();
    return {base + when.from - story_.tolerance, base + when.to.value_or(when.from) + story_.tolerance};
  }

  // For everything that the story does itself: time passes quietly until then.
  bool reach(const When& when) {
    TimePoint at = session_.now();
    if (when.base == When::Base::kStart) at = TimePoint() + kStart + when.from;
    if (when.base == When::Base::kPrevious) at += when.from;
    if (at < session_.now()) return complain("", "this time is already over"), false;
    session_.advance(at, [&] { return session_.next_segment() != nullptr; });
    if (session_.next_segment() != nullptr) return unexpected_segment(), false;
    return !session_.broken();
  }

  void do_step(const Inject& inject) {
    if (!reach(step_->when)) return;
    session_.inject(step_->connection, inject.segment);
  }

  void do_step(const Expect& expect) {
    const Window window = window_of(step_->when);
    session_.advance(window.to, [&] { return session_.next_segment() != nullptr; });
    const auto* segment = session_.next_segment();
    if (session_.broken()) return;
    if (segment == nullptr) return complain(to_string(expect.segment), "nothing");
    session_.learn(step_->connection, segment->what);
    const auto wrong = session_.mismatch(step_->connection, expect.segment, segment->what);
    const auto got = "sent " + session_.describe(segment->what);
    if (!wrong.empty()) return complain(to_string(expect.segment), fmt::format("{} ({})", got, wrong), segment->time);
    if (segment->time < window.from) {
      return complain(fmt::format("not before {:.6f} s", seconds_of(window.from)), got, segment->time);
    }
    if (segment->time > window.to) {
      return complain(fmt::format("until {:.6f} s", seconds_of(window.to)), got, segment->time);
    }
    session_.drop_segment();
  }

  void do_step(const Call& call) {
    if (call.verb == "event") return expect_event(call);
    if (!reach(step_->when)) return;
    if (const auto wrong = run_call(session_, step_->connection, call); !wrong.empty()) complain("", wrong);
  }

  // "event closed timed_out": has happened, or happens within the time given.
  void expect_event(const Call& call) {
    if (call.words.empty()) return complain("event KIND [REASON]", "no kind");
    const auto& kind = call.words[0];
    const std::string reason = call.words.size() > 1 ? call.words[1] : "";
    const Window window = window_of(step_->when);
    const bool timed = step_->when.base != When::Base::kNow;
    session_.advance(window.to,
                     [&] { return session_.next_segment() != nullptr || session_.has_event(step_->connection, kind); });
    const auto event = session_.take_event(step_->connection, kind);
    if (!event) {
      if (session_.next_segment() != nullptr) return unexpected_segment();
      return complain(fmt::format("event {} {}", kind, reason), "no such event");
    }
    if (!reason.empty() && event->reason != reason) {
      return complain(reason, fmt::format("{} {}", kind, event->reason), event->time);
    }
    if (timed && (event->time < window.from || event->time > window.to)) {
      return complain(fmt::format("between {:.6f} and {:.6f} s", seconds_of(window.from), seconds_of(window.to)), kind,
                      event->time);
    }
  }

  const Story& story_;
  Session session_;
  const Step* step_ = nullptr;
  std::optional<Failure> failure_;
};

}  // namespace

Outcome run_story(const Story& story, StoryTarget& target) { return Runner(story, target).run(); }

std::string to_string(const Failure& failure, const Story& story) {
  std::string text =
      fmt::format("{}:{}: at {:.6f} s: {}\n", story.path, failure.line, seconds_of(failure.time), failure.text);
  if (!failure.wanted.empty()) text += fmt::format("  want: {}\n", failure.wanted);
  return text + fmt::format("  got:  {}\n", failure.got);
}

}  // namespace flue::story
