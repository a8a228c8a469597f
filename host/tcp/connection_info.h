// What the tools see of a connection (SOCKETS-07, TCP-STATES-12).
#pragma once

#include <string_view>

#include "host/tcp/connection_table.h"
#include "host/tcp/half_open.h"
#include "host/tcp/listen.h"
#include "host/tcp/timewait.h"

namespace flue::tcp {

// As netstat of the reference system spells it: "SYN_RECEIVED", "FIN_WAIT_1", ...
std::string_view state_name(State state);

ConnectionInfo info_of(ConnectionId id, const Connection& connection);
ConnectionInfo info_of(const Listener& listener);
ConnectionInfo info_of(const HalfOpenRecord& record);
ConnectionInfo info_of(const TimeWaitRecord& record);

}  // namespace flue::tcp
