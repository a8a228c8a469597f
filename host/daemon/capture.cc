#include "host/daemon/capture.h"

#include <chrono>

#include "host/daemon/event_loop.h"

namespace flue::daemon {

Result<Capture, std::string> Capture::create(const std::string& path, Log& log) {
  const Duration epoch = std::chrono::system_clock::now().time_since_epoch() - monotonic_now().time_since_epoch();
  auto writer = PcapWriter::create(path, epoch);
  if (!writer) return fail(writer.error().message);
  return Capture(std::move(*writer), path, log);
}

void Capture::write(Bytes frame, TimePoint when) {
  if (stopped_) return;
  if (const auto done = writer_.write(frame, when); !done) return stop(done.error());
  dirty_ = true;
}

void Capture::flush() {
  if (!dirty_ || stopped_) return;
  dirty_ = false;
  if (const auto done = writer_.flush(); !done) stop(done.error());
}

void Capture::stop(const LinkError& error) {
  stopped_ = true;
  (*log_)(LogLevel::kError, "the capture into {} ends here: {}", path_, error.message);
}

}  // namespace flue::daemon
