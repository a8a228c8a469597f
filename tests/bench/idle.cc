// Memory of idle connections: flue_bench_idle STACK CONNECTIONS
// Opens them from 20 addresses (at most 1.2 million), then prints "connections N heap_bytes_each X rss_bytes_each Y".
#include <malloc.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "tests/bench/synthetic_peer.h"

namespace {

std::uint64_t resident_bytes() {
  unsigned long total = 0;
  unsigned long resident = 0;
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr || std::fscanf(file, "%lu %lu", &total, &resident) != 2) std::abort();
  std::fclose(file);
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

std::uint64_t heap_bytes() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: flue_bench_idle flue|lwip CONNECTIONS\n");
    return 2;
  }
  using namespace std::chrono_literals;
  constexpr std::uint32_t kAddresses = 20;
  constexpr std::uint32_t kPorts = 60000;
  const auto wanted = static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10));
  flue::bench::SyntheticPeer peer(argv[1], "modern");
  flue::TimePoint now{1s};
  // One connection first, so that tables and ARP entries exist before the measurement.
  bool ok = peer.open({flue::Ipv4Addr(10, 0, 1, 0), flue::Port(1024)}, now);
  const std::uint64_t heap_before = heap_bytes();
  const std::uint64_t resident_before = resident_bytes();
  for (std::uint32_t i = 0; ok && i < wanted; ++i) {
    now += 10us;
    const flue::Endpoint remote{flue::Ipv4Addr(10, 0, 0, static_cast<std::uint8_t>(2 + i % kAddresses)),
                                flue::Port(static_cast<std::uint16_t>(1024 + i / kAddresses % kPorts))};
    ok = peer.open(remote, now);
  }
  if (!ok || peer.contender().accepted() != wanted + 1) {
    std::fprintf(stderr, "flue_bench_idle: %llu of %u connections were accepted\n",
                 static_cast<unsigned long long>(peer.contender().accepted()), wanted + 1);
    return 1;
  }
  std::printf("connections %u heap_bytes_each %.1f rss_bytes_each %.1f\n", wanted,
              static_cast<double>(heap_bytes() - heap_before) / wanted,
              static_cast<double>(resident_bytes() - resident_before) / wanted);
  return 0;
}
