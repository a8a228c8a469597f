#include "sim/net/sim_wire.h"

#include <algorithm>
#include <deque>
#include <map>
#include <utility>
#include <vector>

namespace flue::sim {
namespace {

constexpr std::size_t kShortestFrame = 60;
constexpr std::size_t kOverhead = 24;           // preamble 8, FCS 4, gap 12
constexpr std::size_t kLongestHeader = 14 + 4;  // with a tag
constexpr std::uint64_t kNanosecondsPerSecond = 1'000'000'000;
constexpr std::uint64_t kOtherDirection = 0x5851F42D4C957F2D;  // keeps the two directions' draws apart

using Frame = std::vector<std::byte>;

// Sends frames one after the other at a bit rate. Fractions of a nanosecond are carried along, so that a long run of
// frames takes exactly its bits divided by the rate.
class Transmitter {
 public:
  explicit Transmitter(std::uint64_t rate) : rate_(rate) {}

  // Frames that have not begun to leave at `now`.
  [[nodiscard]] std::size_t waiting(TimePoint now) {
    while (!starts_.empty() && starts_.front() <= now) starts_.pop_front();
    return starts_.size();
  }
  [[nodiscard]] bool busy(TimePoint now) const { return free_at_ > now; }

  // Queues a frame of that size; returns when its last bit leaves.
  TimePoint send(std::size_t frame_size, TimePoint now) {
    if (rate_ == 0) return now;
    if (!busy(now)) {
      free_at_ = now;
      remainder_ = 0;
    }
    starts_.push_back(free_at_);
    const std::uint64_t bits = (std::max(frame_size, kShortestFrame) + kOverhead) * 8;
    const std::uint64_t scaled = bits * kNanosecondsPerSecond + remainder_;
    remainder_ = scaled % rate_;
    free_at_ += Duration(static_cast<Duration::rep>(scaled / rate_));
    return free_at_;
  }

 private:
  std::uint64_t rate_;
  TimePoint free_at_ = TimePoint::min();
  std::uint64_t remainder_ = 0;  // in bits * ns, below rate_
  std::deque<TimePoint> starts_;
};

class Direction {
 public:
  Direction(const WireDirection& config, std::uint32_t mtu, std::uint64_t seed)
      : config_(config), mtu_(mtu), transmitter_(config.rate), impairments_(config.impairments, seed) {}

  bool send(Bytes frame, TimePoint now) {
    ++counters_.sent;
    if (frame.size() > mtu_ + kLongestHeader) {
      ++counters_.too_long;
      return false;
    }
    if (transmitter_.busy(now) && transmitter_.waiting(now) >= config_.queue_limit) {
      ++counters_.queue_overflow;
      return false;
    }
    const TimePoint arrival = transmitter_.send(frame.size(), now) + config_.delay;
    for (Delivery& copy : impairments_.apply(frame)) {
      under_way_.emplace(arrival + copy.extra_delay, std::move(copy.frame));
    }
    return true;
  }

  void poll(TimePoint now) {
    while (!under_way_.empty() && under_way_.begin()->first <= now) {
      arrived_.push_back(std::move(under_way_.begin()->second));
      under_way_.erase(under_way_.begin());
      ++counters_.delivered;
    }
  }

  Bytes receive() {
    if (arrived_.empty()) return {};
    shown_ = std::move(arrived_.front());
    arrived_.pop_front();
    return shown_;
  }

  [[nodiscard]] TimePoint next_deadline(TimePoint now) const {
    if (!arrived_.empty()) return now;
    return under_way_.empty() ? kNever : under_way_.begin()->first;
  }

  [[nodiscard]] std::uint64_t rate() const { return config_.rate; }
  [[nodiscard]] WireCounters counters() const {
    WireCounters result = counters_;
    result.impairments = impairments_.counters();
    return result;
  }

 private:
  WireDirection config_;
  std::uint32_t mtu_;
  Transmitter transmitter_;
  Impairments impairments_;
  std::multimap<TimePoint, Frame> under_way_;  // by arrival; equal times keep their order
  std::deque<Frame> arrived_;
  Frame shown_;
  WireCounters counters_;
};

}  // namespace

class SimWire::Impl {
 public:
  explicit Impl(const WireConfig& config)
      : mtu_(config.mtu),
        a_to_b_(config.a_to_b, config.mtu, config.seed),
        b_to_a_(config.b_to_a, config.mtu, config.seed ^ kOtherDirection),
        a_(*this, a_to_b_, b_to_a_),
        b_(*this, b_to_a_, a_to_b_) {}

  // One end: sends into one direction and receives from the other.
  class End final : public Link {
   public:
    End(Impl& wire, Direction& out, Direction& in) : wire_(wire), out_(out), in_(in) {}

    [[nodiscard]] std::uint32_t mtu() const override { return wire_.mtu_; }
    [[nodiscard]] std::optional<std::uint64_t> speed() const override {
      return out_.rate() == 0 ? std::nullopt : std::optional(out_.rate());
    }
    [[nodiscard]] std::optional<MacAddr> hardware_address() const override { return std::nullopt; }
    bool send(Bytes frame) override {
      if (wire_.tap_) wire_.tap_(frame, wire_.now_);
      return out_.send(frame, wire_.now_);
    }
    Bytes receive() override { return in_.receive(); }

   private:
    Impl& wire_;
    Direction& out_;
    Direction& in_;
  };

  std::uint32_t mtu_;
  TimePoint now_{};
  Tap tap_;
  Direction a_to_b_;
  Direction b_to_a_;
  End a_;
  End b_;
};

SimWire::SimWire(const WireConfig& config) : impl_(std::make_unique<Impl>(config)) {}
SimWire::~SimWire() = default;

Link& SimWire::a() { return impl_->a_; }
Link& SimWire::b() { return impl_->b_; }

void SimWire::poll(TimePoint now) {
  impl_->now_ = std::max(impl_->now_, now);
  impl_->a_to_b_.poll(impl_->now_);
  impl_->b_to_a_.poll(impl_->now_);
}

TimePoint SimWire::next_deadline() const {
  return std::min(impl_->a_to_b_.next_deadline(impl_->now_), impl_->b_to_a_.next_deadline(impl_->now_));
}

WireCounters SimWire::a_to_b() const { return impl_->a_to_b_.counters(); }
WireCounters SimWire::b_to_a() const { return impl_->b_to_a_.counters(); }

void SimWire::set_tap(Tap tap) { impl_->tap_ = std::move(tap); }

}  // namespace flue::sim
