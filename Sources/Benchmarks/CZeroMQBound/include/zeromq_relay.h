#pragma once

#include <stddef.h>
#include <stdint.h>

// A loop in C in place of the worker: receives frames and publishes the marked ones. It has the cost of the transport
// of an event and of the offer that it causes.
typedef struct zeromq_relay zeromq_relay;

// Creates a PULL socket with a queue of `queue` frames, and a PUB socket, bound to free ports of the loopback
// interface. Writes their addresses to `pull` and `pub`, of `size` bytes each. Returns NULL on failure.
zeromq_relay *zeromq_relay_bind(int queue, char *pull, char *pub, size_t size);

// Receives frames, and publishes those that begin with `mark` unchanged. Returns only on failure: -1.
int zeromq_relay_run(zeromq_relay *relay, uint8_t mark);

void zeromq_relay_close(zeromq_relay *relay);
