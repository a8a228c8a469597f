// One control connection of a program: records in and out, with descriptors. It believes nothing it reads and never
// waits: a program that does not take its replies loses the channel.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <optional>

#include "host/base/bytes.h"
#include "host/control/protocol.h"
#include "host/daemon/descriptor.h"
#include "host/daemon/twin.h"

namespace flue::daemon {

class ProgramChannel {
 public:
  // Asks the kernel who is at the other end.
  explicit ProgramChannel(Descriptor descriptor);

  enum class Got : std::uint8_t { kRequest, kNothing, kGone };
  // The next request, with the first descriptor that came with it; others are closed. kGone: closed, or not speaking
  // the protocol (a wrong first record is answered with our hello, so that the program can tell why).
  Got receive(flue_request& request, Descriptor& passed);
  // False: the program does not take it; the channel is of no more use.
  bool reply(const flue_reply& reply, int passed = -1);

  [[nodiscard]] int descriptor() const { return descriptor_.get(); }
  [[nodiscard]] const Owner& peer() const { return peer_; }

 private:
  bool greet(Bytes record);
  bool send(Bytes record, int passed);

  Descriptor descriptor_;
  Owner peer_;
  bool greeted_ = false;
};

}  // namespace flue::daemon
