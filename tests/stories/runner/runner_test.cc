#include "tests/stories/runner/runner.h"

#include <gmock/gmock.h>

#include <deque>

#include "tests/stories/runner/segment_text.h"
#include "tests/stories/runner/words.h"

namespace flue::story {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr TimePoint kZero = TimePoint() + std::chrono::seconds(1000);  // of the story

// A frame from the target: the peer's frame builder with both ends exchanged.
Frame target_frame(const std::string& text, std::uint32_t iss) {
  PeerSegment segment;
  segment.text = *parse_segment(text);
  segment.local = {Ipv4Addr(10, 77, 0, 1), Port(40000)};
  segment.remote = {kTargetAddress.address, Port(80)};
  segment.seq = Seq(iss + segment.text.seq.value_or(0));
  segment.ack = Seq(segment.text.ack.value_or(0));
  segment.window = static_cast<std::uint16_t>(segment.text.window.value_or(65535));
  segment.payload = std::vector<std::byte>(segment.text.length.value_or(0), std::byte{0});
  const auto offset = segment.text.seq.value_or(0) - 1;
  for (std::size_t i = 0; i < segment.payload.size(); ++i) {
    segment.payload[i] = static_cast<std::byte>(((offset + i) * 7 + ((offset + i) >> 8) * 13) & 0xFF);
  }
  Frame frame = build_segment(segment);
  for (std::size_t i = 0; i < 6; ++i) {
    frame[i] = std::byte{kPeerMac.bytes()[i]};
    frame[i + 6] = std::byte{kTargetMac.bytes()[i]};
  }
  return frame;
}

// Sends what the test planned, when it planned it, once it has received something.
class PlannedTarget final : public StoryTarget {
 public:
  void plan(Duration at, const std::string& segment, std::uint32_t iss = 5000) {
    planned_.push_back({kZero + at, target_frame(segment, iss)});
  }
  void plan_frame(Duration at, Frame frame) { planned_.push_back({kZero + at, std::move(frame)}); }
  std::vector<Frame> delivered;
  std::deque<TargetEvent> events;

  void deliver(Bytes frame, TimePoint now) override {
    delivered.emplace_back(frame.begin(), frame.end());
    poll(now);
  }
  std::optional<std::vector<std::byte>> take_frame() override {
    if (ready_.empty()) return std::nullopt;
    auto frame = ready_.front();
    ready_.pop_front();
    return frame;
  }
  void poll(TimePoint now) override {
    while (!planned_.empty() && planned_.front().time <= now) {
      ready_.push_back(planned_.front().frame);
      planned_.pop_front();
    }
  }
  TimePoint next_deadline() override { return planned_.empty() || delivered.empty() ? kNever : planned_.front().time; }
  Result<Handle, std::string> listen(const Endpoint&, const SocketSettings&, TimePoint) override { return Handle{1}; }
  void close_listener(Handle, TimePoint) override {}
  std::optional<Handle> accept(Handle) override { return Handle{7}; }
  Result<Handle, std::string> connect(const Endpoint&, const Endpoint&, const SocketSettings&, TimePoint) override {
    return fail(std::string("no_ports"));
  }
  std::size_t write(Handle, Bytes data, bool, TimePoint) override { return data.size(); }
  std::vector<std::byte> read(Handle, std::size_t most, TimePoint) override { return std::vector<std::byte>(most); }
  std::size_t readable(Handle) override { return 0; }
  std::size_t writable(Handle) override { return 100; }
  bool at_end(Handle) override { return false; }
  void shutdown(Handle, TimePoint) override {}
  void close(Handle, TimePoint) override {}
  void abort(Handle, TimePoint) override {}
  void close_all(TimePoint) override {}
  void set(Handle, const SocketSettings&, TimePoint) override {}
  void set_cork(Handle, bool, TimePoint) override {}
  void set_unread_elsewhere(Handle, std::uint32_t, TimePoint) override {}
  std::vector<TargetEvent> take_events() override {
    std::vector<TargetEvent> taken(events.begin(), events.end());
    events.clear();
    return taken;
  }
  std::optional<std::string> state(const Endpoint&, const Endpoint&) override { return "ESTABLISHED"; }
  std::optional<std::uint64_t> value(Handle, std::string_view) override { return 2920; }
  std::optional<std::uint64_t> counter(std::string_view) override { return std::nullopt; }

