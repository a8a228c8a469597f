#include "host/daemon/errno_of.h"

#include <cerrno>

namespace flue::daemon {

int errno_of(tcp::SocketError error) {
  switch (error) {
    case tcp::SocketError::kAddressInUse:
      return EADDRINUSE;
    case tcp::SocketError::kAddressNotAvailable:
    case tcp::SocketError::kNoPorts:
    case tcp::SocketError::kPairInUse:
      return EADDRNOTAVAIL;
    case tcp::SocketError::kNoRoute:
      return ENETUNREACH;
    case tcp::SocketError::kTooManyConnections:
      return ENOBUFS;
    case tcp::SocketError::kInvalid:
    case tcp::SocketError::kUnknownId:
      return EINVAL;
  }
  return EINVAL;
}

int errno_of_bind(tcp::SocketError error) { return error == tcp::SocketError::kNoPorts ? EADDRINUSE : errno_of(error); }

int errno_of(tcp::CloseReason reason) {
  switch (reason) {
    case tcp::CloseReason::kNone:
    case tcp::CloseReason::kOrderly:
      return 0;
    case tcp::CloseReason::kReset:
      return ECONNRESET;
    case tcp::CloseReason::kRefused:
      return ECONNREFUSED;
    case tcp::CloseReason::kTimedOut:
    case tcp::CloseReason::kFinWaitLimit:
      return ETIMEDOUT;
    case tcp::CloseReason::kUnreachable:
      return EHOSTUNREACH;
    case tcp::CloseReason::kAborted:
      return ECONNABORTED;
  }
  return ECONNABORTED;
}

}  // namespace flue::daemon
