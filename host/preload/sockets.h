// What a descriptor is, asked of the kernel each time: no table of this process is authoritative, for descriptors come
// from fork, exec, dup and other processes.
#pragma once

#include <sys/socket.h>

#include "host/control/twin_name.h"

namespace flue::preload {

enum class Kind : unsigned char {
  kOther,       // no socket, or one that never concerns Flue
  kKernel,      // a TCP socket of the kernel's, decided or not
  kBound,       // Flue's: bound, neither listening nor connected
  kConnection,  // Flue's: connected, connecting or failed
  kListener,    // Flue's
};

struct Socket {
  Kind kind = Kind::kOther;
  bool ipv6 = false;  // the program sees v4-mapped addresses
  flue_twin_name name{};
  [[nodiscard]] bool is_twin() const { return kind > Kind::kKernel; }
};

Socket look_at(int descriptor);

// Is `address` one of Flue's names, as accept() or getpeername() returns it?
bool is_twin_address(const sockaddr_storage& address, socklen_t length, flue_twin_name& name);

// An address that a program gave, if it is IPv4 or v4-mapped (or, for bind, `::`).
struct ProgramAddress {
  bool usable = false;
  bool ipv6 = false;
  flue_endpoint endpoint{};
};
ProgramAddress read_address(const sockaddr* address, socklen_t length);

// Stores an endpoint as the program expects it, cut to `*length` as the kernel does.
void give_address(const flue_endpoint& endpoint, bool ipv6, sockaddr* address, socklen_t* length);

// Stores an address of the kernel's, cut to `*length` likewise.
void copy_address(const sockaddr_storage& from, socklen_t size, sockaddr* address, socklen_t* length);

// Does the kernel serve this destination or bind address: 127/8 and, outside --loopback=flue, 0.0.0.0 as a destination;
// any address of the kernel's interfaces.
bool is_kernel_loopback(const flue_endpoint& endpoint);
bool is_kernel_address(const flue_endpoint& endpoint);

// The local port the kernel knows for its own socket, 0 if none: then it is undecided.
bool kernel_has_bound(int descriptor);
int int_option(int descriptor, int level, int name, int otherwise);

// What the program set on its kernel socket before it became Flue's; values that are the kernel's defaults are left
// out.
flue_options read_options(int descriptor);

// Puts `twin` in the place of `descriptor`: same number, flags, time-outs and epoll registrations. Takes `twin` over.
// Returns 0 or an errno number.
int take_place(int twin, int descriptor);

}  // namespace flue::preload
