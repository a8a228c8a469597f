#include "host/cli/run.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "host/cli/preload_path.h"
#include "host/cli/program_check.h"
#include "host/control/codec.h"
#include "host/preload/settings.h"

namespace flue::cli {
namespace {

constexpr int kRefused = 2;
constexpr int kCannotExecute = 126;
constexpr int kNotFound = 127;

struct RunSettings {
  std::string loopback = "kernel";
  std::string control_dir = "/run/flue";
  std::vector<std::string> program;
};

int refuse(const std::string& why, int status = kRefused) {
  std::cerr << "flue run: " << why << '\n';
  return status;
}

// Says hello as a program would. Empty if the daemon answers as it should; else what is wrong.
std::string ask_daemon(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) return path + " is too long for a socket; shorten control_dir";
  std::memcpy(address.sun_path, path.c_str(), path.size());
  const int channel = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  if (channel < 0 || connect(channel, generic, sizeof(address)) != 0) {
    const bool forbidden = errno == EACCES;
    if (channel >= 0) close(channel);
    return forbidden ? "this user may not use flued; it must be in the group of " + path
                     : "no daemon answers at " + path + "; start flued or give --control-dir";
  }
  const timeval patience{5, 0};
  setsockopt(channel, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  const flue_hello own = control::own_hello();
  flue_hello theirs{};
  const bool answered = send(channel, &own, sizeof(own), MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof(own)) &&
                        recv(channel, &theirs, sizeof(theirs), 0) == static_cast<ssize_t>(sizeof(theirs));
  close(channel);
  if (!answered) return "the daemon at " + path + " does not answer";
  if (!control::check_hello(std::as_bytes(std::span(&theirs, 1)))) {
    return "the daemon at " + path + " is of another version than this flue; restart it";
  }
  return {};
}

void set_environment(const RunSettings& settings, const std::string& socket, const std::string& library) {
  setenv(preload::kControlVariable, socket.c_str(), 1);
  setenv(preload::kLoopbackVariable, settings.loopback.c_str(), 1);
  const char* others = getenv("LD_PRELOAD");
  const std::string preloads = others == nullptr || *others == '\0' ? library : library + ":" + others;
  setenv("LD_PRELOAD", preloads.c_str(), 1);
}

int start(const RunSettings& settings) {
  const char* path = getenv("PATH");
  const std::string search = path != nullptr ? path : "/usr/bin:/bin";
  const auto file = find_program(settings.program.front(), search);
  if (!file) return refuse(settings.program.front() + ": not found, or not executable", kNotFound);
  if (const auto checked = check_program(*file, search); !checked) return refuse(checked.error());
  const std::string library = find_preload_library();
  if (library.empty()) return refuse("libflue_preload.so is not beside this program; install Flue anew");
  // Absolute, for the program may change its directory.
  const std::string socket = std::filesystem::absolute(settings.control_dir).lexically_normal() / FLUE_CONTROL_SOCKET;
  if (const std::string wrong = ask_daemon(socket); !wrong.empty()) return refuse(wrong);
  set_environment(settings, socket, library);
  std::vector<std::string> words = settings.program;
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execv(file->c_str(), arguments.data());
  return refuse(*file + ": " + std::strerror(errno), kCannotExecute);
}

}  // namespace

int run_command(int argc, char** argv) {
  RunSettings settings;
  CLI::App app("Starts a program whose TCP sockets are Flue's", "flue run");
  app.add_option("--loopback", settings.loopback,
                 "Who serves 127.0.0.0/8: the kernel; Flue; or the kernel, with listeners on all addresses also there")
      ->check(CLI::IsMember(std::set<std::string>{"kernel", "flue", "both"}))
      ->capture_default_str();
  app.add_option("--control-dir", settings.control_dir, "Where the daemon's sockets are")
      ->envname("FLUE_CONTROL_DIR")
      ->capture_default_str();
  app.add_option("program", settings.program, "PROGRAM ARGUMENTS, after --")->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error, std::cout, std::cerr);
    return refuse(std::string(error.what()) + "; see flue run --help");
  }
  return start(settings);
}

}  // namespace flue::cli
