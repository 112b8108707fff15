package import ZeroMQ

/// Finds out why nothing comes from an endpoint.
///
/// libzmq connects again and again and tells its user nothing. A probe makes a connection of its own, and watches it.
package struct ConnectionProbe: ~Copyable {
    /// What became of the connection.
    package enum Finding: Hashable, Sendable, CaseIterable {
        /// A peer was found, and its handshake succeeded.
        case connected
        case nothingListens
        /// The worker's allow-list does not have the client's key.
        case keyNotAllowed
        /// The worker asks for keys, and the client has none.
        case keysMissing
        /// The client has keys, and the peer takes none.
        case keysUnwanted
        /// The peer broke the encrypted connection off, as a worker does whose public key is another one.
        case otherServerKey
        /// The peer broke the connection off, as a worker that asks for keys does, and others that are no worker.
        case brokenOff
        /// The peer does not speak ZMTP, or is a socket of another kind.
        case noWorker
        /// A peer took the connection and says nothing: it is stopped, or no worker.
        case mute
        /// Nothing took the connection in time.
        case unreachable
    }

    private let endpoint: Endpoint
    private let hasKeys: Bool
    // Kept for as long as it is monitored.
    private let socket: Socket
    private var monitor: SocketMonitor

    /// - Parameters:
    ///   - type: A type of socket that the worker's takes messages from, or sends some to.
    ///   - keys: For a worker that asks for some.
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

    /// Waits for what becomes of the connection.
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
            // A peer that ends the connection in the middle of the handshake, without a reason.
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
    /// What was found at an endpoint and what to do, as part of a sentence.
    package func words(_ endpoint: Endpoint) -> String {
        let address = endpoint.address
        return switch self {
        case .connected:
            "\(address) takes connections: the worker there is busy, or the endpoint is one of its other sockets"
        case .nothingListens:
            "nothing listens at \(address): start `quartermaster serve`, or give the endpoint that its log names"
        case .keyNotAllowed:
            "the worker at \(address) does not let this key in: put its public key on the worker's allow-list and send the "
                + "worker a SIGHUP"
        case .keysMissing:
            "the worker at \(address) asks for keys: give --curve-key and --server-key"
        case .keysUnwanted:
            "the worker at \(address) takes no keys: leave out --curve-key and --server-key"
        case .otherServerKey:
            "what listens at \(address) does not have the key of --server-key: give the .pub file of that worker"
        case .brokenOff:
            "what listens at \(address) breaks connections off: where it is a worker that asks for keys, give --curve-key and "
                + "--server-key"
        case .noWorker:
            "what listens at \(address) is no such socket of a worker: give the endpoint that the worker's log names"
        case .mute:
            "what listens at \(address) says nothing: see whether the worker there is stopped"
        case .unreachable:
            "\(address) gives no connection: see whether that machine runs and can be reached"
        }
    }

    /// Whether waiting may help: a worker may be on its way, or busy.
    package var mayPass: Bool {
        switch self {
        case .connected, .nothingListens, .mute, .unreachable: true
        case .keyNotAllowed, .keysMissing, .keysUnwanted, .otherServerKey, .brokenOff, .noWorker: false
        }
    }
}

extension WorkerEndpoints {
    /// Why nothing comes from a worker: looks at its sockets one after the other, and names the first that gives no
    /// connection. Nil: all do.
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

    /// Nil where an endpoint is bound, or where there can be no probe.
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
        // A worker without keys may break off first, too; but it takes a connection without keys.
        if finding == .otherServerKey, probe(with: nil) == .connected { return .keysUnwanted }
        return finding
    }
}
