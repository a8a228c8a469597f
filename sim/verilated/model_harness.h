// ModelHarness<Top>: a Verilated top with ports clk and rst, run cycle by cycle. Registers without reset start with
// random values from `reset_seed`: run each test under two, an answer that changes has found a missing reset.
#pragma once

#include <verilated.h>
#include <verilated_fst_c.h>

#include <cstdint>
#include <memory>
#include <string>

#include "sim/verilated/assertions.h"
#include "sim/verilated/harness.h"

namespace flue::sim {

// Cycles to write to an FST file; nothing if `file` is empty.
struct WaveWindow {
  std::string file;
  std::uint64_t from = 0;
  std::uint64_t to = UINT64_MAX;
};

template <class Top>
class ModelHarness : public Harness {
 public:
  explicit ModelHarness(std::uint32_t reset_seed, WaveWindow wave = {})
      : Harness(reset_seed), context_(seeded(reset_seed, wave)), top_(context_.get()), wave_(std::move(wave)) {
    top_.clk = 0;
    if constexpr (kTraces) {
      if (!wave_.file.empty()) {
        fst_ = std::make_unique<VerilatedFstC>();
        top_.trace(fst_.get(), 99);
      }
    }
  }
  ~ModelHarness() override {
    if (fst_ && fst_->isOpen()) fst_->close();
    top_.final();
  }

  [[nodiscard]] Top& dut() { return top_; }

 protected:
  void set_reset(bool active) override { top_.rst = active ? 1 : 0; }
  void edge() override {
    top_.clk = 1;
    evaluate(2 * cycle());
  }
  void settle() override {
    top_.clk = 0;
    evaluate(2 * cycle() + 1);
  }

 private:
  static constexpr bool kTraces = requires(Top & top, VerilatedFstC* fst) { top.trace(fst, 99); };

  static std::unique_ptr<VerilatedContext> seeded(std::uint32_t reset_seed, const WaveWindow& wave) {
    auto context = std::make_unique<VerilatedContext>();
    context->randReset(2);
    context->randSeed(static_cast<int>(reset_seed));
    if (!wave.file.empty()) context->traceEverOn(true);
    return context;
  }

  void evaluate(std::uint64_t half_cycle) {
    const AssertionScope scope(*this);
    Verilated::threadContextp(context_.get());
    context_->time(half_cycle);
    top_.eval();
    if (fst_ && cycle() >= wave_.from && cycle() <= wave_.to) {
      if (!fst_->isOpen()) fst_->open(wave_.file.c_str());
      fst_->dump(half_cycle);
    }
  }

  std::unique_ptr<VerilatedContext> context_;
  Top top_;
  WaveWindow wave_;
  std::unique_ptr<VerilatedFstC> fst_;
};

}  // namespace flue::sim
