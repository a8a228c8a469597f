#include <fmt/format.h>

#include <array>
#include <map>

#include "host/daemon/config_sections.h"
#include "host/params/parameter_table.h"

namespace flue::daemon {
namespace {

// A boolean is 0 or 1, as in the reference. Reports anything else that is not a whole number.
std::optional<std::int64_t> parameter_value(const ParameterRow* row, std::string_view key, const toml::node& node,
                                            FirstError& error) {
  const bool wants_bool = row != nullptr && row->is_bool();
  if (const auto truth = node.value_exact<bool>(); truth && wants_bool) return *truth ? 1 : 0;
  if (const auto number = node.value_exact<std::int64_t>()) return *number;
  error.report(location_of(node), fmt::format("{} is not a {}", key, wants_bool ? "truth value" : "whole number"),
               wants_bool ? "give true or false" : fmt::format("give a number without quotes ({})", row->unit));
  return std::nullopt;
}

// Parameters given so far and how they were spelled: one value may be set once only, under whichever name.
using Given = std::map<const ParameterRow*, std::string>;

// TcpDelAckTicks and DelayedAckTimeout are one value in two units.
const ParameterRow* value_behind(const ParameterRow* row) {
  return row->name == "DelayedAckTimeout" ? find_parameter("TcpDelAckTicks") : row;
}

void read_section(const toml::table& table, std::optional<ParameterSection> only, Given& given, Config& config,
                  FirstError& error) {
  for (const auto& [key, node] : table) {
    const std::string name(key.str());
    const Location key_where{key.source().begin.line, key.source().begin.column};
    const ParameterRow* row = find_parameter(name);
    if (row == nullptr) {
      ParameterError missing = explain_missing_parameter(name);
      error.report(key_where, std::move(missing.what), std::move(missing.advice));
      return;
    }
    if (only && row->section != *only) {
      error.report(key_where, fmt::format("{} is not a parameter of [{}]", name, to_string(*only)),
                   fmt::format("put it into [{}]", to_string(row->section)));
      return;
    }
    if (const auto [place, is_new] = given.emplace(value_behind(row), name); !is_new) {
      error.report(key_where, fmt::format("{} sets what {} has set before", name, place->second), "remove one of them");
      return;
    }
    const auto value = parameter_value(row, name, node, error);
    if (!value) return;
    if (auto done = set_parameter(config.parameters, name, *value); !done) {
      error.report(location_of(node), std::move(done.error().what), std::move(done.error().advice));
      return;
    }
    config.overridden.emplace(row->name);
  }
}

// Where the file says something about one of the parameters that a broken relation names.
Location relation_where(const ParameterError& broken, TableReader& top) {
  for (const std::string_view section : {"tcp", "arp", "ip"}) {
    const toml::table* table = top.table(section);
    if (table == nullptr) continue;
    for (const auto& [key, node] : *table) {
      if (broken.what.find(key.str()) != std::string::npos) return location_of(node);
    }
  }
  return {};
}

}  // namespace

void read_parameters(TableReader& top, Config& config) {
  const std::array<std::pair<std::string_view, std::optional<ParameterSection>>, 3> sections = {{
      {"tcp", std::nullopt},
      {"arp", ParameterSection::kArp},
      {"ip", ParameterSection::kIp},
  }};
  Given given;
  for (const auto& [key, only] : sections) {
    if (const toml::table* table = top.table(key)) read_section(*table, only, given, config, top.error());
  }
  if (top.error()) return;
  if (const auto related = check_relations(config.parameters); !related) {
    top.error().report(relation_where(related.error(), top), related.error().what, related.error().advice);
  }
}

void read_interface_parameters(TableReader& interface, InterfaceSettings& settings) {
  const toml::table* table = interface.table("tcp");
  if (table == nullptr) return;
  FirstError& error = interface.error();
  Given given;
  for (const auto& [key, node] : *table) {
    const std::string name(key.str());
    const Location key_where{key.source().begin.line, key.source().begin.column};
    const ParameterRow* row = find_parameter(name);
    if (row != nullptr) {
      if (const auto [place, is_new] = given.emplace(value_behind(row), name); !is_new) {
        error.report(key_where, fmt::format("{} sets what {} has set before", name, place->second),
                     "remove one of them");
        return;
      }
    }
    std::optional<std::int64_t> value = 0;
    if (row != nullptr && row->scope == ParameterScope::kInterface) value = parameter_value(row, name, node, error);
    if (!value) return;
    if (auto done = set_interface_parameter(settings.tcp, name, *value); !done) {
      const Location where = done.error().kind == ParameterErrorKind::kOutOfRange ? location_of(node) : key_where;
      error.report(where, std::move(done.error().what), std::move(done.error().advice));
      return;
    }
    settings.tcp_overridden = true;
  }
}

}  // namespace flue::daemon
