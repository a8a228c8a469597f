#include "tests/stories/runner/calls.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

#include "tests/stories/runner/words.h"

namespace flue::story {
namespace {

// One call at work: its line, its connection, and readers for its words that remember the first mistake.
class Work {
 public:
  Work(Session& session, const std::string& name, const Call& call) : session(session), name(name), call(call) {}

  std::uint64_t number(std::size_t index) {
    if (index >= call.words.size()) return complain(fmt::format("'{}' needs a number", call.verb)), 0;
    return number(call.words[index]);
  }
  std::uint64_t number(const std::string& text) {
    const auto value = parse_number(text);
    if (!value || *value < 0) return complain(fmt::format("not a number: '{}'", text)), 0;
    return static_cast<std::uint64_t>(*value);
  }
  bool on_off(const std::string& text) {
    if (text != "on" && text != "off") complain(fmt::format("neither on nor off: '{}'", text));
    return text == "on";
  }
  void complain(std::string text) {
    if (wrong.empty()) wrong = std::move(text);
  }
  [[nodiscard]] Session::Connection& connection() { return session.connection(name); }
  [[nodiscard]] Handle handle() {
    if (connection().handle == 0) complain("this connection is not open: accept or connect first");
    return connection().handle;
  }
  [[nodiscard]] StoryTarget& target() { return session.target(); }
  [[nodiscard]] TimePoint now() { return session.now(); }

