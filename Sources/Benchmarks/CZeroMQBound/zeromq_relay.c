#include "zeromq_relay.h"

#include <errno.h>
#include <stdlib.h>
#include <zmq.h>

struct zeromq_relay {
    void *context;
    void *pull;
    void *pub;
};

static void *bind_one(void *context, int type, int option, int queue, char *endpoint, size_t size) {
    void *socket = zmq_socket(context, type);
    if (!socket) return NULL;
    int linger = 0;
    zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger);
    zmq_setsockopt(socket, option, &queue, sizeof queue);
    if (zmq_bind(socket, "tcp://127.0.0.1:*") == 0 && zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, endpoint, &size) == 0)
        return socket;
    zmq_close(socket);
    return NULL;
}

zeromq_relay *zeromq_relay_bind(int queue, char *pull, char *pub, size_t size) {
    zeromq_relay *made = calloc(1, sizeof *made);
    if (!made) return NULL;
    made->context = zmq_ctx_new();
    if (made->context) {
        made->pull = bind_one(made->context, ZMQ_PULL, ZMQ_RCVHWM, queue, pull, size);
        made->pub = bind_one(made->context, ZMQ_PUB, ZMQ_SNDHWM, 0, pub, size);
    }
    if (made->pull && made->pub) return made;
    zeromq_relay_close(made);
    return NULL;
}

int zeromq_relay_run(zeromq_relay *relay, uint8_t mark) {
    zmq_msg_t message;
    zmq_msg_init(&message);
    for (;;) {
        int size = zmq_msg_recv(&message, relay->pull, 0);
        int is_marked = size > 0 && *(const uint8_t *)zmq_msg_data(&message) == mark;
        int has_failed = size < 0 || (is_marked && zmq_msg_send(&message, relay->pub, 0) < 0);
        if (has_failed && zmq_errno() != EINTR) break;
    }
    zmq_msg_close(&message);
    return -1;
}

void zeromq_relay_close(zeromq_relay *relay) {
    if (!relay) return;
    if (relay->pull) zmq_close(relay->pull);
    if (relay->pub) zmq_close(relay->pub);
    if (relay->context) zmq_ctx_term(relay->context);
    free(relay);
}
