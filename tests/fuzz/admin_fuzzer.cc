// Any text as an administration request: answered exactly once, by an object, and what the stack then holds can be
// listed.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "host/base/check.h"
#include "host/base/log.h"
#include "host/base/random.h"
#include "host/daemon/admin_commands.h"
#include "host/link/link.h"
#include "host/params/profiles.h"

namespace {

class SilentLink final : public flue::Link {
 public:
  [[nodiscard]] std::uint32_t mtu() const override { return 1500; }
  [[nodiscard]] std::optional<std::uint64_t> speed() const override { return std::nullopt; }
  [[nodiscard]] std::optional<flue::MacAddr> hardware_address() const override { return std::nullopt; }
  bool send(flue::Bytes) override { return true; }
  flue::Bytes receive() override { return {}; }
};

flue::stack::InterfaceConfig interface() {
  flue::stack::InterfaceConfig config;
  config.name = "flue0";
  config.mac = flue::MacAddr({2, 0, 0, 0, 0, 1});
  config.addresses = {*flue::Ipv4Cidr::parse("10.0.0.1/24")};
  config.gateways = {flue::Ipv4Addr(10, 0, 0, 254)};
  return config;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto parameters = flue::profile_parameters(flue::ProfileName::kWin2003);
  flue::TimePoint now{std::chrono::seconds(1)};
  flue::SeededRandom random(1);
  flue::NullLog log;
  SilentLink link;
  flue::stack::Stack stack(parameters, random, log);
  FLUE_CHECK(stack.add_interface(interface(), link, now).has_value());
  flue::daemon::AdminCommands commands(stack, parameters, log, {}, "host", "0");

  // One request per line.
  std::size_t asked = 0;
  std::size_t answered = 0;
  std::string line;
  const auto ask = [&] {
    ++asked;
    commands.handle(line, now, [&](const flue::daemon::Json& answer) {
      FLUE_CHECK(answer.is_object());
      ++answered;
    });
    line.clear();
  };
  for (std::size_t i = 0; i < size; ++i) {
    if (data[i] == '\n') {
      ask();
    } else {
      line += static_cast<char>(data[i]);
    }
  }
  ask();
  now += std::chrono::minutes(2);
  stack.poll(now);
  commands.poll(now);
  FLUE_CHECK(answered == asked);
  for (const char* listing : {"netstat", "arp", "route", "ipconfig", "stats"}) {
    line = std::string(R"({"command": ")") + listing + R"("})";
    ask();
  }
  FLUE_CHECK(answered == asked);
  return 0;
}
