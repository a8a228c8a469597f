// What the tools ask about a running stack, as JSON: the administration server and the program server answer with the
// same functions. Always the stack's own state of this moment, never a copy (TOOL-15). Key names are stable: scripts
// read them through `flue ... --json`.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "host/base/time.h"
#include "host/params/parameters.h"
#include "host/stack/stack.h"

namespace flue::daemon {

using Json = nlohmann::json;

// The process behind a socket's owner mark; nothing if there is none or the asker may not know. May be empty itself.
using OwnerLookup = std::function<std::optional<std::int64_t>(std::uint64_t owner)>;

// {"profile", "connections": [{"proto", "local", "remote", "state", "pid"|null, "owner", queues, counters, ...}]}:
// listeners, connections, TIME-WAIT records and UDP endpoints.
Json netstat_query(stack::Stack& stack, const Parameters& parameters, const OwnerLookup& owners);
// {"profile", "interfaces": [{"address", "index", "entries": [{"address", "mac", "type", "age_seconds"}]}]}
Json arp_query(const stack::Stack& stack, const Parameters& parameters, TimePoint now);
// {"profile", "interfaces", "routes": [{"destination", "netmask", "gateway", "interface", "metric", "origin"}],
// "default_gateway"|null, "persistent_routes": []}
Json route_query(const stack::Stack& stack, const Parameters& parameters);
// {"profile", "host_name", "ip_routing", "interfaces": [{"name", "mac", "addresses", "gateways", "mtu", "speed", ...}]}
Json ipconfig_query(const stack::Stack& stack, const Parameters& parameters, std::string_view host_name);
// {"profile", "counters": {"ip.in_receives": 1, ...}}
Json stats_query(stack::Stack& stack, const Parameters& parameters);

// The number by which tools name an interface: 0x10003 for the first (V-01).
constexpr std::uint32_t interface_number(stack::InterfaceId id) { return 0x10003 + id.index; }

}  // namespace flue::daemon
