// A world for commands: answers that the test gives, and a record of what was asked.
#pragma once

#include <deque>
#include <sstream>
#include <string>
#include <vector>

#include "host/cli/cli.h"

namespace flue::cli {

class FakeSystem {
 public:
  std::deque<Result<Json, std::string>> answers;  // taken one after the other; the last one stays
  std::vector<Json> requests;
  std::vector<std::string> control_dirs;
  std::vector<std::chrono::milliseconds> pauses;
  std::ostringstream out;
  std::ostringstream err;

  int run(const std::vector<std::string>& words) { return run_command_line(words, system(), out, err); }

  System system() {
    return {.ask =
                [this](const std::string& dir, const Json& request, std::chrono::milliseconds) {
                  control_dirs.push_back(dir);
                  requests.push_back(request);
                  Result<Json, std::string> answer = answers.front();
                  if (answers.size() > 1) answers.pop_front();
                  return answer;
                },
            .resolve = [](const std::string& name) -> std::optional<Ipv4Addr> {
              if (name == "peer") return Ipv4Addr(10, 99, 99, 2);
              return Ipv4Addr::parse(name);
            },
            .endpoint_name =
                [](const Endpoint& endpoint, std::string_view) {
                  return (endpoint.address.is_any() ? "here" : "host") + std::string(":port") +
                         std::to_string(endpoint.port.number());
                },
            .pause = [this](std::chrono::milliseconds time) { pauses.push_back(time); }};
  }
};

}  // namespace flue::cli
