#pragma once

#include <stddef.h>
#include <stdint.h>

// Loops in C that only send and receive frames: the speed of ZeroMQ by itself. The worker is measured against them.
// They also send the events, so that the cost of our own sender is not measured.
//
// A function that returns -1 leaves the reason in zmq_errno.

// A socket with a context of its own.
typedef struct zeromq_bound zeromq_bound;

// Creates a PUSH socket connected to `endpoint`. Returns NULL on failure.
zeromq_bound *zeromq_bound_push(const char *endpoint);

// Creates a PULL socket bound to a free port of the loopback interface, and writes its address to `endpoint`. Returns
// NULL on failure.
zeromq_bound *zeromq_bound_pull(int queue, char *endpoint, size_t size);

// Sends the frames from `first` up to, not including, `end`. The frames lie in `bytes`, each ending at its offset in
// `ends`; a flag in `more` marks a frame that the next one continues. Returns the number of sent frames: fewer if the
// receiver has accepted nothing for a while.
long zeromq_bound_send(
    zeromq_bound *socket, const uint8_t *bytes, const size_t *ends, const uint8_t *more, size_t first, size_t end);

// Receives `count` frames.
int zeromq_bound_receive(zeromq_bound *socket, size_t count);

// Closes the socket and drops unsent frames.
void zeromq_bound_close(zeromq_bound *socket);
