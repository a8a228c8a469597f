// TableReader: typed reading of one TOML table. It keeps the first error of the whole file in a FirstError, remembers
// which keys were asked for, and reports the others as unknown. After an error everything reads as absent.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/daemon/config.h"

namespace flue::daemon {

class FirstError {
 public:
  void report(Location where, std::string what, std::string advice);
  [[nodiscard]] explicit operator bool() const { return error_.has_value(); }
  [[nodiscard]] const ConfigError& get() const { return *error_; }

 private:
  std::optional<ConfigError> error_;
};

Location location_of(const toml::node& node);

struct LocatedString {
  std::string text;
  Location where;
};

class TableReader {
 public:
  // `name` as the user writes it: "[limits]", "[[interface]]"; empty: the top level. Table and error outlive the
  // reader.
  TableReader(const toml::table& table, std::string name, FirstError& error);

  // Absent keys read as nothing; a value of another type or out of range is an error.
  std::optional<LocatedString> string(std::string_view key);
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most);
  std::optional<double> fraction(std::string_view key);  // 0..1
  std::optional<bool> boolean(std::string_view key);
  // One string or an array of strings.
  std::vector<LocatedString> strings(std::string_view key);
  // Whatever type the value has.
  const toml::node* node(std::string_view key);
  // Null if absent.
  const toml::table* table(std::string_view key);
  // The tables of [[key]].
  std::vector<const toml::table*> tables(std::string_view key);

  [[nodiscard]] Location where() const { return location_of(table_); }
  // Of the key's value; of the table if the key is absent.
  [[nodiscard]] Location where(std::string_view key) const;
  // "mtu in [[interface]]"
  [[nodiscard]] std::string path(std::string_view key) const;
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] FirstError& error() { return error_; }

  void report(std::string_view key, std::string what, std::string advice);
  // Every key that nobody asked for is unknown.
  void finish();

 private:
  void wrong_type(const toml::node& node, std::string_view key, std::string_view wanted);

  const toml::table& table_;
  std::string name_;
  FirstError& error_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace flue::daemon
