import AllocatorWire
import Logging
import ZeroMQ

/// Creates the worker's three sockets, sets the bounds of their queues, and binds or connects them.
struct WorkerSockets {
    /// The maximum number of messages that wait to be sent to one peer of the control socket.
    static let answersQueue = 1_000
    /// The maximum time that closed sockets take to deliver the last publications.
    static let linger: Duration = .seconds(1)

    let configuration: WorkerConfiguration
    let gate: Gate?
    let connectionLimit: ConnectionLimit
    let context: Context

    func events() throws -> Socket {
        let socket = try Socket(.pull, in: context)
        // A full queue stops libzmq from reading, which stops the senders.
        try socket.set(.receiveHighWaterMark, to: configuration.eventsQueue)
        try socket.set(.maximumMessageSize, to: Intake.hardFrameLimit(configuration.limits))
        try monitor(socket, as: .events)
        try attach(socket, to: configuration.events)
        return socket
    }

    func publications(logger: Logger) throws -> PublicationSocket {
        let outlet = try PublicationSocket(
            queueLimit: configuration.publicationsQueue, patience: configuration.subscriberPatience, gate: gate,
            connectionLimit: connectionLimit, in: context, logger: logger)
        try outlet.socket.set(.maximumMessageSize, to: Int64(Publisher.maximumSubscriptionSize))
        try outlet.socket.set(.linger, to: Self.linger)
        try attach(outlet.socket, to: configuration.publications)
        return outlet
    }

    func control() throws -> Socket {
        let socket = try Socket(.router, in: context)
        try socket.set(.sendHighWaterMark, to: Self.answersQueue)
        try socket.set(.receiveHighWaterMark, to: Self.answersQueue)
        // Between the decoder's limit and this one, the decoder still answers that a query is too large.
        try socket.set(.maximumMessageSize, to: Int64(ControlPoint.maximumQuestionSize) * 2)
        try socket.set(.linger, to: Self.linger)
        try monitor(socket, as: .control)
        try attach(socket, to: configuration.control)
        return socket
    }

    /// Attaches the gate or the connection limit: a socket can only have one monitor.
    private func monitor(_ socket: borrowing Socket, as role: SocketRole) throws {
        if let gate {
            try gate.guardSocket(socket, as: role)
        } else {
            try connectionLimit.watch(socket, as: role, in: context)
        }
    }

    private func attach(_ socket: borrowing Socket, to endpoint: Endpoint) throws {
        // Only for IPv6 addresses: with this option, `*` would mean all IPv6 interfaces too.
        if endpoint.scheme == .tcp && endpoint.address.contains("[") { try socket.set(.ipv6, to: true) }
        guard endpoint.scheme == .ipc && endpoint.direction == .bind else { return try socket.attach(endpoint) }
        try SocketFile.bind(socket, to: endpoint, mode: configuration.ipcMode)
    }
}
