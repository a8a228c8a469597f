/* What the preload library and the daemon say to each other over <control_dir>/programs.sock (SOCK_SEQPACKET).
 * Plain C, so that the library can use it without a C++ runtime. Both ends are on one machine: native byte order, fixed
 * sizes; numbers inside an endpoint are values, not wire bytes.
 *
 * Every channel starts with a hello from the program, answered by the daemon's; ends that differ part at once. Then
 * each request has one reply with the same serial, except FLUE_OP_RECHECK, which has none, and a request with
 * FLUE_FLAG_WAIT, which has a second one when the wait is over (the first carries FLUE_REPLY_PENDING).
 *
 * A request about an existing socket carries that socket's descriptor (SCM_RIGHTS): having it is the right to use it,
 * and the daemon checks that the descriptor is one it made (FLUE_OP_LOOPBACK apart). Descriptors that are not asked for
 * are closed. */
#ifndef FLUE_CONTROL_PROTOCOL_H
#define FLUE_CONTROL_PROTOCOL_H

#include <stdint.h>

#define FLUE_CONTROL_SOCKET "programs.sock"
#define FLUE_CONTROL_MAGIC 0x45554c46u /* "FLUE" */
#define FLUE_CONTROL_VERSION 1u

/* SO_SNDBUF of a program's end, for setsockopt() (the kernel doubles it). The byte that stays in the daemon's end keeps
 * the whole piece it belongs to charged to the program's end, up to 64 KiB after sendfile(), and the kernel calls an
 * end writable only while at most a quarter of its limit is charged: a smaller limit could leave a program waiting for
 * ever. 212,992 is what every user may set with the kernel's defaults. */
#define FLUE_TWIN_SEND_BUFFER 212992

struct flue_hello {
  uint32_t magic;
  uint32_t version;
  uint32_t request_size; /* sizeof(struct flue_request) */
  uint32_t reply_size;   /* sizeof(struct flue_reply) */
};

enum flue_op {
  FLUE_OP_BIND = 1,      /* local, options -> descriptor, local */
  FLUE_OP_LISTEN,        /* [descriptor], local, options, value = backlog -> [descriptor], local, value = in force */
  FLUE_OP_CONNECT,       /* [descriptor], local, remote, options, [WAIT] -> descriptor, local, [PENDING] */
  FLUE_OP_CONNECT_AGAIN, /* descriptor, [WAIT] -> error 0, EISCONN, EALREADY or why it failed, [PENDING] */
  FLUE_OP_SET_OPTION,    /* descriptor, name, value */
  FLUE_OP_GET_OPTION,    /* descriptor, name -> value */
  FLUE_OP_TAKE_ERROR,    /* descriptor -> value: an errno number, 0 from then on (SO_ERROR) */
  FLUE_OP_INFO,          /* descriptor -> info: a struct tcp_info */
  FLUE_OP_SEND_QUEUE,    /* descriptor -> value: bytes written by the program and not acknowledged (SIOCOUTQ) */
  FLUE_OP_STOP_LISTEN,   /* descriptor: shutdown() of a listener */
  FLUE_OP_LINGER,        /* descriptor, value = seconds: the program is about to close it and wait */
  FLUE_OP_LINGER_WAIT,   /* now it has; replied to when all is acknowledged or other copies keep the socket open */
  FLUE_OP_LOOPBACK,      /* socket: a listener of the same user; descriptor: a kernel listener on 127/8 with its port,
                            whose connections are to be accepted there as well (--loopback=both) */
  FLUE_OP_RECHECK,       /* socket: the program closed it; look whether anyone still has it. No reply. */
  FLUE_OP_END
};

enum flue_option {
  FLUE_OPTION_RECEIVE_BUFFER = 0, /* bytes */
  FLUE_OPTION_SEND_BUFFER,        /* bytes */
  FLUE_OPTION_KEEP_ALIVE,         /* 0, 1 */
  FLUE_OPTION_KEEP_IDLE,          /* s */
  FLUE_OPTION_KEEP_INTERVAL,      /* s */
  FLUE_OPTION_KEEP_COUNT,
  FLUE_OPTION_NO_DELAY,      /* 0, 1 */
  FLUE_OPTION_CORK,          /* 0, 1 */
  FLUE_OPTION_MAX_SEGMENT,   /* bytes */
  FLUE_OPTION_TTL,           /* 1..255 */
  FLUE_OPTION_TOS,           /* 0..255 */
  FLUE_OPTION_REUSE_ADDRESS, /* 0, 1 */
  FLUE_OPTION_LINGER,        /* -1: off; else s */
  FLUE_OPTION_COUNT
};

/* The options a program had set before its socket became Flue's. */
struct flue_options {
  uint32_t present; /* bit FLUE_OPTION_x: value[FLUE_OPTION_x] counts */
  int32_t value[FLUE_OPTION_COUNT];
};

struct flue_endpoint {
  uint32_t address; /* first byte of the dotted form is the most significant */
  uint16_t port;
  uint16_t reserved;
};

#define FLUE_FLAG_WAIT 1u /* tell me when the connection is made or has failed */
#define FLUE_FLAG_IPV6 2u /* the program's socket is AF_INET6: it wants to see v4-mapped addresses */

struct flue_request {
  uint32_t op;
  uint32_t serial;
  uint32_t flags;
  uint32_t name; /* enum flue_option */
  int32_t value;
  uint32_t reserved;
  uint64_t socket; /* the id in a socket's name (twin_name.h) */
  struct flue_endpoint local;
  struct flue_endpoint remote;
  struct flue_options options;
};

#define FLUE_REPLY_DESCRIPTOR 1u /* a descriptor comes with this record */
#define FLUE_REPLY_PENDING 2u    /* a second reply will follow */
#define FLUE_REPLY_CUT 4u        /* the backlog asked for was larger than the profile's largest */
#define FLUE_INFO_BYTES 256u

struct flue_reply {
  uint32_t op;
  uint32_t serial;
  uint32_t flags;
  int32_t error; /* errno number, 0: done */
  int32_t value;
  uint32_t info_size; /* bytes of info that mean something */
  struct flue_endpoint local;
  uint8_t info[FLUE_INFO_BYTES];
};

#endif
