#include "host/daemon/table_reader.h"

#include <fmt/format.h>

#include "host/params/nearest_name.h"

namespace flue::daemon {
namespace {

std::string_view type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a fraction";
    case toml::node_type::boolean:
      return "true or false";
    default:
      return "a date or time";
  }
}

}  // namespace

void FirstError::report(Location where, std::string what, std::string advice) {
  if (!error_) error_ = ConfigError{where, std::move(what), std::move(advice)};
}

Location location_of(const toml::node& node) { return {node.source().begin.line, node.source().begin.column}; }

TableReader::TableReader(const toml::table& table, std::string name, FirstError& error)
    : table_(table), name_(std::move(name)), error_(error) {}

const toml::node* TableReader::node(std::string_view key) {
  asked_.emplace(key);
  return error_ ? nullptr : table_.get(key);
}

std::optional<LocatedString> TableReader::string(std::string_view key) {
  const toml::node* value = node(key);
  if (value == nullptr) return std::nullopt;
  const auto text = value->value_exact<std::string>();
  if (!text) {
    wrong_type(*value, key, "a string");
    return std::nullopt;
  }
  return LocatedString{*text, location_of(*value)};
}

std::optional<std::int64_t> TableReader::integer(std::string_view key, std::int64_t least, std::int64_t most) {
  const toml::node* value = node(key);
  if (value == nullptr) return std::nullopt;
  const auto number = value->value_exact<std::int64_t>();
  if (!number) {
    wrong_type(*value, key, "a whole number");
  } else if (*number < least || *number > most) {
    report(key, fmt::format("{} = {} is out of range", key, *number), fmt::format("give {}..{}", least, most));
  } else {
    return number;
  }
  return std::nullopt;
}

std::optional<double> TableReader::fraction(std::string_view key) {
  const toml::node* value = node(key);
  if (value == nullptr) return std::nullopt;
  const auto number = value->value<double>();
  if (!number || !value->is_number()) {
    wrong_type(*value, key, "a number");
  } else if (!(*number >= 0.0 && *number <= 1.0)) {  // a NaN is out of range too
    report(key, fmt::format("{} = {} is out of range", key, *number), "give a fraction 0..1");
  } else {
    return number;
  }
  return std::nullopt;
}

std::optional<bool> TableReader::boolean(std::string_view key) {
  const toml::node* value = node(key);
  if (value == nullptr) return std::nullopt;
  const auto truth = value->value_exact<bool>();
  if (!truth) wrong_type(*value, key, "true or false");
  return truth;
}

std::vector<LocatedString> TableReader::strings(std::string_view key) {
  std::vector<LocatedString> texts;
  const toml::node* value = node(key);
  if (value == nullptr) return texts;
  if (const auto text = value->value_exact<std::string>()) return {{*text, location_of(*value)}};
  const toml::array* list = value->as_array();
  if (list == nullptr) {
    wrong_type(*value, key, "a string or a list of strings");
    return texts;
  }
  for (const toml::node& item : *list) {
    const auto text = item.value_exact<std::string>();
    if (!text) {
      wrong_type(item, key, "a list of strings");
      return {};
    }
    texts.push_back({*text, location_of(item)});
  }
  return texts;
}

const toml::table* TableReader::table(std::string_view key) {
  const toml::node* value = node(key);
  if (value == nullptr) return nullptr;
  if (!value->is_table()) wrong_type(*value, key, fmt::format("a table [{}]", key));
  return value->as_table();
}

std::vector<const toml::table*> TableReader::tables(std::string_view key) {
  std::vector<const toml::table*> found;
  const toml::node* value = node(key);
  if (value == nullptr) return found;
  const toml::array* list = value->as_array();
  if (list == nullptr) {
    wrong_type(*value, key, fmt::format("tables [[{}]]", key));
    return found;
  }
  for (const toml::node& item : *list) {
    if (!item.is_table()) {
      wrong_type(item, key, fmt::format("tables [[{}]]", key));
      return {};
    }
    found.push_back(item.as_table());
  }
  return found;
}

Location TableReader::where(std::string_view key) const {
  const toml::node* value = table_.get(key);
  return value == nullptr ? where() : location_of(*value);
}

std::string TableReader::path(std::string_view key) const {
  return name_.empty() ? std::string(key) : fmt::format("{} in {}", key, name_);
}

void TableReader::report(std::string_view key, std::string what, std::string advice) {
  error_.report(where(key), std::move(what), std::move(advice));
}

void TableReader::wrong_type(const toml::node& node, std::string_view key, std::string_view wanted) {
  error_.report(location_of(node), fmt::format("{} is {}", path(key), type_name(node)),
                fmt::format("it must be {}", wanted));
}

void TableReader::finish() {
  if (error_) return;
  const std::vector<std::string_view> known(asked_.begin(), asked_.end());
  for (const auto& [key, value] : table_) {
    if (asked_.contains(key.str())) continue;
    const auto nearest = nearest_name(key.str(), known);
    const Location where{key.source().begin.line, key.source().begin.column};
    error_.report(where, fmt::format("unknown key {}", path(key.str())),
                  nearest ? fmt::format("did you mean {}?", *nearest) : "remove it");
  }
}

}  // namespace flue::daemon
