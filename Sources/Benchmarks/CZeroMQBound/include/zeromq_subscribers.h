#pragma once

#include <stddef.h>
#include <stdint.h>

// Many SUB sockets that count what comes and look at its numbers, and do nothing else.
typedef struct zeromq_subscribers zeromq_subscribers;

// What all of them together have seen.
typedef struct {
    // Publications.
    uint64_t delivered;
    // Numbers that were left out or came out of order.
    uint64_t lost;
} zeromq_subscribers_counts;

// Sockets with one context that subscribe to `topic` at `endpoint`. Null: they could not be made.
zeromq_subscribers *zeromq_subscribers_connect(const char *endpoint, const char *topic, size_t count);

// Reads publications, a topic and a Publication in binary each, until every socket has seen one with this number or a later
// one. -1: it failed, or nothing has come for a minute.
int zeromq_subscribers_read(
    zeromq_subscribers *subscribers, uint64_t sequence, zeromq_subscribers_counts *counts);

void zeromq_subscribers_close(zeromq_subscribers *subscribers);
