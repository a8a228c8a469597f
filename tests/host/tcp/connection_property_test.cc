// Two connections and a bad network between them: every byte arrives once and in order, both sides close, and the
// invariants hold after every step.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <map>
#include <ostream>

#include "host/base/random.h"
#include "tests/host/tcp/connection_harness.h"
#include "tests/support/requirement.h"

namespace flue::tcp::test {
namespace {

struct Weather {
  unsigned loss = 0;       // per mille
  unsigned duplicate = 0;  // per mille
  unsigned reorder = 0;    // per mille: delayed much longer than the rest
  Duration delay = milliseconds(10);
};

struct Plan {
  ProfileName profile = ProfileName::kWin2003;
  std::uint16_t mss = 1460;
  std::uint32_t receive_buffer = 65536;
  std::uint32_t send_buffer = 65536;
  std::size_t bytes = 0;    // to be written
  std::size_t chunk = 1;    // of one write
  std::size_t reading = 1;  // bytes consumed at a time
  bool nagle = true;
};

// The first thing that went wrong in a run.
struct Verdict {
  std::string wrong;
  void expect(bool good, const std::string& what) {
    if (!good && wrong.empty()) wrong = what;
  }
};

std::ostream& operator<<(std::ostream& out, const Plan& p) {
  return out << to_string(p.profile) << " mss " << p.mss << " buffers " << p.receive_buffer << "/" << p.send_buffer
             << " bytes " << p.bytes << " by " << p.chunk << " reading " << p.reading << " nagle " << p.nagle;
}
std::ostream& operator<<(std::ostream& out, const Weather& w) {
  return out << "loss " << w.loss << " duplicate " << w.duplicate << " reorder " << w.reorder << " delay "
             << w.delay.count() / 1'000'000 << " ms";
}

// One side: the connection, and an application that writes a known stream and checks what it reads.
class Side {
 public:
  Side(const Plan& plan, std::uint32_t address, std::uint32_t iss, Verdict& verdict)
      : plan_(plan), verdict_(verdict), parameters_(profile_parameters(plan.profile).tcp) {
    config.parameters = &parameters_;
    config.local = {Ipv4Addr(address), Port(1)};
    config.remote = {Ipv4Addr(address ^ 1), Port(1)};
    config.iss = Seq(iss);
    config.ts_offset = iss * 7;
    config.own_mss = config.path_mss = plan.mss;
    config.receive_buffer = plan.receive_buffer;
    config.send_buffer = plan.send_buffer;
    config.nagle = plan.nagle;
  }

  void use_application(TimePoint now) {
    while (written_ < plan_.bytes) {
      const std::size_t length = std::min(plan_.chunk, plan_.bytes - written_);
      const std::size_t taken = write(tcb, bytes_of(pattern(length, written_)), true, now);
      written_ += taken;
      if (taken < length) break;
    }
    if (written_ == plan_.bytes && !shut_) {
      shut_ = true;
      shutdown_send(tcb, now);
    }
    const std::string text = text_of(readable(tcb)).substr(0, plan_.reading);
    if (text.empty()) return;
    verdict_.expect(text == pattern(text.size(), read_), "wrong bytes at " + std::to_string(read_));
    read_ += text.size();
    consume(tcb, text.size(), now);
  }

  void check_state() {
    const std::string broken = broken_invariant(tcb);
    verdict_.expect(broken.empty(), broken);
  }

  void check(const Sent& segment) {
    check_state();
    const Seq ack = segment.segment.ack;
    if (segment.segment.flags.syn) syn_wnd_ = segment.segment.wnd.field();
    if (!segment.segment.flags.ack || segment.segment.flags.syn) return;
    // ACK and right edge, as the peer sees them, never retreat; the edge may by what the field cannot express.
    const Seq edge = ack + (segment.segment.wnd << tcb.rcv_shift).bytes();
    if (told_) {
      verdict_.expect(at_or_after(ack, last_ack_), "ACK retreats");
      verdict_.expect(at_or_after(edge + ((1u << tcb.rcv_shift.count()) - 1), edge_), "right edge retreats");
    }
    last_ack_ = ack;
    edge_ = told_ ? later(edge_, edge) : edge;
    told_ = true;
  }

