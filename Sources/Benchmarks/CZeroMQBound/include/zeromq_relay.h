#pragma once

#include <stddef.h>
#include <stdint.h>

// The way of an event and of the offer that it causes, without a worker in between: a loop in C that receives frames and
// publishes those that are marked.
typedef struct zeromq_relay zeromq_relay;

// A PULL socket with a queue of so many frames, and a PUB socket: bound to free ports of the loopback interface, which are
// written to `pull` and `pub`, of `size` bytes each. Null: they could not be made.
zeromq_relay *zeromq_relay_bind(int queue, char *pull, char *pub, size_t size);

// Receives frames for ever, and publishes those that begin with `mark` as they are. Returns where it fails: -1.
int zeromq_relay_run(zeromq_relay *relay, uint8_t mark);

void zeromq_relay_close(zeromq_relay *relay);
