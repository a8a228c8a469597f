// Flue's software stack behind the Contender interface, through the same public calls that the daemon uses.
#include <utility>

#include "host/base/check.h"
#include "host/params/profiles.h"
#include "host/stack/stack.h"
#include "tests/bench/contender.h"

namespace flue::bench {
namespace {

class SinkLink final : public Link {
 public:
  explicit SinkLink(FrameSink out) : out_(std::move(out)) {}
  [[nodiscard]] std::uint32_t mtu() const override { return 1500; }
  [[nodiscard]] std::optional<std::uint64_t> speed() const override { return 100'000'000'000; }
  [[nodiscard]] std::optional<MacAddr> hardware_address() const override { return std::nullopt; }
  bool send(Bytes frame) override {
    out_(frame);
    return true;
  }
  Bytes receive() override { return {}; }

 private:
  FrameSink out_;
};

class FlueContender final : public Contender {
 public:
  FlueContender(const ContenderConfig& config, FrameSink out)
      : parameters_(profile_parameters(*parse_profile(config.profile))),
        random_(1),
        link_(std::move(out)),
        stack_(parameters_, random_, log_) {
    stack::InterfaceConfig port;
    port.name = "bench";
    port.mac = config.mac;
    port.addresses = {config.address};
    const auto interface = stack_.add_interface(port, link_, TimePoint{});
    FLUE_CHECK(interface.has_value());
    interface_ = *interface;
    const auto listener =
        stack_.tcp().listen({.address = {}, .port = kDiscardPort, .backlog = 4096, .options = {}}, TimePoint{});
    FLUE_CHECK(listener.has_value());
  }

  FLUE_BENCH_MEASURED void input(Bytes frame, TimePoint now) override {
    stack_.on_frame(interface_, frame, now);
    serve(now);
  }

  FLUE_BENCH_MEASURED void poll(TimePoint now) override {
    if (stack_.next_deadline() <= now) stack_.poll(now);
    serve(now);
  }

  [[nodiscard]] std::uint64_t accepted() const override { return accepted_; }
  [[nodiscard]] std::uint64_t bytes_received() const override { return bytes_received_; }

 private:
  void serve(TimePoint now) {
    tcp::Tcp& tcp = stack_.tcp();
    while (const auto event = tcp.next_event()) {
      switch (event->kind) {
        case tcp::EventKind::kAcceptable:
          while (tcp.accept(event->listener, 1)) ++accepted_;
          break;
        case tcp::EventKind::kReadable: {
          const std::size_t n = tcp.readable(event->connection).size();
          bytes_received_ += n;
          tcp.consume(event->connection, n, now);
          break;
        }
        case tcp::EventKind::kPeerFinished:
        case tcp::EventKind::kClosed:
          tcp.close(event->connection, now);
          break;
        default:
          break;
      }
    }
  }

  Parameters parameters_;
  SeededRandom random_;
  NullLog log_;
  SinkLink link_;
  stack::Stack stack_;
  stack::InterfaceId interface_;
  std::uint64_t accepted_ = 0;
  std::uint64_t bytes_received_ = 0;
};

}  // namespace

std::unique_ptr<Contender> make_flue(const ContenderConfig& config, FrameSink out) {
  return std::make_unique<FlueContender>(config, std::move(out));
}

}  // namespace flue::bench
