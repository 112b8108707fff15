import CZeroMQ

extension Socket {
    /// Binds or connects the socket, as the endpoint says.
    package borrowing func attach(_ endpoint: Endpoint) throws(ZeroMQError) {
        switch endpoint.direction {
        case .bind: try bind(endpoint.address)
        case .connect: try connect(endpoint.address)
        }
    }

    /// Undoes `attach`. An endpoint that was bound with a `*` is identified by its `lastEndpoint`.
    package borrowing func detach(_ endpoint: Endpoint) throws(ZeroMQError) {
        switch endpoint.direction {
        case .bind: try unbind(endpoint.address)
        case .connect: try disconnect(endpoint.address)
        }
    }

    /// Replaces the connection by a new one. Subscriptions stay. Queued outgoing messages are dropped after the linger
    /// time, received ones at once. Does nothing if the endpoint binds, because the peers connect then.
    package borrowing func reattach(_ endpoint: Endpoint) throws(ZeroMQError) {
        guard endpoint.direction == .connect else { return }
        try disconnect(endpoint.address)
        try connect(endpoint.address)
    }

    /// Accepts peers at `address`, in libzmq's form: `tcp://127.0.0.1:*`, `ipc:///run/events`, `inproc://events`.
    package borrowing func bind(_ address: String) throws(ZeroMQError) {
        guard zmq_bind(handle, address) == 0 else { throw .last(.bind, address) }
    }

    /// Connects to `address`. Over tcp and ipc the peer may start later, and libzmq reconnects when it restarts.
    package borrowing func connect(_ address: String) throws(ZeroMQError) {
        guard zmq_connect(handle, address) == 0 else { throw .last(.connect, address) }
    }

    package borrowing func unbind(_ address: String) throws(ZeroMQError) {
        guard zmq_unbind(handle, address) == 0 else { throw .last(.unbind, address) }
    }

    package borrowing func disconnect(_ address: String) throws(ZeroMQError) {
        guard zmq_disconnect(handle, address) == 0 else { throw .last(.disconnect, address) }
    }
}
