/* The names by which the kernel keeps a twin descriptor's identity through fork, exec, dup and passing:
 *
 *   flue-c4d-00a1b2c300000007-0a4d00020050-0a4d0001c350
 *        |||        |           local        remote (address and port in hexadecimal)
 *        |||        id
 *        ||'- end: d = the daemon's, p = the program's
 *        |'- how the program sees addresses: 4 = AF_INET, 6 = AF_INET6 (v4-mapped)
 *        '- c = connection, l = listener, b = bound only
 *
 * Connections and bound sockets carry it as an abstract name, listeners as the last part of a path. A name tells what
 * to show to the program; it is never a proof of anything (protocol.h says what is). No allocation, usable after vfork.
 */
#ifndef FLUE_CONTROL_TWIN_NAME_H
#define FLUE_CONTROL_TWIN_NAME_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "host/control/protocol.h"

#ifdef __cplusplus
extern "C" {
#endif

#define FLUE_TWIN_NAME_LENGTH 51u /* characters, without a terminator */

struct flue_twin_name {
  char kind;   /* 'c', 'l', 'b' */
  char family; /* '4', '6' */
  char end;    /* 'd', 'p' */
  uint64_t id;
  struct flue_endpoint local;
  struct flue_endpoint remote;
};

/* Writes exactly FLUE_TWIN_NAME_LENGTH characters. */
void flue_format_twin_name(const struct flue_twin_name* name, char* text);
/* 1 if `length` characters are a well-formed name; else 0 and *name is untouched. */
int flue_parse_twin_name(const char* text, size_t length, struct flue_twin_name* name);
/* The same for a socket address as the kernel gives it: abstract, or the last part of a path. */
int flue_parse_twin_address(const struct sockaddr_un* address, socklen_t length, struct flue_twin_name* name);
/* The abstract address of a name; returns its length for bind(). */
socklen_t flue_twin_address(const struct flue_twin_name* name, struct sockaddr_un* address);

#ifdef __cplusplus
}
#endif

#endif
