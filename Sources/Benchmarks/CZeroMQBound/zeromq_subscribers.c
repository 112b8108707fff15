#include "zeromq_subscribers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

// The receive timeout, in milliseconds.
static const long patience = 60000;
// The maximum number of publications read from one socket in a row.
static const int turn = 64;

struct zeromq_subscribers {
    void *context;
    size_t count;
    zmq_pollitem_t *sockets;
    // The last number that each socket received, or 0.
    uint64_t *seen;
};

zeromq_subscribers *zeromq_subscribers_connect(const char *endpoint, const char *topic, size_t count) {
    zeromq_subscribers *made = calloc(1, sizeof *made);
    if (!made) return NULL;
    made->context = zmq_ctx_new();
    made->sockets = calloc(count, sizeof *made->sockets);
    made->seen = calloc(count, sizeof *made->seen);
    for (; made->context && made->sockets && made->seen && made->count < count; made->count++) {
        void *socket = zmq_socket(made->context, ZMQ_SUB);
        if (!socket) break;
        made->sockets[made->count] = (zmq_pollitem_t){.socket = socket, .events = ZMQ_POLLIN};
        int linger = 0;
        zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger);
        zmq_setsockopt(socket, ZMQ_SUBSCRIBE, topic, strlen(topic));
        if (zmq_connect(socket, endpoint) != 0) {
            zmq_close(socket);
            break;
        }
    }
    if (made->count == count) return made;
    zeromq_subscribers_close(made);
    return NULL;
}

// Returns the first field of a Publication, or 0 if it is absent.
static uint64_t sequence_of(const uint8_t *bytes, size_t size) {
    uint64_t value = 0;
    if (size == 0 || bytes[0] != 0x08) return 0;
    for (size_t index = 1; index < size && index < 11; index++) {
        value |= (uint64_t)(bytes[index] & 0x7f) << (7 * (index - 1));
        if (bytes[index] < 0x80) return value;
    }
    return 0;
}

// Returns 1 if a publication was read, or 0 if none is available.
static int read_one(
    zeromq_subscribers *subscribers, size_t index, zmq_msg_t *message, zeromq_subscribers_counts *counts) {
    void *socket = subscribers->sockets[index].socket;
    if (zmq_msg_recv(message, socket, ZMQ_DONTWAIT) < 0) return zmq_errno() == EAGAIN || zmq_errno() == EINTR ? 0 : -1;
    if (zmq_msg_recv(message, socket, 0) < 0) return -1;
    uint64_t number = sequence_of(zmq_msg_data(message), zmq_msg_size(message));
    uint64_t before = subscribers->seen[index];
    if (before != 0 && number != before + 1) counts->lost += number > before ? number - before - 1 : 1;
    subscribers->seen[index] = number;
    counts->delivered += 1;
    return 1;
}

static int have_all_seen(const zeromq_subscribers *subscribers, uint64_t sequence) {
    for (size_t index = 0; index < subscribers->count; index++)
        if (subscribers->seen[index] < sequence) return 0;
    return 1;
}

int zeromq_subscribers_read(
    zeromq_subscribers *subscribers, uint64_t sequence, zeromq_subscribers_counts *counts) {
    zmq_msg_t message;
    zmq_msg_init(&message);
    int result = 0;
    while (result >= 0 && !have_all_seen(subscribers, sequence)) {
        result = zmq_poll(subscribers->sockets, (int)subscribers->count, patience);
        if (result < 0 && zmq_errno() == EINTR) result = 1;
        if (result == 0) result = -1;
        for (size_t index = 0; result >= 0 && index < subscribers->count; index++) {
            if (!(subscribers->sockets[index].revents & ZMQ_POLLIN)) continue;
            int got = 1;
            for (int reads = 0; got > 0 && reads < turn; reads++) got = read_one(subscribers, index, &message, counts);
            if (got < 0) result = -1;
        }
    }
    zmq_msg_close(&message);
    return result < 0 ? -1 : 0;
}

void zeromq_subscribers_close(zeromq_subscribers *subscribers) {
    if (!subscribers) return;
    for (size_t index = 0; index < subscribers->count; index++) zmq_close(subscribers->sockets[index].socket);
    if (subscribers->context) zmq_ctx_term(subscribers->context);
    free(subscribers->sockets);
    free(subscribers->seen);
    free(subscribers);
}
