// The parts of read_config() that have a file of their own.
#pragma once

#include <string_view>

#include "host/daemon/config.h"
#include "host/daemon/table_reader.h"

namespace flue::daemon {

// [tcp], [arp], [ip]: parameters by name. [tcp] takes those of the other two as well, since every name is unique.
void read_parameters(TableReader& top, Config& config);
// [interface.tcp]
void read_interface_parameters(TableReader& interface, InterfaceSettings& settings);

// One [[interface]], checked by itself and against those read before.
void read_interface(const toml::table& table, Config& config, FirstError& error);
// One [[route]]; the interfaces are known.
void read_route(const toml::table& table, Config& config, FirstError& error);

// "100G", "2.5G", "10M": bits per second with k, M, G or T; nothing if the text is none or the value is 0.
std::optional<std::uint64_t> parse_speed(std::string_view text);

}  // namespace flue::daemon
