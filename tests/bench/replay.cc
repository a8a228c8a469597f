// Receives full segments from memory, for callgrind: flue_bench_replay STACK SEGMENTS
// Prints "segments N frames_back M". The peer that makes the frames costs instructions too: the runner counts only what
// happens inside Contender::input and Contender::poll (callgrind --toggle-collect).
#include <cstdio>
#include <cstdlib>

#include "tests/bench/synthetic_peer.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: flue_bench_replay flue|lwip|lwip-flue-sum SEGMENTS\n");
    return 2;
  }
  using namespace std::chrono_literals;
  flue::bench::SyntheticPeer peer(argv[1], "win2003");
  const flue::TimePoint start{1s};
  if (!peer.open({flue::Ipv4Addr(10, 0, 0, 2), flue::Port(40000)}, start)) {
    std::fprintf(stderr, "flue_bench_replay: no SYN-ACK from %s\n", argv[1]);
    return 1;
  }
  const auto segments = std::strtoull(argv[2], nullptr, 10);
  const auto back = peer.send_full_segments(segments, start + 1s);
  std::printf("segments %llu frames_back %llu\n", segments, static_cast<unsigned long long>(back));
  return 0;
}
