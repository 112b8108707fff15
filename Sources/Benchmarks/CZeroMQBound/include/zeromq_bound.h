#pragma once

#include <stddef.h>
#include <stdint.h>

// What ZeroMQ does by itself, in C: loops that send and receive frames and do nothing else. They are what the worker is
// measured against, and what the events are sent with, so that no sender of ours is measured with it.
//
// A function that returns -1 has left the reason in zmq_errno.

// A socket with a context of its own.
typedef struct zeromq_bound zeromq_bound;

// A PUSH socket that is connected to `endpoint`. Null: it could not be made.
zeromq_bound *zeromq_bound_push(const char *endpoint);

// A PULL socket that is bound to a free port of the loopback interface, which is written to `endpoint`. Null: it could not be
// made.
zeromq_bound *zeromq_bound_pull(int queue, char *endpoint, size_t size);

// Sends the frames `first` up to, not including, `end` of those that lie in `bytes`, each of which ends at its offset in
// `ends`; those with a flag in `more` are continued by the next one. How many of them were sent: fewer where the receiver
// has taken nothing for a while.
long zeromq_bound_send(
    zeromq_bound *socket, const uint8_t *bytes, const size_t *ends, const uint8_t *more, size_t first, size_t end);

// Receives `count` frames.
int zeromq_bound_receive(zeromq_bound *socket, size_t count);

// Drops what could not be sent.
void zeromq_bound_close(zeromq_bound *socket);
