// Where a model's failed assertions, $error and $fatal go: to the Harness that is evaluating it on this thread.
#pragma once

namespace flue::sim {

class Harness;

// Made around each evaluation of a model.
class AssertionScope {
 public:
  explicit AssertionScope(Harness& harness);
  ~AssertionScope();
  AssertionScope(const AssertionScope&) = delete;
  AssertionScope& operator=(const AssertionScope&) = delete;

 private:
  Harness* before_;
};

}  // namespace flue::sim
