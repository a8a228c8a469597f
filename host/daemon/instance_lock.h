// One daemon per control_dir: the lock lives as long as the object, and ends with the process in any case.
#pragma once

#include <string>

#include "host/base/result.h"

namespace flue::daemon {

class InstanceLock {
 public:
  // Locks DIRECTORY/flued.lock and writes this process's id into it. The error is "what is wrong; what to do".
  static Result<InstanceLock, std::string> take(const std::string& directory);

  InstanceLock(InstanceLock&& other) noexcept;
  InstanceLock& operator=(InstanceLock&&) = delete;
  ~InstanceLock();

 private:
  explicit InstanceLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace flue::daemon