  [[nodiscard]] bool ended() const { return tcb.state == State::kTimeWait || tcb.state == State::kClosed; }
  [[nodiscard]] std::size_t read() const { return read_; }
  [[nodiscard]] bool has_unread() const { return !readable(tcb).empty(); }
  // The furthest right edge that the peer, whose first number is peer_iss, was told.
  [[nodiscard]] Seq edge(Seq peer_iss) const {
    const Seq by_syn = peer_iss + 1 + syn_wnd_;
    return told_ ? later(by_syn, edge_) : by_syn;
  }

  OpenConfig config;
  Tcb tcb;

 private:
  Plan plan_;
  Verdict& verdict_;
  TcpParameters parameters_;
  std::size_t written_ = 0;
  std::size_t read_ = 0;
  bool shut_ = false;
  bool told_ = false;
  std::uint32_t syn_wnd_ = 0;
  Seq last_ack_;
  Seq edge_;
};

class Network {
 public:
  Network(const Weather& weather, std::uint64_t seed) : weather_(weather), random_(seed) {}

  void send(std::size_t to, const Sent& segment, TimePoint now) {
    if (happens(weather_.loss)) return;
    deliver(to, segment, now);
    if (happens(weather_.duplicate)) deliver(to, segment, now);
  }
  [[nodiscard]] TimePoint next() const { return pending_.empty() ? kNever : pending_.begin()->first; }
  std::pair<std::size_t, Sent> take() {
    auto node = pending_.extract(pending_.begin());
    return std::move(node.mapped());
  }

 private:
  bool happens(unsigned per_mille) { return random_.below(1000) < per_mille; }
  void deliver(std::size_t to, const Sent& segment, TimePoint now) {
    const Duration jitter =
        happens(weather_.reorder) ? weather_.delay * static_cast<int>(random_.below(8)) : Duration(0);
    pending_.emplace(now + weather_.delay + jitter, std::pair(to, segment));
  }

