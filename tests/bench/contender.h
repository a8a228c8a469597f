// A TCP stack under measurement, seen from below: Ethernet frames in, frames out, time handed in. It serves port 9
// (discard) and answers ARP for its address. Flue and lwIP are measured behind the same interface, the same TAP code
// and the same compiler flags, so that a difference is the stack's.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/base/time.h"

namespace flue::bench {

// The instruction benchmark counts between entry and exit of the functions marked so: they must keep their names.
#ifdef __clang__
#define FLUE_BENCH_MEASURED [[gnu::noinline]]
#else
#define FLUE_BENCH_MEASURED [[gnu::noipa]]
#endif

using FrameSink = std::function<void(Bytes frame)>;

class Contender {
 public:
  virtual ~Contender() = default;
  virtual void input(Bytes frame, TimePoint now) = 0;
  // Timers, and whatever the stack put off until the end of a batch.
  virtual void poll(TimePoint now) = 0;
  [[nodiscard]] virtual std::uint64_t accepted() const = 0;
  [[nodiscard]] virtual std::uint64_t bytes_received() const = 0;
};

inline constexpr Port kDiscardPort{9};

struct ContenderConfig {
  Ipv4Cidr address;
  MacAddr mac;
  std::string_view profile = "win2003";  // Flue only
};

// "flue", "lwip" (with its own checksum routine) or "lwip-flue-sum" (with Flue's); null for an unknown name.
std::unique_ptr<Contender> make_contender(std::string_view name, const ContenderConfig& config, FrameSink out);

std::unique_ptr<Contender> make_flue(const ContenderConfig& config, FrameSink out);
#ifdef FLUE_BENCH_LWIP
std::unique_ptr<Contender> make_lwip(const ContenderConfig& config, bool flue_checksum, FrameSink out);
#endif

}  // namespace flue::bench
