// Runs a piece of a test in a process of its own, where it may give up rights or change its environment.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <string>

namespace flue::daemon {

// What `body` returned in the child; "ended abnormally" if it did not return.
inline std::string in_child(const std::function<std::string()>& body) {
  int ends[2];
  if (pipe(ends) != 0) return "no pipe";
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    const std::string answer = body() + "\n";
    const bool written = write(ends[1], answer.data(), answer.size()) == static_cast<ssize_t>(answer.size());
    _exit(written ? 0 : 1);
  }
  close(ends[1]);
  std::string answer;
  char block[4096];
  for (ssize_t n = 0; (n = read(ends[0], block, sizeof(block))) > 0;) answer.append(block, static_cast<std::size_t>(n));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || answer.empty()) return "ended abnormally";
  answer.pop_back();
  return answer;
}

}  // namespace flue::daemon