 private:
  struct Planned {
    TimePoint time;
    Frame frame;
  };
  std::deque<Planned> planned_;
  std::deque<Frame> ready_;
};

Story story_of(const std::string& steps) {
  auto story = parse_story("requirement: TCP-RTO-01\nconnection: local=80\n" + steps, "sample");
  EXPECT_TRUE(story) << story.error().line << ": " << story.error().message;
  return *story;
}

std::string run(const std::string& steps, PlannedTarget& target) {
  const Story story = story_of(steps);
  const Outcome outcome = run_story(story, target);
  return outcome.failure ? to_string(*outcome.failure, story) : "";
}

TEST(StoryRunner, AcceptsWhatHappensAsWritten) {
  PlannedTarget target;
  target.plan(milliseconds(0), "S. 0 ack 1 <mss 1460>");
  target.plan(milliseconds(200), "P. 1:101(100) ack 1");
  EXPECT_THAT(run("0 < S 0 <mss 1460>\n"
                  "> S. 0 ack 1 <mss 1460>\n"
                  "0.2 > P. 1:101(100) ack 1\n"
                  "+1 nothing\n",
                  target),
              IsEmpty());
  EXPECT_EQ(target.delivered.size(), 1u);
}

TEST(StoryRunner, NumbersAreRelativeToEachSide) {
  PlannedTarget target;
  target.plan(milliseconds(0), "S. 0 ack 1", 0xFFFFFFFF);
  ASSERT_THAT(run("0 < S 0\n> S. 0 ack 1\n< . 1 ack 1\n", target), IsEmpty());
  const auto read = wire::TcpView::parse(Bytes(target.delivered.back()).subspan(34));
  EXPECT_EQ(read->ack(), Seq(0));  // the target's ISS 0xFFFFFFFF plus one
  EXPECT_EQ(read->seq(), Seq(1));
}

TEST(StoryRunner, MissingSegmentIsAFailureWithLineAndWish) {
  PlannedTarget target;
  const auto text = run("0 < S 0\n> S. 0 ack 1\n", target);
  EXPECT_THAT(text, HasSubstr(":4: at 0.000000 s: > S. 0 ack 1"));
  EXPECT_THAT(text, HasSubstr("got:  nothing"));
}

TEST(StoryRunner, UnexpectedSegmentIsAFailure) {
  PlannedTarget target;
  target.plan(milliseconds(100), "S. 0 ack 1");
  EXPECT_THAT(run("0 < S 0\n1.0 nothing\n", target), HasSubstr("sent S. 0(0) ack 1"));
}

TEST(StoryRunner, UnexpectedSegmentAtTheEndIsAFailure) {
  PlannedTarget target;
  target.plan(milliseconds(0), "S. 0 ack 1");
  EXPECT_THAT(run("0 < S 0\n", target), HasSubstr("nothing before this line"));
}

TEST(StoryRunner, EachDifferenceIsNamed) {
  const std::pair<const char*, const char*> cases[] = {
      {"> . 0 ack 1", "(flags)"},
      {"> S. 1 ack 1", "(sequence number)"},
      {"> S. 0:9(9) ack 1", "(length)"},
      {"> S. 0 ack 2", "(acknowledgement)"},
      {"> S. 0 ack 1 win 5", "(window)"},
      {"> S. 0 ack 1 <mss 536>", "(options)"},
      {"> S. 0 ack 1 <mss 1460,sackOK>", "(options)"},
      {"> S. 0 ack 1 <>", "(options)"},
      {"> S. 0 ack 1 layout <nop,nop,mss 1460>", "(options)"},
      {"> S. 0 ack 1 nodf", "(don't fragment)"},
      {"> S. 0 ack 1 ttl 128", "(TTL)"},
  };
  for (const auto& [line, difference] : cases) {
    PlannedTarget target;
    target.plan(milliseconds(0), "S. 0 ack 1 win 65535 <mss 1460>");
    EXPECT_THAT(run(std::string("0 < S 0\n") + line + "\n", target), HasSubstr(difference)) << line;
  }
}

TEST(StoryRunner, WrongPayloadIsAFailure) {
  PlannedTarget target;
  target.plan(milliseconds(0), "S. 0 ack 1");
  target.plan(milliseconds(1), "P. 2:12(10) ack 1");  // bytes 1 to 10 where 0 to 9 are wanted
  EXPECT_THAT(run("0 < S 0\n> S. 0\n0.001 > P. *(10) ack 1\n", target), IsEmpty());
  PlannedTarget corrupt;
  corrupt.plan(milliseconds(0), "S. 0 ack 1");
  corrupt.plan(milliseconds(1), "P. 1:11(10) ack 1", 4999);  // the right bytes at a wrong place
  EXPECT_THAT(run("0 < S 0\n> S. 0\n0.001 > P. *(10) ack 1\n", corrupt), HasSubstr("payload at byte 0"));
}

TEST(StoryRunner, TimesHaveATolerance) {
  for (const auto& [at, fits] :
       {std::pair{milliseconds(199), true}, {milliseconds(201), true}, {milliseconds(198), false}}) {
    PlannedTarget target;
    target.plan(at, "S. 0 ack 1");
    EXPECT_EQ(run("0 < S 0\n0.2 > S. 0 ack 1\n", target).empty(), fits) << at.count();
  }
  PlannedTarget late;
  late.plan(milliseconds(202), "S. 0 ack 1");
  EXPECT_THAT(run("0 < S 0\n0.2 > S. 0 ack 1\n", late), HasSubstr("nothing"));
}

TEST(StoryRunner, RangeOfTimes) {
  for (const auto& [at, fits] :
       {std::pair{milliseconds(300), true}, {milliseconds(450), true}, {milliseconds(550), false}}) {
    PlannedTarget target;
    target.plan(at, "S. 0 ack 1");
    EXPECT_EQ(run("0 < S 0\n0.3..0.5 > S. 0 ack 1\n", target).empty(), fits) << at.count();
  }
}

TEST(StoryRunner, BrokenFramesAreRefused) {
  PlannedTarget target;
  Frame frame = target_frame("S. 0 ack 1", 5000);
  frame[40] ^= std::byte{1};
  target.plan_frame(milliseconds(0), frame);
  EXPECT_THAT(run("0 < S 0\n> S. 0 ack 1\n", target), HasSubstr("TCP checksum is wrong"));
}

TEST(StoryRunner, EventsHaveTimeAndReason) {
  PlannedTarget target;
  target.events.push_back({7, "closed", "reset"});
  EXPECT_THAT(run("0 listen 80\naccept\nevent closed reset\nno_event closed\n", target), IsEmpty());
  target.events.push_back({7, "closed", "reset"});
  EXPECT_THAT(run("0 listen 80\naccept\nevent closed timed_out\n", target), HasSubstr("closed reset"));
  EXPECT_THAT(run("0 listen 80\naccept\n0..5 event closed\n", target), HasSubstr("no such event"));
}

TEST(StoryRunner, CallsAreChecked) {
  PlannedTarget target;
  EXPECT_THAT(run("0 connect fails=no_ports\n", target), IsEmpty());
  EXPECT_THAT(run("0 connect\n", target), HasSubstr("failed: no_ports"));
  EXPECT_THAT(run("0 write 5\n", target), HasSubstr("not open"));
  EXPECT_THAT(run("0 listen 80\naccept\nread 3\n", target), HasSubstr("byte 0 is wrong"));
  EXPECT_THAT(run("0 listen 80\naccept\nreadable 3\n", target), HasSubstr("got:  0"));
  EXPECT_THAT(run("0 listen 80\naccept none\n", target), HasSubstr("there was a connection"));
  EXPECT_THAT(run("0 listen 80\naccept\nvalue cwnd=1..10\n", target), HasSubstr("cwnd=2920"));
  EXPECT_THAT(run("0 state CLOSED\n", target), HasSubstr("ESTABLISHED"));
}

TEST(StoryParser, NamesLineAndMistake) {
  const auto complaint = [](const std::string& text) {
    const auto story = parse_story(text, "sample");
    return story ? std::string() : std::to_string(story.error().line) + ": " + story.error().message;
  };
  EXPECT_EQ(complaint("requirement: TCP-RTO-01\n0 bind 80\n"),
            "2: neither a time, a connection, '<', '>' nor a known call: 'bind'");
  EXPECT_EQ(complaint("requirement: TCP-RTO-01\n0 < S 0:5(4)\n"), "2: not a range SEQ:END(LENGTH): '0:5(4)'");
  EXPECT_EQ(complaint("requirement: TCP-RTO-01\n0 < X 0\n"), "2: not flags: 'X'");
  EXPECT_EQ(complaint("requirement: TCP-RTO-01\n0 < S 0 wim 5\n"), "2: not understood: 'wim'");
  EXPECT_EQ(complaint("requirement: TCP-RTO-01\n0 < S 0 <mss>\n"), "2: not a TCP option: 'mss'");
  EXPECT_EQ(complaint("profile: xp\n"), "1: unknown profile 'xp'");
  EXPECT_EQ(complaint("colour: red\n"), "1: unknown header 'colour'");
  EXPECT_EQ(complaint("0 < S 0\n"), "0: neither a requirement: nor an rfc: line");
  EXPECT_EQ(complaint("requirement: TCP-RTO-01\n0 < S 0\nprofile: nt4\n"), "3: header line after the first step");
}

TEST(StoryParser, ReadsHeaders) {
  const auto story = parse_story(
      "# a comment\nrequirement: TCP-RTO-01 TCP-RTO-02\nprofile: nt4 modern\nparameter: TcpDelAckTicks = 3\n"
      "interface: mtu=576 speed=10M\nconnection: port=1000 isn=0xFFFFFFFF\nconnection b: port=1001\n"
      "0.5..0.75 b > . 1 ack 1  # seen\n",
      "sample");
  ASSERT_TRUE(story) << story.error().message;
  EXPECT_EQ(story->requirements, (std::vector<std::string>{"TCP-RTO-01", "TCP-RTO-02"}));
  EXPECT_EQ(story->profiles, (std::vector<std::string>{"nt4", "modern"}));
  EXPECT_EQ(story->setup.mtu, 576u);
  EXPECT_EQ(story->setup.speed, 10'000'000u);
  EXPECT_EQ(story->connections.at("main").isn, 0xFFFFFFFFu);
  EXPECT_EQ(story->connections.at("b").peer.port, Port(1001));
  EXPECT_EQ(story->steps[0].when.from, milliseconds(500));
  EXPECT_EQ(story->steps[0].when.to, milliseconds(750));
}

TEST(StoryParser, SegmentsAreReadAsTheyArePrinted) {
  for (const char* text : {"S 0(0) <mss 1460,nop,wscale 5,nop,nop,ts 1 2,sackOK>", "FP. 1:11(10) ack 5 win 100 df",
                           ". 1(0) ack 1 <sack 3:5 7:9>", "R 5(0)", "U. 1:2(1) ack 1 urg 1 ttl 64 tos 8"}) {
    const auto segment = parse_segment(text);
    ASSERT_TRUE(segment) << text << ": " << segment.error();
    EXPECT_EQ(to_string(*segment), text);
  }
}

TEST(StoryWords, NumbersAndTimes) {
  EXPECT_EQ(parse_duration("0.000001"), std::chrono::microseconds(1));
  EXPECT_EQ(parse_duration("12"), std::chrono::seconds(12));
  EXPECT_EQ(parse_duration("1."), std::nullopt);
  EXPECT_EQ(parse_duration("x"), std::nullopt);
  EXPECT_EQ(parse_duration("0.0000000001"), std::nullopt);
  EXPECT_EQ(parse_number("-5"), -5);
  EXPECT_EQ(parse_number("0x10"), 16);
  EXPECT_EQ(parse_speed("100M"), 100'000'000u);
  EXPECT_EQ(parse_speed("M"), std::nullopt);
}

}  // namespace
}  // namespace flue::story
