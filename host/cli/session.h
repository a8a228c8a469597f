// Session: what every command of `flue` works with. The world outside (daemon, names, waiting) is handed in, so that a
// command runs in a test as it does in main.cc.
#pragma once

#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include "host/base/address.h"
#include "host/base/result.h"

namespace flue::cli {

using Json = nlohmann::json;

struct System {
  // Asks the daemon whose sockets are in control_dir; the error is one line for the user.
  std::function<Result<Json, std::string>(const std::string& control_dir, const Json& request,
                                          std::chrono::milliseconds patience)>
      ask;
  std::function<std::optional<Ipv4Addr>(const std::string& name)> resolve;
  // An endpoint by names instead of numbers, as far as there are any ("web:http").
  std::function<std::string(const Endpoint& endpoint, std::string_view proto)> endpoint_name;
  std::function<void(std::chrono::milliseconds)> pause;
};

inline constexpr const char* kDefaultControlDir = "/run/flue";

class Session {
 public:
  Session(System world, std::ostream& answers, std::ostream& complaints)
      : system(std::move(world)), out(answers), err(complaints) {}

  System system;
  std::ostream& out;
  std::ostream& err;
  std::string control_dir = kDefaultControlDir;
  bool json = false;  // --json
  int status = 0;     // of the process

  // The daemon's answer; without one, or with {"error"}, the reason is on `err` and the status 1.
  std::optional<Json> request(const Json& request,
                              std::chrono::milliseconds patience = std::chrono::milliseconds(10'000)) {
    const auto answer = system.ask(control_dir, request, patience);
    if (!answer) return fail(answer.error());
    if (const auto it = answer->find("error"); it != answer->end())
      return fail(it->is_string() ? it->get<std::string>() : "");
    return *answer;
  }

  std::nullopt_t fail(std::string_view why) {
    err << "flue: " << why << '\n';
    status = 1;
    return std::nullopt;
  }

  // With --json the answer itself, else its text form.
  void show(const Json& answer, const std::function<std::string(const Json&)>& render) {
    out << (json ? answer.dump(2) + "\n" : render(answer)) << std::flush;
  }
};

}  // namespace flue::cli
