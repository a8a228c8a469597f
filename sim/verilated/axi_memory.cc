#include "sim/verilated/axi_memory.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <utility>

namespace flue::sim {
namespace {

constexpr std::uint32_t kTokensPerBeat = 1000;
constexpr std::uint32_t kMostTokens = 2 * kTokensPerBeat;  // what idle cycles may save up
constexpr std::uint64_t kOkay = 0;
constexpr std::uint64_t kDecodeError = 3;
constexpr std::uint64_t kIncrementing = 1;
constexpr std::size_t kBoundary = 4096;

}  // namespace

AxiMemory::AxiMemory(Harness& harness, AxiPins pins, MemorySpace& space, const AxiTiming& timing, std::uint64_t seed)
    : Agent(harness),
      pins_(pins),
      space_(space),
      timing_(timing),
      random_(seed),
      aw_gaps_(timing.gaps, seed * 5),
      w_gaps_(timing.gaps, seed * 5 + 1),
      b_gaps_(timing.gaps, seed * 5 + 2),
      ar_gaps_(timing.gaps, seed * 5 + 3),
      r_gaps_(timing.gaps, seed * 5 + 4),
      beat_bytes_(std::max(pins.rdata.size(), pins.wdata.size())) {}

// --- What the master did in the cycle that ends
// -----------------------------------------------------------------------

void AxiMemory::sample() {
  sample_addresses();
  sample_write_data();
  match_writes();
  sample_answers();
}

void AxiMemory::sample_addresses() {
  check_held(ar_offer_, "AR", pins_.arvalid, pins_.arready,
             {&pins_.arid, &pins_.araddr, &pins_.arlen, &pins_.arsize, &pins_.arburst});
  check_held(aw_offer_, "AW", pins_.awvalid, pins_.awready,
             {&pins_.awid, &pins_.awaddr, &pins_.awlen, &pins_.awsize, &pins_.awburst});
  if (pins_.arvalid.high() && pins_.arready.high()) {
    Burst burst = accept("AR", pins_.arid, pins_.araddr, pins_.arlen, pins_.arsize, pins_.arburst);
    burst.ready_at = due();
    reads_.push_back(burst);
    ++counters_.read_bursts;
    const auto outstanding = static_cast<std::uint32_t>(reads_.size() + (reading_ ? 1 : 0));
    counters_.most_reads = std::max(counters_.most_reads, outstanding);
  }
  if (pins_.awvalid.high() && pins_.awready.high()) {
    write_addresses_.push_back(accept("AW", pins_.awid, pins_.awaddr, pins_.awlen, pins_.awsize, pins_.awburst));
    ++counters_.write_bursts;
    const auto outstanding = static_cast<std::uint32_t>(write_addresses_.size() + writes_.size());
    counters_.most_writes = std::max(counters_.most_writes, outstanding);
  }
}

void AxiMemory::check_held(Offer& offer, const char* channel, Pin& valid, Pin& ready,
                           std::initializer_list<Pin*> payload) {
  std::vector<std::byte> now;
  const bool offered = valid.high();
  if (offered && (offer.held || !ready.high())) {
    for (const Pin* pin : payload) now.insert(now.end(), pin->bytes().begin(), pin->bytes().end());
  }
  if (offer.held && !offered) harness_.fail(fmt::format("AXI4 {}: valid fell before ready", channel));
  if (offer.held && offered && now != offer.payload) {
    harness_.fail(fmt::format("AXI4 {}: changed before ready", channel));
  }
  offer.held = offered && !ready.high();
  if (offer.held) offer.payload = std::move(now);
}

AxiMemory::Burst AxiMemory::accept(const char* channel, Pin& id, Pin& address, Pin& length, Pin& size, Pin& burst) {
  Burst accepted{.id = id.get(), .address = address.get(), .beats = static_cast<std::uint32_t>(length.get()) + 1};
  const std::uint64_t offset = accepted.address % beat_bytes_;
  if (burst.connected() && burst.get() != kIncrementing) {
    harness_.fail(fmt::format("AXI4 {}: burst type {} is not INCR", channel, burst.get()));
  }
  if (size.connected() && size.get() != static_cast<std::uint64_t>(std::countr_zero(beat_bytes_))) {
    harness_.fail(fmt::format("AXI4 {}: size {} is not that of the bus", channel, size.get()));
  }
  if (accepted.address % kBoundary - offset + accepted.beats * beat_bytes_ > kBoundary) {
    harness_.fail(fmt::format("AXI4 {}: {} beats from {:#x} cross 4 KiB", channel, accepted.beats, accepted.address));
  }
  accepted.address -= offset;
  return accepted;
}

std::uint64_t AxiMemory::due() {
  const std::uint64_t extra = timing_.jitter == 0 ? 0 : random_.below(timing_.jitter + 1);
  return harness_.cycle() + timing_.latency + extra;
}

void AxiMemory::sample_write_data() {
  check_held(w_offer_, "W", pins_.wvalid, pins_.wready, {&pins_.wdata, &pins_.wstrb, &pins_.wlast});
  if (!pins_.wready.high()) return;
  if (!pins_.wvalid.high()) {  // the beat that drive() paid for did not come
    write_tokens_ += kTokensPerBeat;
    return;
  }
  const Bytes data = std::as_const(pins_.wdata).bytes();
  write_data_.push_back({{data.begin(), data.end()}, pins_.wstrb.get(), pins_.wlast.high()});
  ++counters_.write_beats;
}

// A burst whose data are all here waits for its answer; the memory changes only then.
void AxiMemory::match_writes() {
  while (!write_addresses_.empty() && write_data_.size() >= write_addresses_.front().beats) {
    Write write{.burst = write_addresses_.front(), .beats = {}};
    write_addresses_.pop_front();
    for (std::uint32_t i = 0; i < write.burst.beats; ++i) {
      if (write_data_.front().last != (i + 1 == write.burst.beats)) {
        harness_.fail(fmt::format("AXI4 W: wlast wrong at beat {} of {}", i + 1, write.burst.beats));
      }
      write.beats.push_back(std::move(write_data_.front()));
      write_data_.pop_front();
    }
    write.burst.ready_at = due();
    writes_.push_back(std::move(write));
  }
}

void AxiMemory::sample_answers() {
  if (showing_r_ && pins_.rready.high()) {
    showing_r_ = false;
    if (++read_beat_ == open_read_.beats) reading_ = false;
  }
  if (showing_b_ && pins_.bready.high()) showing_b_ = false;
}

// --- What the memory does in the next cycle
// ---------------------------------------------------------------------------

void AxiMemory::drive() {
  const bool ar_willing = ar_gaps_.next();
  const bool aw_willing = aw_gaps_.next();
  const bool w_willing = w_gaps_.next();
  const std::size_t reads = reads_.size() + (reading_ ? 1 : 0);
  // An answer that is shown but not taken still counts.
  const std::size_t writes = write_addresses_.size() + writes_.size() + (showing_b_ ? 1 : 0);
  pins_.arready.set(ar_willing && reads < timing_.outstanding ? 1 : 0);
  pins_.awready.set(aw_willing && writes < timing_.outstanding ? 1 : 0);

  read_tokens_ = std::min(read_tokens_ + timing_.beats_per_1000, kMostTokens);
  write_tokens_ = std::min(write_tokens_ + timing_.beats_per_1000, kMostTokens);
  // wready promises to take a beat: it is paid for now.
  const bool take_data = w_willing && write_tokens_ >= kTokensPerBeat && write_data_.size() < 512;
  if (take_data) write_tokens_ -= kTokensPerBeat;
  pins_.wready.set(take_data ? 1 : 0);

  drive_read_data();
  drive_write_answer();
}

template <class Queue>
int AxiMemory::choose(const Queue& queue) {
  constexpr auto burst_of = [](const auto& entry) -> const Burst& {
    if constexpr (requires { entry.burst; }) {
      return entry.burst;
    } else {
      return entry;
    }
  };
  // The oldest of each id may answer; without reordering only the oldest of all.
  std::vector<std::uint64_t> ids;
  int chosen = -1;
  std::uint64_t candidates = 0;
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const Burst& burst = burst_of(queue[i]);
    if (std::ranges::find(ids, burst.id) == ids.end()) {
      ids.push_back(burst.id);
      if (burst.ready_at <= harness_.cycle() && random_.below(++candidates) == 0) chosen = static_cast<int>(i);
    }
    if (!timing_.reorder) break;
  }
  return chosen;
}

