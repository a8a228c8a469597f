// Harness: clock, reset, cycle count and failures of one Verilated model, and the bus models (Agent) around it.
// ModelHarness<Top> in model_harness.h adds the model itself.
//
// One cycle: every agent looks at the settled signals (sample), the clock rises, every agent sets the inputs of the
// next cycle (drive), the logic settles. An agent's outputs depend only on what it has sampled, so their order is
// irrelevant.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/verilated/pin.h"

namespace flue::sim {

class Harness;

class Agent {
 public:
  explicit Agent(Harness& harness);  // joins it; the harness must outlive the agent
  virtual ~Agent();
  Agent(const Agent&) = delete;
  Agent& operator=(const Agent&) = delete;

  virtual void sample() = 0;                    // the cycle that ends now: what is valid and ready is a transfer
  virtual void drive() = 0;                     // the inputs of the next cycle
  virtual void skipped() {}                     // cycle() has jumped: what depends on it alone is to be set again
  virtual void reset() = 0;                     // outputs inactive, nothing under way
  [[nodiscard]] virtual bool idle() const = 0;  // neither sample nor drive would change anything but for new input

 protected:
  Harness& harness_;
};

class Harness {
 public:
  // Told each failure: what happened, with cycle and reset seed. The default prints it and aborts.
  using FailureHandler = std::function<void(const std::string& what)>;

  explicit Harness(std::uint32_t reset_seed);
  virtual ~Harness();
  Harness(const Harness&) = delete;
  Harness& operator=(const Harness&) = delete;

  // Rising clock edges since construction, skipped ones included.
  [[nodiscard]] std::uint64_t cycle() const { return cycle_; }
  // Of them, those that were computed.
  [[nodiscard]] std::uint64_t busy_cycles() const { return busy_cycles_; }
  [[nodiscard]] std::uint32_t reset_seed() const { return reset_seed_; }

  // Holds reset for 8 cycles; agents start anew.
  void reset();
  void step();
  // Both stop early after a failure. run_until: whether done() held within `budget` cycles; if not, that is a failure.
  void run(std::uint64_t cycles);
  bool run_until(const std::function<bool()>& done, std::uint64_t budget = 100'000);
  // Passes over cycles in which nothing would happen: the model and all agents must be idle.
  void skip(std::uint64_t cycles);
  [[nodiscard]] bool agents_idle() const;

  void fail(const std::string& what);
  [[nodiscard]] bool failed() const { return failures_ > 0; }
  [[nodiscard]] std::uint64_t failures() const { return failures_; }
  void on_failure(FailureHandler handler) { handler_ = std::move(handler); }

 protected:
  virtual void set_reset(bool active) = 0;
  virtual void edge() = 0;    // clock up, evaluate
  virtual void settle() = 0;  // clock down, evaluate with the new inputs

 private:
  friend class Agent;
  std::uint32_t reset_seed_;
  std::uint64_t cycle_ = 0;
  std::uint64_t busy_cycles_ = 0;
  std::uint64_t failures_ = 0;
  FailureHandler handler_;
  std::vector<Agent*> agents_;
};

// Drives a port `now_us` with the time that the cycles make: microsecond n begins at cycle n * cycles_per_us.
class MicrosecondClock final : public Agent {
 public:
  MicrosecondClock(Harness& harness, Pin now_us, std::uint32_t cycles_per_us = 300)
      : Agent(harness), pin_(now_us), cycles_per_us_(cycles_per_us) {}
  void sample() override {}
  void drive() override { pin_.set(harness_.cycle() / cycles_per_us_); }
  void skipped() override { drive(); }
  void reset() override { drive(); }
  [[nodiscard]] bool idle() const override { return true; }

 private:
  Pin pin_;
  std::uint32_t cycles_per_us_;
};

}  // namespace flue::sim