  Session& session;
  const std::string& name;
  const Call& call;
  std::string wrong;
};

SocketSettings settings_of(Work& work) {
  SocketSettings settings;
  for (const auto& word : work.call.words) {
    if (word == "nodelay") settings.nodelay = true;
    if (word == "keepalive") settings.keep_alive = true;
    if (word == "reuse") settings.reuse_address = true;
  }
  for (const auto& [key, text] : work.call.options) {
    if (key == "nodelay")
      settings.nodelay = work.on_off(text);
    else if (key == "keepalive")
      settings.keep_alive = work.on_off(text);
    else if (key == "receive_buffer")
      settings.receive_buffer = static_cast<std::uint32_t>(work.number(text));
    else if (key == "send_buffer")
      settings.send_buffer = static_cast<std::uint32_t>(work.number(text));
    else if (key == "keepalive_time")
      settings.keep_alive_time_ms = static_cast<std::uint32_t>(work.number(text));
    else if (key == "keepalive_interval")
      settings.keep_alive_interval_ms = static_cast<std::uint32_t>(work.number(text));
    else if (key == "keepalive_retries")
      settings.keep_alive_retries = static_cast<std::uint32_t>(work.number(text));
    else if (key == "max_segment")
      settings.max_segment = static_cast<std::uint16_t>(work.number(text));
    else if (key == "ttl")
      settings.ttl = static_cast<std::uint8_t>(work.number(text));
    else if (key == "tos")
      settings.tos = static_cast<std::uint8_t>(work.number(text));
    else if (key == "backlog")
      settings.backlog = static_cast<std::uint32_t>(work.number(text));
    else if (key != "fails" && key != "from" && key != "cork")
      work.complain(fmt::format("unknown option '{}'", key));
  }
  return settings;
}

// "fails=WORD": the call must be refused with this word, and only then.
void check_result(Work& work, const Result<Handle, std::string>& result) {
  const auto wanted = work.call.options.find("fails");
  if (wanted == work.call.options.end()) {
    if (!result) work.complain("failed: " + result.error());
  } else if (result) {
    work.complain("succeeded");
  } else if (result.error() != wanted->second) {
    work.complain("failed: " + result.error());
  }
}

void listen(Work& work) {
  const Port port(static_cast<std::uint16_t>(work.number(0)));
  const auto settings = settings_of(work);
  if (!work.wrong.empty()) return;
  const auto result = work.target().listen({Ipv4Addr(), port}, settings, work.now());
  check_result(work, result);
  if (!result) return;
  work.session.listeners[port] = *result;
  work.session.set_local_port(port);
}

void unlisten(Work& work) {
  const auto found = work.session.listeners.find(Port(static_cast<std::uint16_t>(work.number(0))));
  if (found == work.session.listeners.end()) return work.complain("no such listener");
  work.target().close_listener(found->second, work.now());
  work.session.listeners.erase(found);
}

void accept(Work& work) {
  const auto listener = work.session.listeners.find(work.connection().local.port);
  if (listener == work.session.listeners.end()) return work.complain("nothing listens on the connection's port");
  const auto handle = work.target().accept(listener->second);
  const bool none_wanted = !work.call.words.empty() && work.call.words[0] == "none";
  if (none_wanted && handle) return work.complain("there was a connection to accept");
  if (!none_wanted && !handle) return work.complain("nothing to accept");
  if (handle) work.connection().handle = *handle;
}

void connect(Work& work) {
  const auto settings = settings_of(work);
  Endpoint local;
  if (const auto from = work.call.options.find("from"); from != work.call.options.end()) {
    local.port = Port(static_cast<std::uint16_t>(work.number(from->second)));
    work.connection().local.port = local.port;
  }
  if (!work.wrong.empty()) return;
  const auto result = work.target().connect(local, work.connection().text.peer, settings, work.now());
  check_result(work, result);
  if (result) work.connection().handle = *result;
}

// "write N" must take all, "write N takes=M" exactly M.
void write(Work& work) {
  const auto count = work.number(0);
  const Handle handle = work.handle();
  if (!work.wrong.empty()) return;
  const bool push = std::find(work.call.words.begin(), work.call.words.end(), "nopush") == work.call.words.end();
  auto& written = work.connection().written;
  const auto taken = work.target().write(handle, stream_bytes(Side::kTarget, written, count), push, work.now());
  written += taken;
  const auto takes = work.call.options.find("takes");
  const auto wanted = takes == work.call.options.end() ? count : work.number(takes->second);
  if (taken != wanted) work.complain(fmt::format("took {} bytes", taken));
}

void read(Work& work) {
  const auto count = work.number(0);
  const Handle handle = work.handle();
  if (!work.wrong.empty()) return;
  auto& done = work.connection().read;
  const auto bytes = work.target().read(handle, count, work.now());
  if (bytes.size() != count) return work.complain(fmt::format("read {} bytes", bytes.size()));
  const auto wanted = stream_bytes(Side::kPeer, done, count);
  const auto differs = std::mismatch(bytes.begin(), bytes.end(), wanted.begin()).first;
  if (differs != bytes.end()) work.complain(fmt::format("byte {} is wrong", differs - bytes.begin()));
  done += count;
}

void set(Work& work) {
  const auto settings = settings_of(work);
  const Handle handle = work.handle();
  if (!work.wrong.empty()) return;
  const auto cork = work.call.options.find("cork");
  if (cork != work.call.options.end()) return work.target().set_cork(handle, work.on_off(cork->second), work.now());
  work.target().set(handle, settings, work.now());
}

// "icmp KIND [mtu=N] [seq=N]": an error about a segment of this connection.
void icmp(Work& work) {
  static const std::map<std::string, std::pair<std::uint8_t, std::uint8_t>> kKinds = {
      {"net_unreachable", {3, 0}},  {"host_unreachable", {3, 1}},     {"protocol_unreachable", {3, 2}},
      {"port_unreachable", {3, 3}}, {"fragmentation_needed", {3, 4}}, {"source_quench", {4, 0}},
      {"time_exceeded", {11, 0}},
  };
  if (work.call.words.empty() || !kKinds.contains(work.call.words[0])) return work.complain("no such ICMP error");
  IcmpText error;
  std::tie(error.type, error.code) = kKinds.at(work.call.words[0]);
  error.local = work.connection().local;
  error.remote = work.connection().text.peer;
  error.seq = work.connection().iss.value_or(Seq());
  for (const auto& [key, text] : work.call.options) {
    const auto value = static_cast<std::uint32_t>(work.number(text));
    if (key == "seq")
      error.seq += value;
    else if (key == "mtu")
      error.mtu = static_cast<std::uint16_t>(value);
    else
      work.complain(fmt::format("unknown option '{}'", key));
  }
  if (work.wrong.empty()) work.session.inject_frame(build_icmp_error(error));
}

void check_state(Work& work) {
  const auto state = work.target().state(work.connection().local, work.connection().text.peer).value_or("none");
  if (work.call.words.empty()) return work.complain("state NAME");
  if (state != work.call.words[0]) work.complain(state);
}

// "NUMBER" or "LEAST..MOST".
bool in_range(Work& work, const std::string& text, std::uint64_t value) {
  const auto dots = text.find("..");
  const auto least = work.number(text.substr(0, dots));
  const auto most = dots == std::string::npos ? least : work.number(text.substr(dots + 2));
  return least <= value && value <= most;
}

void check_values(Work& work) {
  const Handle handle = work.handle();
  if (!work.wrong.empty()) return;
  for (const auto& [key, text] : work.call.options) {
    const auto value = work.target().value(handle, key);
    if (!value) return work.complain(fmt::format("no value '{}'", key));
    if (!in_range(work, text, *value)) work.complain(fmt::format("{}={}", key, *value));
  }
}

void check_counters(Work& work) {
  for (const auto& [key, text] : work.call.options) {
    const auto value = work.target().counter(key);
    if (!value) return work.complain(fmt::format("no counter '{}'", key));
    if (!in_range(work, text, *value)) work.complain(fmt::format("{}={}", key, *value));
  }
}

void check_local_port(Work& work) {
  if (work.call.words.empty()) return work.complain("local_port LEAST..MOST");
  const auto port = work.connection().local.port.number();
  if (!in_range(work, work.call.words[0], port)) work.complain(fmt::format("{}", port));
}

void check_count(Work& work, std::size_t count) {
  const auto wanted = work.number(0);
  if (wanted != count) work.complain(fmt::format("{}", count));
}

using Verb = std::function<void(Work&)>;
const std::map<std::string, Verb>& verbs() {
  static const std::map<std::string, Verb> kVerbs = {
      {"listen", listen},
      {"unlisten", unlisten},
      {"accept", accept},
      {"connect", connect},
      {"write", write},
      {"read", read},
      {"set", set},
      {"icmp", icmp},
      {"state", check_state},
      {"value", check_values},
      {"counter", check_counters},
      {"local_port", check_local_port},
      {"nothing", [](Work&) {}},
      {"shutdown", [](Work& w) { w.target().shutdown(w.handle(), w.now()); }},
      {"close", [](Work& w) { w.target().close(w.handle(), w.now()); }},
      {"abort", [](Work& w) { w.target().abort(w.handle(), w.now()); }},
      {"close_all", [](Work& w) { w.target().close_all(w.now()); }},
      {"unread",
       [](Work& w) { w.target().set_unread_elsewhere(w.handle(), static_cast<std::uint32_t>(w.number(0)), w.now()); }},
      {"readable", [](Work& w) { check_count(w, w.target().readable(w.handle())); }},
      {"writable", [](Work& w) { check_count(w, w.target().writable(w.handle())); }},
      {"finished",
       [](Work& w) {
         if (!w.target().at_end(w.handle())) w.complain("the stream has not ended");
       }},
      {"no_event",
       [](Work& w) {
         if (w.call.words.empty()) return w.complain("no_event KIND");
         if (w.session.has_event(w.name, w.call.words[0])) w.complain("there was one");
       }},
  };
  return kVerbs;
}

}  // namespace

std::string run_call(Session& session, const std::string& connection, const Call& call) {
  Work work(session, connection, call);
  verbs().at(call.verb)(work);
  session.collect();
  return work.wrong;
}

}  // namespace flue::story