void AxiMemory::drive_read_data() {
  const bool willing = r_gaps_.next();
  if (!showing_r_ && willing && read_tokens_ >= kTokensPerBeat) {
    if (!reading_) {
      if (const int next = choose(reads_); next >= 0) {
        open_read_ = reads_[static_cast<std::size_t>(next)];
        reads_.erase(reads_.begin() + next);
        reading_ = true;
        read_beat_ = 0;
      }
    }
    if (reading_) show_read_beat();
  }
  pins_.rvalid.set(showing_r_ ? 1 : 0);
}

void AxiMemory::show_read_beat() {
  const bool exists = space_.read(open_read_.address + read_beat_ * beat_bytes_, pins_.rdata.bytes());
  if (!exists && !open_read_.error) ++counters_.errors;
  open_read_.error |= !exists;
  pins_.rid.set(open_read_.id);
  pins_.rresp.set(exists ? kOkay : kDecodeError);
  pins_.rlast.set(read_beat_ + 1 == open_read_.beats ? 1 : 0);
  showing_r_ = true;
  read_tokens_ -= kTokensPerBeat;
  ++counters_.read_beats;
}

void AxiMemory::drive_write_answer() {
  const bool willing = b_gaps_.next();
  if (!showing_b_ && willing) {
    if (const int next = choose(writes_); next >= 0) {
      const Write write = std::move(writes_[static_cast<std::size_t>(next)]);
      writes_.erase(writes_.begin() + next);
      bool exists = true;
      for (std::uint32_t i = 0; i < write.burst.beats; ++i) {
        exists &= space_.write(write.burst.address + i * beat_bytes_, write.beats[i].data, write.beats[i].strobes);
      }
      counters_.errors += exists ? 0 : 1;
      pins_.bid.set(write.burst.id);
      pins_.bresp.set(exists ? kOkay : kDecodeError);
      showing_b_ = true;
    }
  }
  pins_.bvalid.set(showing_b_ ? 1 : 0);
}

void AxiMemory::reset() {
  for (Offer* offer : {&aw_offer_, &w_offer_, &ar_offer_}) *offer = {};
  reads_.clear();
  write_addresses_.clear();
  write_data_.clear();
  writes_.clear();
  reading_ = showing_r_ = showing_b_ = false;
  for (Pin* pin : {&pins_.arready, &pins_.awready, &pins_.wready, &pins_.rvalid, &pins_.bvalid}) pin->set(0);
}

bool AxiMemory::idle() const {
  const std::uint32_t promised = pins_.wready.high() ? kTokensPerBeat : 0;
  const bool rested = read_tokens_ == kMostTokens && write_tokens_ + promised == kMostTokens;
  return rested && reads_.empty() && !reading_ && write_addresses_.empty() && write_data_.empty() && writes_.empty() &&
         !showing_b_;
}

}  // namespace flue::sim
