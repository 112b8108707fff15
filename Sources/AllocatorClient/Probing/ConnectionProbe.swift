package import ZeroMQ

/// Determines why nothing arrives from an endpoint.
///
/// libzmq retries connections without reporting why they fail. A probe makes a connection of its own and monitors it.
package struct ConnectionProbe: ~Copyable {
    /// The outcome of the connection.
    package enum Finding: Hashable, Sendable, CaseIterable {
        /// A peer completed the handshake.
        case connected
        case nothingListens
        /// The client's key is not on the worker's allow-list.
        case keyNotAllowed
        /// The worker requires keys, and the client has none.
        case keysMissing
        /// The client has keys, and the peer accepts none.
        case keysUnwanted
        /// The peer closed the encrypted connection, as a worker with another public key does.
        case otherServerKey
        /// The peer closed the connection. Workers that require keys do so, as do programs that are not workers.
        case brokenOff
        /// The peer does not speak ZMTP, or is a socket of another kind.
        case noWorker
        /// A peer accepted the connection and sends nothing: it is stopped, or not a worker.
        case mute
        /// Nothing accepted the connection in time.
        case unreachable
    }

    private let endpoint: Endpoint
    private let hasKeys: Bool
    // Retained while it is monitored.
    private let socket: Socket
    private var monitor: SocketMonitor

    /// - Parameters:
    ///   - type: A socket type that can talk to the worker's socket.
    ///   - keys: The keys, for a worker that requires keys.
    package init(
        of endpoint: Endpoint, as type: SocketType, with keys: ConnectionKeys? = nil, in context: Context
    ) throws(ZeroMQError) {
        let socket = try Socket(type, in: context)
        let monitor = try SocketMonitor(socket, in: context, for: .all)
        try socket.attach(endpoint, with: keys)
        self.monitor = monitor
        self.endpoint = endpoint
        hasKeys = keys != nil
        self.socket = socket
    }

    /// Waits for the outcome of the connection.
    package mutating func finding(within limit: Duration = .seconds(1)) throws(ZeroMQError) -> Finding {
        let deadline = ContinuousClock.now + limit
        var isConnected = false
        while true {
            let rest = deadline - .now
            guard rest > .zero, let event = try monitor.next(waitingAtMost: rest) else {
                return isConnected ? .mute : .unreachable
            }
            switch event.kind {
            case .handshakeSucceeded: return .connected
            case .handshakeFailed(let failure): return finding(failure)
            case .connected: isConnected = true
            case .closed where !isConnected: return .nothingListens
            // The peer closed the connection during the handshake, without a reason.
            case .disconnected: return hasKeys ? .otherServerKey : .brokenOff
            default: break
            }
        }
    }

    private func finding(_ failure: SocketEvent.HandshakeFailure) -> Finding {
        switch failure {
        case .denied: .keyNotAllowed
        case .otherMechanism: hasKeys ? .keysUnwanted : .keysMissing
        case .undecipherable: .otherServerKey
        case .ended: hasKeys ? .otherServerKey : .brokenOff
        case .malformed: .noWorker
        }
    }
}

extension ConnectionProbe.Finding {
    /// The finding at an endpoint and the remedy, as part of a sentence.
    package func words(_ endpoint: Endpoint) -> String {
        let address = endpoint.address
        return switch self {
        case .connected:
            "\(address) accepts connections: the worker there is busy, or the endpoint is one of its other sockets"
        case .nothingListens:
            "nothing listens at \(address): start `quartermaster serve`, or give the endpoint that its log names"
        case .keyNotAllowed:
            "the worker at \(address) refuses this key: add its public key to the worker's allow-list and send "
                + "the worker a SIGHUP"
        case .keysMissing:
            "the worker at \(address) requires keys: give --curve-key and --server-key"
        case .keysUnwanted:
            "the worker at \(address) accepts no keys: leave out --curve-key and --server-key"
        case .otherServerKey:
            "the program at \(address) does not have the key of --server-key: give the .pub file of that worker"
        case .brokenOff:
            "the program at \(address) closes connections: if it is a worker that requires keys, give --curve-key and "
                + "--server-key"
        case .noWorker:
            "the program at \(address) is not a worker, or this is another of its sockets: give the endpoint that "
                + "the worker's log names"
        case .mute:
            "the program at \(address) accepts connections and sends nothing: check whether the worker there is stopped"
        case .unreachable:
            "\(address) accepts no connection: check whether that machine runs and is reachable"
        }
    }

    /// Whether the problem may resolve itself, because the worker is starting or busy.
    package var mayPass: Bool {
        switch self {
        case .connected, .nothingListens, .mute, .unreachable: true
        case .keyNotAllowed, .keysMissing, .keysUnwanted, .otherServerKey, .brokenOff, .noWorker: false
        }
    }
}

extension WorkerEndpoints {
    /// Probes a worker's sockets one after the other.
    ///
    /// - Returns: The first one that cannot be connected to, or `nil` if all can.
    package func obstacle(
        _ sockets: [KeyPath<WorkerEndpoints, Endpoint>]
    ) -> (finding: ConnectionProbe.Finding, words: String)? {
        for socket in sockets {
            let endpoint = self[keyPath: socket]
            guard let finding = finding(endpoint, socket), finding != .connected else { continue }
            return (finding, finding.words(endpoint))
        }
        return nil
    }

    /// Makes the probe of one socket.
    ///
    /// - Returns: `nil` if the endpoint binds, or if no probe can be made.
    private func finding(
        _ endpoint: Endpoint, _ socket: KeyPath<WorkerEndpoints, Endpoint>
    ) -> ConnectionProbe.Finding? {
        guard endpoint.direction == .connect else { return nil }
        let type: SocketType =
            switch socket {
            case \.events: .push
            case \.publications: .sub
            default: .dealer
            }
        func probe(with keys: ConnectionKeys?) -> ConnectionProbe.Finding? {
            do {
                var probe = try ConnectionProbe(of: endpoint, as: type, with: keys, in: Context())
                return try probe.finding()
            } catch {
                return nil
            }
        }
        let finding = probe(with: keys)
        // A worker without keys may also close the connection first. It accepts a connection without keys.
        if finding == .otherServerKey, probe(with: nil) == .connected { return .keysUnwanted }
        return finding
    }
}
