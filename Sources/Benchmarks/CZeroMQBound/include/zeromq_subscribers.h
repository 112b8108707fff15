#pragma once

#include <stddef.h>
#include <stdint.h>

// Many SUB sockets that only count publications and check their numbers.
typedef struct zeromq_subscribers zeromq_subscribers;

// The sums over all sockets.
typedef struct {
    // Publications.
    uint64_t delivered;
    // Numbers that were skipped or received out of order.
    uint64_t lost;
} zeromq_subscribers_counts;

// Creates sockets with one context that subscribe to `topic` at `endpoint`. Returns NULL on failure.
zeromq_subscribers *zeromq_subscribers_connect(const char *endpoint, const char *topic, size_t count);

// Reads publications, each a topic and a Publication in binary, until every socket has received this number or a later
// one. Returns -1 on failure, or after a minute without a publication.
int zeromq_subscribers_read(
    zeromq_subscribers *subscribers, uint64_t sequence, zeromq_subscribers_counts *counts);

void zeromq_subscribers_close(zeromq_subscribers *subscribers);
