// Serves one contender on a TAP until SIGTERM: flue_bench_tap STACK tap:NAME@NETNS ADDRESS/PREFIX
// Same descriptor, same flags, same loop for every stack. Prints "ready" when frames are taken.
#include <poll.h>
#include <signal.h>

#include <chrono>
#include <cstdio>

#include "host/link/open.h"
#include "tests/bench/contender.h"

namespace {

volatile sig_atomic_t stopped = 0;
void on_sigterm(int) { stopped = 1; }

flue::TimePoint now() {
  return flue::TimePoint(
      std::chrono::duration_cast<flue::Duration>(std::chrono::steady_clock::now().time_since_epoch()));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: flue_bench_tap flue|lwip|lwip-flue-sum tap:NAME@NETNS ADDRESS/PREFIX\n");
    return 2;
  }
  const auto address = flue::Ipv4Cidr::parse(argv[3]);
  const auto link = flue::parse_attach(argv[2]).and_then(flue::open_link);
  if (!address || !link) {
    std::fprintf(stderr, "flue_bench_tap: %s\n", !address ? "bad address" : link.error().message.c_str());
    return 2;
  }
  signal(SIGTERM, on_sigterm);
  const auto contender =
      flue::bench::make_contender(argv[1], {.address = *address, .mac = flue::MacAddr({2, 0xF1, 0xE, 0, 0, 1})},
                                  [&](flue::Bytes frame) { (*link)->send(frame); });
  if (!contender) {
    std::fprintf(stderr, "flue_bench_tap: this build has no stack called %s\n", argv[1]);
    return 2;
  }
  std::puts("ready");
  std::fflush(stdout);
  pollfd wait{(*link)->descriptor(), POLLIN, 0};
  while (!stopped) {
    ::poll(&wait, 1, 50);
    const flue::TimePoint time = now();
    for (int budget = 64; budget > 0; --budget) {
      const flue::Bytes frame = (*link)->receive();
      if (frame.empty()) break;
      contender->input(frame, time);
    }
    contender->poll(time);
  }
  return 0;
}
