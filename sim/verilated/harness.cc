#include "sim/verilated/harness.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace flue::sim {

Agent::Agent(Harness& harness) : harness_(harness) { harness_.agents_.push_back(this); }
Agent::~Agent() { std::erase(harness_.agents_, this); }

Harness::Harness(std::uint32_t reset_seed) : reset_seed_(reset_seed) {
  handler_ = [](const std::string& what) {
    fmt::print(stderr, "{}\n", what);
    std::abort();
  };
}
Harness::~Harness() = default;

void Harness::reset() {
  constexpr int kCycles = 8;
  set_reset(true);
  for (Agent* agent : agents_) agent->reset();
  settle();
  for (int i = 0; i < kCycles; ++i) {
    ++cycle_;
    ++busy_cycles_;
    edge();
    for (Agent* agent : agents_) agent->reset();
    if (i == kCycles - 1) set_reset(false);
    settle();
  }
}

void Harness::step() {
  for (Agent* agent : agents_) agent->sample();
  ++cycle_;
  ++busy_cycles_;
  edge();
  for (Agent* agent : agents_) agent->drive();
  settle();
}

void Harness::run(std::uint64_t cycles) {
  for (std::uint64_t i = 0; i < cycles && !failed(); ++i) step();
}

bool Harness::run_until(const std::function<bool()>& done, std::uint64_t budget) {
  for (std::uint64_t i = 0; i < budget && !failed(); ++i) {
    if (done()) return true;
    step();
  }
  if (failed()) return false;
  if (done()) return true;
  fail(fmt::format("not done after {} cycles", budget));
  return false;
}

void Harness::skip(std::uint64_t cycles) {
  cycle_ += cycles;
  for (Agent* agent : agents_) agent->skipped();
  settle();
}

bool Harness::agents_idle() const {
  return std::all_of(agents_.begin(), agents_.end(), [](const Agent* agent) { return agent->idle(); });
}

void Harness::fail(const std::string& what) {
  ++failures_;
  handler_(fmt::format("reset_seed={} cycle={}: {}", reset_seed_, cycle_, what));
}

}  // namespace flue::sim