  Weather weather_;
  SeededRandom random_;
  std::multimap<TimePoint, std::pair<std::size_t, Sent>> pending_;
};

using Sides = std::array<Side*, 2>;

// The peer's right edge binds every byte but a probe of a closed window (one byte, or the FIN).
void check_within_window(const Sent& segment, const Side& sender, const Side& receiver, Verdict& verdict) {
  if (segment.segment.flags.syn || segment.segment.flags.rst) return;
  verdict.expect(at_or_before(segment.right(), receiver.edge(sender.config.iss) + 1), "beyond the peer's right edge");
}

void flush(const Sides& sides, std::size_t who, Network& network, Verdict& verdict, TimePoint now) {
  for (const Sent& segment : drain(sides[who]->tcb, now)) {
    sides[who]->check(segment);
    check_within_window(segment, *sides[who], *sides[1 - who], verdict);
    network.send(1 - who, segment, now);
  }
}

void deliver_due(const Sides& sides, Network& network, Verdict& verdict, TimePoint now) {
  while (network.next() <= now) {
    auto [to, segment] = network.take();
    const InputResult result = on_segment(sides[to]->tcb, segment.arriving(), now);
    if (result.challenge) acknowledge_now(sides[to]->tcb);
    sides[to]->check_state();
    verdict.expect(!result.reset, "RST in a healthy connection");
    flush(sides, to, network, verdict, now);
  }
}

// Runs until both sides have ended or nothing can happen any more.
void run(const Sides& sides, Network& network, Verdict& verdict, TimePoint now) {
  for (int step = 0; step < 100'000; ++step) {
    for (const std::size_t who : {0u, 1u}) {
      sides[who]->use_application(now);
      flush(sides, who, network, verdict, now);
    }
    if (!verdict.wrong.empty()) return;
    const bool more_to_read = sides[0]->has_unread() || sides[1]->has_unread();
    if (sides[0]->ended() && sides[1]->ended() && !more_to_read) return;
    TimePoint next = std::min({network.next(), next_deadline(sides[0]->tcb), next_deadline(sides[1]->tcb)});
    if (more_to_read) next = std::min(next, now + milliseconds(1));
    if (next == kNever) return;
    now = std::max(now, next);
    deliver_due(sides, network, verdict, now);
    for (Side* side : sides) on_timers(side->tcb, now);
  }
  verdict.expect(false, "no end");
}

std::string transfer(const Plan& a, const Plan& b, const Weather& weather, bool simultaneous, std::uint64_t seed) {
  Verdict verdict;
  // Sequence numbers wrap within the transfer.
  Side client(a, 0x0A000000, 0xFFFFFFFF - static_cast<std::uint32_t>(seed % 4096), verdict);
  Side server(b, 0x0A000001, 0x7FFFFFFF - static_cast<std::uint32_t>(seed % 1000), verdict);
  Network network(weather, seed);
  const TimePoint start(seconds(100));
  open_active(client.tcb, client.config, start);
  if (simultaneous) {
    open_active(server.tcb, server.config, start);
  } else {
    // The SYN arrives unharmed; everything after it may not.
    const std::vector<Sent> syn = drain(client.tcb, start);
    open_passive(server.tcb, server.config, syn.front().arriving(), start);
  }
  run({&client, &server}, network, verdict, start);
  verdict.expect(client.read() == b.bytes, "client read " + std::to_string(client.read()));
  verdict.expect(server.read() == a.bytes, "server read " + std::to_string(server.read()));
  verdict.expect(client.ended(), "client state " + std::to_string(static_cast<int>(client.tcb.state)));
  verdict.expect(server.ended(), "server state " + std::to_string(static_cast<int>(server.tcb.state)));
  return verdict.wrong;
}

rc::Gen<Plan> plans() {
  return rc::gen::apply(
      [](ProfileName profile, std::uint16_t mss, std::uint32_t receive, std::uint32_t send, std::size_t bytes,
         std::size_t chunk, std::size_t reading,
         bool nagle) { return Plan{profile, mss, receive, send, bytes, chunk, reading, nagle}; },
      rc::gen::element(ProfileName::kNt4, ProfileName::kWin2000, ProfileName::kWin2003, ProfileName::kModern),
      rc::gen::element<std::uint16_t>(1460, 48, 536, 8960), rc::gen::element(65535u, 700u, 4000u, 17520u, 262144u),
      rc::gen::element(65536u, 500u, 5000u, 300000u), rc::gen::element<std::size_t>(0, 1, 5000, 40000),
      rc::gen::element<std::size_t>(100000, 5000, 1460, 10), rc::gen::element<std::size_t>(1000000, 3000, 200),
      rc::gen::arbitrary<bool>());
}

rc::Gen<Weather> weathers() {
  return rc::gen::apply(
      [](unsigned loss, unsigned duplicate, unsigned reorder, int delay) {
        return Weather{loss, duplicate, reorder, milliseconds(delay)};
      },
      rc::gen::element(0u, 10u, 30u, 60u), rc::gen::element(0u, 20u, 200u), rc::gen::element(0u, 50u, 300u),
      rc::gen::element(0, 1, 20, 150));
}

RC_GTEST_PROP(ConnectionProperty, DeliversEveryByteOnceInOrderAndCloses, ()) {
  const Plan a = *plans();
  const Plan b = *plans();
  const Weather weather = *weathers();
  const bool simultaneous = *rc::gen::arbitrary<bool>();
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  REQUIREMENT("TCP-SETUP-01", "TCP-SETUP-03", "TCP-STATES-02", "TCP-WINDOW-01");
  RC_ASSERT(transfer(a, b, weather, simultaneous, seed) == "");
}

}  // namespace
}  // namespace flue::tcp::test
