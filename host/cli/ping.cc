#include "host/cli/ping.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>

namespace flue::cli {
namespace {

constexpr std::chrono::milliseconds kInterval{1000};  // between two requests

struct PingOptions {
  std::string target;
  std::uint32_t count = 4;
  std::uint32_t size = 32;
  std::uint32_t wait_ms = 1000;
  std::uint32_t ttl = 0;  // 0: the profile's
  bool dont_fragment = false;
};

bool is_reply(const Json& answer) { return answer.at("outcome") == "reply"; }

// The reference's clock cannot tell less than 10 ms (V-12, V-42).
std::string reply_time(std::int64_t microseconds) {
  return microseconds < 10'000 ? "time<10ms" : fmt::format("time={}ms", microseconds / 1000);
}

std::int64_t shown_ms(const Json& summary, const char* key) {
  const auto microseconds = summary.at(key).get<std::int64_t>();
  return microseconds < 10'000 ? 0 : microseconds / 1000;
}

void run(Session& session, const PingOptions& options) {
  const auto address = session.system.resolve(options.target);
  if (!address) {
    session.fail(fmt::format("ping: unknown host {}", options.target));
    return;
  }
  Json request{{"command", "ping"},
               {"address", to_string(*address)},
               {"size", options.size},
               {"wait_ms", options.wait_ms},
               {"dont_fragment", options.dont_fragment}};
  if (options.ttl != 0) request["ttl"] = options.ttl;
  if (!session.json)
    session.out << render_ping_heading(options.target, to_string(*address), options.size) << std::flush;

  Json answers = Json::array();
  for (std::uint32_t i = 0; i < options.count; ++i) {
    if (i > 0) session.system.pause(kInterval);
    const auto answer = session.request(request, std::chrono::milliseconds(options.wait_ms) + std::chrono::seconds(5));
    if (!answer) return;
    if (!session.json) session.out << render_ping_answer(*answer) << std::flush;
    answers.push_back(*answer);
  }
  const Json summary = summarize_pings(to_string(*address), answers);
  session.show(summary, render_ping_statistics);
  if (summary.at("received") == 0) session.status = 1;
}

}  // namespace

std::string render_ping_heading(const std::string& name, const std::string& address, std::uint32_t bytes) {
  const std::string target = name == address ? address : fmt::format("{} [{}]", name, address);
  return fmt::format("\nPinging {} with {} bytes of data:\n\n", target, bytes);
}

std::string render_ping_answer(const Json& answer) {
  const auto outcome = answer.at("outcome").get<std::string>();
  if (outcome == "timed_out") return "Request timed out.\n";
  if (outcome == "needs_fragmentation" && !answer.contains("from")) {
    return "Packet needs to be fragmented but DF set.\n";
  }
  if (outcome == "no_route") return "Destination host unreachable.\n";
  const auto from = answer.at("from").get<std::string>();
  if (outcome == "reply") {
    return fmt::format("Reply from {}: bytes={} {} TTL={}\n", from, answer.at("bytes").get<std::uint64_t>(),
                       reply_time(answer.at("time_us").get<std::int64_t>()), answer.at("ttl").get<unsigned>());
  }
  if (outcome == "time_exceeded") return fmt::format("Reply from {}: TTL expired in transit.\n", from);
  if (outcome == "needs_fragmentation") {
    return fmt::format("Reply from {}: Packet needs to be fragmented but DF set.\n", from);
  }
  return fmt::format("Reply from {}: Destination host unreachable.\n", from);
}

Json summarize_pings(const std::string& address, const Json& answers) {
  std::uint64_t received = 0;
  std::int64_t least = 0, most = 0, total = 0;
  for (const Json& answer : answers) {
    if (!is_reply(answer)) continue;
    const auto time = answer.at("time_us").get<std::int64_t>();
    least = received == 0 ? time : std::min(least, time);
    most = std::max(most, time);
    total += time;
    ++received;
  }
  const std::uint64_t sent = answers.size();
  const std::uint64_t lost = sent - received;
  Json summary{{"address", address},
               {"sent", sent},
               {"received", received},
               {"lost", lost},
               {"loss_percent", sent == 0 ? 0 : lost * 100 / sent},
               {"answers", answers}};
  if (received > 0) {
    summary["minimum_us"] = least;
    summary["maximum_us"] = most;
    summary["average_us"] = total / static_cast<std::int64_t>(received);
  }
  return summary;
}

std::string render_ping_statistics(const Json& summary) {
  std::string text =
      fmt::format("\nPing statistics for {}:\n    Packets: Sent = {}, Received = {}, Lost = {} ({}% loss)",
                  summary.at("address").get<std::string>(), summary.at("sent").get<std::uint64_t>(),
                  summary.at("received").get<std::uint64_t>(), summary.at("lost").get<std::uint64_t>(),
                  summary.at("loss_percent").get<std::uint64_t>());
  if (!summary.contains("minimum_us")) return text + "\n";
  return text + fmt::format(
                    ",\nApproximate round trip times in milli-seconds:\n"
                    "    Minimum = {}ms, Maximum = {}ms, Average = {}ms\n",
                    shown_ms(summary, "minimum_us"), shown_ms(summary, "maximum_us"), shown_ms(summary, "average_us"));
}

void add_ping(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("ping", "Send echo requests from Flue's stack");
  const auto options = std::make_shared<PingOptions>();
  command->add_option("target", options->target, "Address or name")->required();
  command->add_option("-n", options->count, "Number of requests")->check(CLI::Range(1u, 4294967295u));
  command->add_option("-l", options->size, "Bytes of data")->check(CLI::Range(0u, 65500u));
  command->add_flag("-f", options->dont_fragment, "Set Don't Fragment");
  command->add_option("-i", options->ttl, "Time to live")->check(CLI::Range(1u, 255u));
  command->add_option("-w", options->wait_ms, "Milliseconds to wait for each answer")->check(CLI::Range(1u, 60000u));
  command->callback([&session, options] { run(session, *options); });
}

}  // namespace flue::cli
