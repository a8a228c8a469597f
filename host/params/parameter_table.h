// Every parameter by its own name: range, unit, where it is kept. The configuration overrides through this table and
// tools list it; protocol code uses the members of Parameters directly.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.h"
#include "host/params/parameters.h"

namespace flue {

enum class ParameterSection : std::uint8_t { kTcp, kArp, kIp };
std::string_view to_string(ParameterSection section);  // "tcp", "arp", "ip"

// kInterface: exists once per interface; given globally it is the value of every interface.
enum class ParameterScope : std::uint8_t { kGlobal, kInterface };
std::string_view to_string(ParameterScope scope);  // "global", "interface"

struct ParameterRow {
  std::string_view name;
  ParameterSection section;
  ParameterScope scope;
  std::string_view unit;  // "s", "ms", "bytes", ...; "bool": 0 or 1
  std::uint64_t least;
  std::uint64_t most;
  // Nothing: absent, the automatic rule holds.
  std::optional<std::uint64_t> (*get)(const Parameters& parameters);
  void (*set)(Parameters& parameters, std::uint64_t value);
  bool own;                      // Flue's own, not one of the reference
  std::string_view requirement;  // the requirement that it acts in
  std::string_view effect;       // one short sentence

  [[nodiscard]] bool is_bool() const { return unit == "bool"; }
};

// In the order of listings: tcp, arp, ip.
std::span<const ParameterRow> parameter_table();
// By its exact name ("DefaultTOS" is another name of DefaultTOSValue); null if there is none.
const ParameterRow* find_parameter(std::string_view name);

// Parameters of the reference that do not act in this version, and what to do instead.
struct LaterParameter {
  std::string_view name;
  std::string_view reason;  // follows "NAME is known but "
};
std::span<const LaterParameter> later_parameters();

enum class ParameterErrorKind : std::uint8_t {
  kUnknown,
  kNotImplemented,  // a parameter of the reference that does not act yet
  kWrongScope,      // a global parameter given for one interface
  kOutOfRange,
};
struct ParameterError {
  ParameterErrorKind kind;
  std::string what;    // "TcpTimedWaitDelay = 5 is out of range"
  std::string advice;  // "give 30..300 s"
};

// What a name that is not in the table means: known for later, or a typing error.
ParameterError explain_missing_parameter(std::string_view name);

Result<void, ParameterError> set_parameter(Parameters& parameters, std::string_view name, std::int64_t value);
// The same for one interface's parameters.
Result<void, ParameterError> set_interface_parameter(TcpParameters& parameters, std::string_view name,
                                                     std::int64_t value);

// Checks the rules between parameters; the error names the first broken one.
Result<void, ParameterError> check_relations(const Parameters& parameters);
// Settings that are allowed but have no effect because of another one; one sentence each, for the operator.
std::vector<std::string> parameter_notes(const Parameters& parameters);

// One line of a listing.
struct ParameterListing {
  const ParameterRow* row;
  std::optional<std::uint64_t> value;  // in the row's unit; absent: automatic
  bool from_config;                    // else from the profile
};
std::vector<ParameterListing> list_parameters(const Parameters& parameters,
                                              const std::set<std::string, std::less<>>& overridden);

}  // namespace flue
