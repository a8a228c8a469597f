#include "sim/verilated/assertions.h"

#include <fmt/format.h>
#include <verilated.h>

#include <cstdio>
#include <cstdlib>

#include "sim/verilated/harness.h"

namespace flue::sim {
namespace {

// Verilator calls free functions without any handle of the model's user, hence the only global here.
thread_local Harness* evaluating = nullptr;

void stopped(const char* file, int line, const char* message) {
  const std::string what = fmt::format("{}:{}: {}", file, line, message);
  if (evaluating != nullptr) {
    evaluating->fail(what);
    return;
  }
  fmt::print(stderr, "{}\n", what);
  std::abort();
}

}  // namespace

AssertionScope::AssertionScope(Harness& harness) : before_(evaluating) { evaluating = &harness; }
AssertionScope::~AssertionScope() { evaluating = before_; }

}  // namespace flue::sim

// The model has printed the text of the assertion before it calls this.
void vl_stop(const char* filename, int linenum, const char*) {
  flue::sim::stopped(filename, linenum, "assertion failed");
}
void vl_fatal(const char* filename, int linenum, const char*, const char* message) {
  flue::sim::stopped(filename, linenum, message);
}
