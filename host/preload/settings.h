// What `flue run` tells this library through the environment.
#pragma once

#include <sys/un.h>

namespace flue::preload {

inline constexpr char kControlVariable[] = "FLUE_CONTROL";    // path of the daemon's programs.sock
inline constexpr char kLoopbackVariable[] = "FLUE_LOOPBACK";  // "kernel", "flue" or "both"

// Who serves 127/8: the kernel (default); Flue; or the kernel, with listeners on every address also reachable there.
enum class Loopback : unsigned char { kKernel, kFlue, kBoth };

struct Settings {
  char control[sizeof(sockaddr_un::sun_path)];  // "" if not run by `flue run`: then nothing is replaced
  Loopback loopback;
  [[nodiscard]] bool active() const { return control[0] != '\0'; }
};

const Settings& settings();

// One line on standard error, if that is still what it was when the program started (a daemon may have closed it and
// reused the number). Each of the few messages is printed once per process.
enum class Message : unsigned char { kNoDaemon, kVersion, kBacklogCut, kNoLoopback };
void print_once(Message message, const char* text);

}  // namespace flue::preload
