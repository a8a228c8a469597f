// From the text of a .story file to a Story.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <string_view>

#include "tests/stories/runner/segment_text.h"
#include "tests/stories/runner/story.h"
#include "tests/stories/runner/words.h"

namespace flue::story {
namespace {

constexpr std::array kVerbs = {"listen",   "unlisten", "accept",  "connect",    "write",    "read",
                               "shutdown", "close",    "abort",   "close_all",  "set",      "unread",
                               "icmp",     "state",    "event",   "no_event",   "readable", "writable",
                               "finished", "value",    "counter", "local_port", "nothing"};

constexpr std::array kProfiles = {"nt4", "win2000", "win2003", "modern"};

class Parser {
 public:
  explicit Parser(std::string name) { story_.name = std::move(name); }

  Result<Story, ParseFailure> parse(std::string_view text) {
    story_.connections["main"] = {Endpoint{Ipv4Addr(10, 77, 0, 1), Port(40000)}, Port(0), 0};
    for (line_ = 1; !text.empty(); ++line_) {
      const auto end = std::min(text.find('\n'), text.size());
      const auto content = trimmed(without_comment(text.substr(0, end)));
      text.remove_prefix(std::min(end + 1, text.size()));
      if (!content.empty()) parse_line(content);
      if (failure_) return fail(*failure_);
    }
    if (story_.profiles.empty()) story_.profiles = {"win2003"};
    if (story_.requirements.empty() && story_.rfc.empty()) {
      return fail(ParseFailure{0, "neither a requirement: nor an rfc: line"});
    }
    if (story_.steps.empty()) return fail(ParseFailure{0, "no steps"});
    return std::move(story_);
  }

 private:
  void complain(std::string message) {
    if (!failure_) failure_ = ParseFailure{line_, std::move(message)};
  }

  void parse_line(std::string_view line) {
    const auto colon = line.find(':');
    const auto key = trimmed(line.substr(0, colon));
    const bool header = colon != std::string_view::npos && !key.empty() &&
                        key.find_first_not_of("abcdefghijklmnopqrstuvwxyz_ 0123456789") == std::string_view::npos &&
                        key.front() >= 'a' && key.front() <= 'z' && colon + 1 < line.size() && line[colon + 1] == ' ';
    if (header) {
      if (!story_.steps.empty()) return complain("header line after the first step");
      return parse_header(key, trimmed(line.substr(colon + 1)));
    }
    parse_step(line);
  }

  void parse_header(std::string_view key, std::string_view value) {
    if (key == "requirement") {
      for (const auto word : words_of(value)) story_.requirements.emplace_back(word);
    } else if (key == "profile") {
      for (const auto word : words_of(value)) {
        if (std::find(kProfiles.begin(), kProfiles.end(), word) == kProfiles.end()) {
          return complain(fmt::format("unknown profile '{}'", word));
        }
        story_.profiles.emplace_back(word);
      }
    } else if (key == "parameter") {
      parse_parameter(value);
    } else if (key == "interface") {
      parse_interface(value);
    } else if (key == "tolerance") {
      if (const auto seconds = parse_duration(value)) return void(story_.tolerance = *seconds);
      complain("tolerance: not a time");
    } else if (key == "rfc") {
      story_.rfc = value;
    } else if (key == "vector") {
      // Said to the reader only.
    } else if (key == "connection" || key.starts_with("connection ")) {
      const auto name = key == "connection" ? "main" : trimmed(key.substr(10));
      parse_connection(std::string(name), value);
    } else {
      complain(fmt::format("unknown header '{}'", key));
    }
  }

  void parse_parameter(std::string_view value) {
    const auto equals = value.find('=');
    if (equals == std::string_view::npos) return complain("parameter: NAME = VALUE");
    const auto number = parse_number(trimmed(value.substr(equals + 1)));
    if (!number) return complain("parameter: the value is not a number");
    story_.setup.parameters.push_back({std::string(trimmed(value.substr(0, equals))), *number, line_});
  }

  void parse_interface(std::string_view value) {
    for (const auto& [key, text] : pairs_of(value)) {
      if (key == "mtu") {
        const auto mtu = parse_number(text);
        if (!mtu) return complain("mtu: not a number");
        story_.setup.mtu = static_cast<std::uint32_t>(*mtu);
      } else if (key == "speed") {
        const auto speed = parse_speed(text);
        if (!speed) return complain("speed: a number with K, M or G");
        story_.setup.speed = *speed;
      } else {
        return complain(fmt::format("interface: unknown key '{}'", key));
      }
    }
  }

  void parse_connection(const std::string& name, std::string_view value) {
    ConnectionText connection = story_.connections["main"];
    for (const auto& [key, text] : pairs_of(value)) {
      const auto number = parse_number(text);
      if (key == "address") {
        const auto address = Ipv4Addr::parse(text);
        if (!address) return complain("address: not an IPv4 address");
        connection.peer.address = *address;
      } else if (!number) {
        return complain(fmt::format("connection: {}: not a number", key));
      } else if (key == "port") {
        connection.peer.port = Port(static_cast<std::uint16_t>(*number));
      } else if (key == "local") {
        connection.local_port = Port(static_cast<std::uint16_t>(*number));
      } else if (key == "isn") {
        connection.isn = static_cast<std::uint32_t>(*number);
      } else {
        return complain(fmt::format("connection: unknown key '{}'", key));
      }
    }
    story_.connections[name] = connection;
  }

  void parse_step(std::string_view line) {
    Step step;
    step.line = line_;
    step.text = std::string(line);
    step.connection = "main";
    auto word = first_word(line);
    if (const auto when = parse_when(word)) {
      step.when = *when;
      line = trimmed(line.substr(word.size()));
      word = first_word(line);
    }
    if (story_.connections.contains(std::string(word))) {
      step.connection = std::string(word);
      line = trimmed(line.substr(word.size()));
      word = first_word(line);
    }
    if (word == "<" || word == ">") {
      auto segment = parse_segment(trimmed(line.substr(1)));
      if (!segment) return complain(segment.error());
      step.what = word == "<" ? decltype(step.what)(Inject{std::move(*segment)}) : Expect{std::move(*segment)};
    } else {
      if (std::find(kVerbs.begin(), kVerbs.end(), word) == kVerbs.end()) {
        return complain(fmt::format("neither a time, a connection, '<', '>' nor a known call: '{}'", word));
      }
      Call call{std::string(word), {}, {}};
      for (const auto& [key, value] : pairs_of(trimmed(line.substr(word.size())))) {
        if (value.empty()) {
          call.words.emplace_back(key);
        } else {
          call.options.emplace(key, value);
        }
      }
      step.what = std::move(call);
    }
    story_.steps.push_back(std::move(step));
  }

  static std::string_view without_comment(std::string_view line) { return line.substr(0, line.find('#')); }

  static std::optional<When> parse_when(std::string_view word) {
    When when;
    when.base = word.starts_with('+') ? When::Base::kPrevious : When::Base::kStart;
    if (word.starts_with('+')) word.remove_prefix(1);
    const auto dots = word.find("..");
    const auto from = parse_duration(word.substr(0, dots));
    if (!from) return std::nullopt;
    when.from = *from;
    if (dots == std::string_view::npos) return when;
    when.to = parse_duration(word.substr(dots + 2));
    if (!when.to) return std::nullopt;
    return when;
  }

  Story story_;
  int line_ = 0;
  std::optional<ParseFailure> failure_;
};

}  // namespace

Result<Story, ParseFailure> parse_story(std::string_view text, std::string name) {
  return Parser(std::move(name)).parse(text);
}

}  // namespace flue::story
