#include "host/daemon/config.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "host/daemon/config_sections.h"
#include "host/daemon/table_reader.h"
#include "host/params/profiles.h"

namespace flue::daemon {
namespace {

// A socket's address holds 107 bytes; the longest name made in control_dir has 26.
constexpr std::size_t kLongestControlDir = 80;

void read_profile(TableReader& top, Config& config) {
  ProfileName profile = ProfileName::kWin2003;
  if (const auto text = top.string("profile")) {
    if (const auto known = parse_profile(text->text)) {
      profile = *known;
    } else {
      top.report("profile", fmt::format("there is no profile \"{}\"", text->text),
                 "give nt4, win2000, win2003 or modern");
    }
  }
  config.parameters = profile_parameters(profile);
}

void read_process(TableReader& top, Config& config) {
  if (const auto user = top.string("user")) {
    if (user->text.empty()) top.report("user", "user is empty", "name a user, or remove the key to stay who you are");
    config.user = user->text;
    config.user_where = user->where;
  }
  if (const auto directory = top.string("control_dir")) {
    if (directory->text.empty() || directory->text.size() > kLongestControlDir) {
      top.report("control_dir", fmt::format("control_dir has {} characters", directory->text.size()),
                 fmt::format("give 1..{}: socket addresses are short", kLongestControlDir));
    }
    config.control_dir = directory->text;
    config.control_dir_where = directory->where;
  }
}

void read_card(TableReader& top) {
  const toml::table* table = top.table("card");
  if (table == nullptr) return;
  TableReader card(*table, "[card]", top.error());
  if (const auto kind = card.string("kind"); kind && kind->text != "none") {
    if (kind->text == "xrt" || kind->text == "sim") {
      card.report("kind", fmt::format("card kind \"{}\" is not in this build", kind->text), "give kind = \"none\"");
    } else {
      card.report("kind", fmt::format("there is no card kind \"{}\"", kind->text), "give kind = \"none\"");
    }
  }
  card.finish();
}

void read_limits(TableReader& top, Config& config) {
  const toml::table* table = top.table("limits");
  if (table == nullptr) return;
  TableReader reader(*table, "[limits]", top.error());
  Limits& limits = config.limits;
  const auto read = [&](std::string_view key, std::uint32_t& limit, std::int64_t most) {
    if (const auto value = reader.integer(key, 1, most)) limit = static_cast<std::uint32_t>(*value);
  };
  read("sockets", limits.sockets, 0xFFFFFE);
  read("half_open", limits.half_open, 0xFFFFFE);
  read("ports", limits.ports, 65535);
  read("requests_per_second", limits.requests_per_second, 100'000'000);
  if (const auto bytes = reader.integer("buffer_bytes", 65536, std::int64_t{1} << 40)) {
    limits.buffer_bytes = static_cast<std::uint64_t>(*bytes);
  }
  if (const toml::node* range = reader.node("privileged_port_uids")) {
    const toml::array* pair = range->as_array();
    const auto first = pair != nullptr && pair->size() == 2 ? (*pair)[0].value_exact<std::int64_t>() : std::nullopt;
    const auto last = first ? (*pair)[1].value_exact<std::int64_t>() : std::nullopt;
    if (!last || *first < 0 || *last < *first || *last > 0xFFFFFFFE) {
      reader.report("privileged_port_uids", "privileged_port_uids is not a range of user ids",
                    "write it as [FIRST, LAST]");
    } else {
      limits.privileged_port_uids = {static_cast<uid_t>(*first), static_cast<uid_t>(*last)};
    }
  }
  reader.finish();
}

void read_small_sections(TableReader& top, Config& config) {
  if (const toml::table* table = top.table("services")) {
    TableReader services(*table, "[services]", top.error());
    config.simple_services = services.boolean("simple").value_or(false);
    services.finish();
  }
  if (const toml::table* table = top.table("capture")) {
    TableReader capture(*table, "[capture]", top.error());
    if (const auto path = capture.string("pcap")) {
      if (path->text.empty()) capture.report("pcap", "pcap is empty", "name a file, or remove the key");
      config.pcap = path->text;
      config.pcap_where = path->where;
    }
    capture.finish();
  }
  if (const toml::table* table = top.table("log")) {
    TableReader log(*table, "[log]", top.error());
    if (const auto level = log.string("level")) {
      if (const auto known = parse_log_level(level->text)) {
        config.log_level = *known;
      } else {
        log.report("level", fmt::format("there is no log level \"{}\"", level->text),
                   "give trace, debug, info, warning, error or off");
      }
    }
    log.finish();
  }
}

Config read_document(const toml::table& document, std::string_view file, FirstError& error) {
  Config config;
  config.file = file;
  TableReader top(document, "", error);
  read_profile(top, config);
  read_process(top, config);
  read_card(top);
  read_parameters(top, config);
  for (const toml::table* table : top.tables("interface")) read_interface(*table, config, error);
  for (const toml::table* table : top.tables("route")) read_route(*table, config, error);
  read_small_sections(top, config);
  read_limits(top, config);
  top.finish();
  if (config.interfaces.empty()) error.report({}, "there is no [[interface]]", "add one with name, attach and address");
  return config;
}

std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
  return text;
}

}  // namespace

std::string to_line(const ConfigError& error, std::string_view file) {
  if (error.where.line == 0) return one_line(fmt::format("{}: {}; {}", file, error.what, error.advice));
  return one_line(
      fmt::format("{}:{}:{}: {}; {}", file, error.where.line, error.where.column, error.what, error.advice));
}

Result<Config, ConfigError> parse_config(std::string_view text, std::string_view file) {
  FirstError error;
  Config config;
  try {  // the library's only way to report
    config = read_document(toml::parse(text, file), file, error);
  } catch (const toml::parse_error& wrong) {
    const toml::source_position at = wrong.source().begin;
    return fail(ConfigError{{at.line, at.column}, std::string(wrong.description()), "correct the TOML syntax there"});
  }
  if (error) return fail(error.get());
  return config;
}

Result<Config, ConfigError> read_config(const std::string& file) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(std::fopen(file.c_str(), "rb"), &std::fclose);
  std::string text;
  bool good = stream != nullptr;
  if (good) {
    std::array<char, 4096> block{};
    while (const std::size_t n = std::fread(block.data(), 1, block.size(), stream.get())) text.append(block.data(), n);
    good = std::ferror(stream.get()) == 0;
  }
  if (!good) {
    return fail(
        ConfigError{{}, fmt::format("cannot be read: {}", std::strerror(errno)), "name a readable file with --config"});
  }
  return parse_config(text, file);
}

}  // namespace flue::daemon
