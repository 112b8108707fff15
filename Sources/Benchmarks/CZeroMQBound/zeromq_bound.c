#include "zeromq_bound.h"

#include <errno.h>
#include <stdlib.h>
#include <zmq.h>

// The send timeout, in milliseconds.
static const int send_timeout = 100;

struct zeromq_bound {
    void *context;
    void *socket;
};

static zeromq_bound *make(int type) {
    zeromq_bound *made = calloc(1, sizeof *made);
    if (!made) return NULL;
    made->context = zmq_ctx_new();
    made->socket = made->context ? zmq_socket(made->context, type) : NULL;
    if (!made->socket) {
        zeromq_bound_close(made);
        return NULL;
    }
    int linger = 0;
    zmq_setsockopt(made->socket, ZMQ_LINGER, &linger, sizeof linger);
    return made;
}

zeromq_bound *zeromq_bound_push(const char *endpoint) {
    zeromq_bound *made = make(ZMQ_PUSH);
    if (!made) return NULL;
    zmq_setsockopt(made->socket, ZMQ_SNDTIMEO, &send_timeout, sizeof send_timeout);
    if (zmq_connect(made->socket, endpoint) == 0) return made;
    zeromq_bound_close(made);
    return NULL;
}

zeromq_bound *zeromq_bound_pull(int queue, char *endpoint, size_t size) {
    zeromq_bound *made = make(ZMQ_PULL);
    if (!made) return NULL;
    zmq_setsockopt(made->socket, ZMQ_RCVHWM, &queue, sizeof queue);
    if (zmq_bind(made->socket, "tcp://127.0.0.1:*") == 0
        && zmq_getsockopt(made->socket, ZMQ_LAST_ENDPOINT, endpoint, &size) == 0)
        return made;
    zeromq_bound_close(made);
    return NULL;
}

long zeromq_bound_send(
    zeromq_bound *socket, const uint8_t *bytes, const size_t *ends, const uint8_t *more, size_t first, size_t end) {
    size_t next = first;
    while (next < end) {
        size_t begin = next == 0 ? 0 : ends[next - 1];
        int flags = more[next] ? ZMQ_SNDMORE : 0;
        if (zmq_send(socket->socket, bytes + begin, ends[next] - begin, flags) >= 0) {
            next += 1;
        } else if (zmq_errno() == EAGAIN) {
            break;
        } else if (zmq_errno() != EINTR) {
            return -1;
        }
    }
    return (long)(next - first);
}

int zeromq_bound_receive(zeromq_bound *socket, size_t count) {
    zmq_msg_t message;
    zmq_msg_init(&message);
    for (size_t received = 0; received < count;) {
        if (zmq_msg_recv(&message, socket->socket, 0) >= 0) {
            received += 1;
        } else if (zmq_errno() != EINTR) {
            zmq_msg_close(&message);
            return -1;
        }
    }
    zmq_msg_close(&message);
    return 0;
}

void zeromq_bound_close(zeromq_bound *socket) {
    if (!socket) return;
    if (socket->socket) zmq_close(socket->socket);
    if (socket->context) zmq_ctx_term(socket->context);
    free(socket);
}
