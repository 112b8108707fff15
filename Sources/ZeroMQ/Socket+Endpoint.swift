import CZeroMQ

extension Socket {
    /// Binds or connects, as the endpoint says.
    package borrowing func attach(_ endpoint: Endpoint) throws(ZeroMQError) {
        switch endpoint.direction {
        case .bind: try bind(endpoint.address)
        case .connect: try connect(endpoint.address)
        }
    }

    /// Undoes `attach`. A bound endpoint with a `*` is known by the address that `lastEndpoint` gave.
    package borrowing func detach(_ endpoint: Endpoint) throws(ZeroMQError) {
        switch endpoint.direction {
        case .bind: try unbind(endpoint.address)
        case .connect: try disconnect(endpoint.address)
        }
    }

    /// Ends the connection and makes a new one. Subscriptions stay; what waits to be sent is dropped after the lingering, and
    /// what waits to be received at once. Does nothing where the endpoint binds: there, the peers connect.
    package borrowing func reattach(_ endpoint: Endpoint) throws(ZeroMQError) {
        guard endpoint.direction == .connect else { return }
        try disconnect(endpoint.address)
        try connect(endpoint.address)
    }

    /// Accepts peers at `address`, as libzmq writes it: `tcp://127.0.0.1:*`, `ipc:///run/events`, `inproc://events`.
    package borrowing func bind(_ address: String) throws(ZeroMQError) {
        guard zmq_bind(handle, address) == 0 else { throw .last(.bind, address) }
    }

    /// Connects to `address`. Over tcp and ipc the peer may come later, and is connected again after it went away.
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
