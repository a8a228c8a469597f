// The stack's errors as Linux programs know them.
#pragma once

#include "host/tcp/tcp.h"

namespace flue::daemon {

// For connect(); bind() and listen() differ in one.
int errno_of(tcp::SocketError error);
int errno_of_bind(tcp::SocketError error);
// Why a connection failed or ended; 0 for an orderly end.
int errno_of(tcp::CloseReason reason);

}  // namespace flue::daemon
