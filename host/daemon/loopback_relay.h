// LoopbackRelay: a connection that came over the kernel's loopback to a program whose listener is Flue's
// (`flue run --loopback=both`). The program holds a twin like any other; the daemon copies between it and the kernel's
// TCP. Ends and resets pass through as they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/base/bytes.h"
#include "host/daemon/descriptor.h"
#include "host/daemon/twin.h"
#include "host/tcp/tcp.h"

namespace flue::daemon {

class LoopbackRelay {
 public:
  static constexpr std::size_t kBufferBytes = 65536;  // each way

  LoopbackRelay(const Owner& owner, const Endpoint& local, const Endpoint& remote, Descriptor kernel, Descriptor twin)
      : owner_(owner), local_(local), remote_(remote), kernel_(std::move(kernel)), twin_(std::move(twin)) {}

  // Something happened on one of the two; copies what can be copied. `scratch` has more than kBufferBytes.
  // True: there is more to do, but others shall get their turn first.
  bool on_ready(MutableBytes scratch);
  [[nodiscard]] bool ended() const { return !twin_; }

  [[nodiscard]] const Owner& owner() const { return owner_; }
  [[nodiscard]] int kernel() const { return kernel_.get(); }
  [[nodiscard]] int twin() const { return twin_.get(); }
  [[nodiscard]] tcp::ConnectionInfo info() const;

 private:
  struct Way {
    std::vector<std::byte> waiting;
    bool end_seen = false;
    bool end_told = false;
  };
  enum class Outcome : std::uint8_t { kMoved, kStuck, kBroken };

  Outcome to_kernel(MutableBytes scratch);
  Outcome to_program(MutableBytes scratch);
  Outcome pass_on(Way& way, int to);
  void end_if_program_gone();
  void reset_peer();
  void reset_program();
  void close_both();

  Owner owner_;
  Endpoint local_, remote_;
  Descriptor kernel_;
  Descriptor twin_;
  Way to_kernel_;
  Way to_program_;
};

// Is this a listening TCP socket of the kernel's on 127/8 with that port?
bool is_loopback_listener(int descriptor, Port port);

}  // namespace flue::daemon
