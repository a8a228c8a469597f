// How fast the simulated card runs: flue_bench_cosim SECONDS
// Full TCP segments go both ways at once through the whole card, with the bus model of an ideal memory. Prints
// "busy_cycles_per_second X segments_per_second Y cycles_per_segment Z"; only the time inside SimDevice counts.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "host/wire/ethernet.h"
#include "host/wire/ipv4.h"
#include "host/wire/tcp.h"
#include "sim/device/sim_device.h"
#include "tests/sim/device/bare_driver.h"
#include "tests/sim/device/memory_link.h"

namespace {

using namespace flue;

std::vector<std::byte> full_segment() {
  constexpr std::size_t kPayload = 1460;
  const Ipv4Addr source(10, 0, 0, 1), destination(10, 0, 0, 2);
  const std::vector<std::byte> payload(kPayload, std::byte{0x5A});
  std::vector<std::byte> frame(wire::kEthernetHeaderSize + wire::kIpv4HeaderSize + wire::kTcpHeaderSize + kPayload);
  const MutableBytes out(frame);
  wire::EthernetHeader ethernet;
  ethernet.type = wire::kEtherTypeIpv4;
  ethernet.emit(out, frame.size() - wire::kEthernetHeaderSize);
  wire::Ipv4Header ip;
  ip.source = source;
  ip.destination = destination;
  ip.protocol = wire::kProtocolTcp;
  ip.ttl = 64;
  ip.emit(out.subspan(wire::kEthernetHeaderSize), wire::kTcpHeaderSize + kPayload);
  wire::TcpHeader tcp;
  tcp.source = Port(1000);
  tcp.destination = Port(80);
  tcp.flags.ack = true;
  tcp.emit(out.subspan(wire::kEthernetHeaderSize + wire::kIpv4HeaderSize), {payload, {}},
           wire::pseudo_header_sum(source, destination, wire::kProtocolTcp, wire::kTcpHeaderSize + kPayload));
  return frame;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: flue_bench_cosim SECONDS\n");
    return 2;
  }
  using Clock = std::chrono::steady_clock;
  using Seconds = std::chrono::duration<double>;
  const Seconds limit(std::atof(argv[1]));
  constexpr std::size_t kBatch = 64;

  test::MemoryLink far_end;
  sim::SimDevice device(far_end, {});
  test::BareDriver driver(device);
  driver.start();
  const auto frame = full_segment();
  TimePoint now{};
  if (!device.poll(now)) return 1;

  const sim::SimCycles before = device.cycles();
  Seconds inside{0};
  std::uint64_t segments = 0;
  while (inside < limit) {
    for (std::size_t i = 0; i < kBatch; ++i) {
      far_end.to_card.push_back(frame);
      driver.send(frame);
    }
    const auto start = Clock::now();
    driver.ring();
    now += std::chrono::microseconds(100);
    const bool alive = device.poll(now).has_value();
    inside += Clock::now() - start;
    const std::size_t there = driver.receive().size() + far_end.from_card.size();
    if (!alive || there != 2 * kBatch) {
      std::fprintf(stderr, "flue_bench_cosim: %zu of %zu frames came out. %s\n", there, 2 * kBatch,
                   device.failure().c_str());
      return 1;
    }
    segments += there;
    far_end.from_card.clear();
  }
  const auto cycles = static_cast<double>(device.cycles().busy - before.busy);
  std::printf("busy_cycles_per_second %.0f segments_per_second %.0f cycles_per_segment %.1f\n", cycles / inside.count(),
              static_cast<double>(segments) / inside.count(), cycles / static_cast<double>(segments));
  return 0;
}
