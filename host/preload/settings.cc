#include "host/preload/settings.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>

#include "host/preload/real.h"

namespace flue::preload {

namespace {

Settings values;
std::atomic<bool> read_already{false};
struct stat first_stderr;
bool have_stderr = false;
std::atomic<unsigned> printed{0};

void read_environment() {
  Settings fresh{};
  const char* control = getenv(kControlVariable);
  if (control != nullptr && strlen(control) < sizeof(fresh.control)) strcpy(fresh.control, control);
  const char* loopback = getenv(kLoopbackVariable);
  if (loopback != nullptr && strcmp(loopback, "flue") == 0) fresh.loopback = Loopback::kFlue;
  if (loopback != nullptr && strcmp(loopback, "both") == 0) fresh.loopback = Loopback::kBoth;
  values = fresh;
  have_stderr = fstat(STDERR_FILENO, &first_stderr) == 0;
  read_already.store(true, std::memory_order_release);
}

// As early as possible: a program may change its environment later.
__attribute__((constructor)) void on_load() { settings(); }

}  // namespace

const Settings& settings() {
  if (!read_already.load(std::memory_order_acquire)) read_environment();
  return values;
}

void print_once(Message message, const char* text) {
  const unsigned bit = 1u << static_cast<unsigned>(message);
  if ((printed.fetch_or(bit) & bit) != 0) return;
  struct stat now;
  if (!have_stderr || fstat(STDERR_FILENO, &now) != 0) return;
  if (now.st_dev != first_stderr.st_dev || now.st_ino != first_stderr.st_ino) return;
  if (write(STDERR_FILENO, text, strlen(text)) < 0) return;  // nobody left to tell
}

}  // namespace flue::preload
