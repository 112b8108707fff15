import AllocatorWire
import Logging
import ZeroMQ

/// Makes the three sockets, with the bounds of their queues, and binds or connects them.
enum WorkerSockets {
    /// Messages to one peer of the control socket that wait to be sent.
    static let answersQueue = 1_000
    /// How long closed sockets may take to deliver what was published.
    static let linger: Duration = .seconds(1)

    static func events(
        _ configuration: WorkerConfiguration, _ gate: Gate?, _ connectionLimit: ConnectionLimit, in context: Context
    ) throws -> Socket {
        let socket = try Socket(.pull, in: context)
        // A full queue stops libzmq's reading, and that the senders.
        try socket.set(.receiveHighWaterMark, to: configuration.eventsQueue)
        try socket.set(.maximumMessageSize, to: Intake.hardFrameLimit(configuration.limits))
        try watch(socket, as: .events, gate, connectionLimit, in: context)
        try attach(socket, configuration.events, configuration)
        return socket
    }

    /// What there is of it, one of the two: a socket has one monitor.
    private static func watch(
        _ socket: borrowing Socket, as door: Door, _ gate: Gate?, _ connectionLimit: ConnectionLimit,
        in context: Context
    ) throws {
        if let gate {
            try gate.guardSocket(socket, as: door)
        } else {
            try connectionLimit.watch(socket, as: door, in: context)
        }
    }

    static func publications(
        _ configuration: WorkerConfiguration, _ gate: Gate?, _ connectionLimit: ConnectionLimit, in context: Context,
        logger: Logger
    ) throws -> PublicationSocket {
        let outlet = try PublicationSocket(
            queueLimit: configuration.publicationsQueue, patience: configuration.subscriberPatience, gate: gate,
            connectionLimit: connectionLimit, in: context, logger: logger)
        try outlet.socket.set(.maximumMessageSize, to: Int64(Publisher.maximumSubscriptionSize))
        try outlet.socket.set(.linger, to: linger)
        try attach(outlet.socket, configuration.publications, configuration)
        return outlet
    }

    static func control(
        _ configuration: WorkerConfiguration, _ gate: Gate?, _ connectionLimit: ConnectionLimit, in context: Context
    ) throws -> Socket {
        let socket = try Socket(.router, in: context)
        try socket.set(.sendHighWaterMark, to: answersQueue)
        try socket.set(.receiveHighWaterMark, to: answersQueue)
        // Up to here the decoder answers that it is too much.
        try socket.set(.maximumMessageSize, to: Int64(ControlPoint.maximumQuestionSize) * 2)
        try socket.set(.linger, to: linger)
        try watch(socket, as: .control, gate, connectionLimit, in: context)
        try attach(socket, configuration.control, configuration)
        return socket
    }

    private static func attach(
        _ socket: borrowing Socket, _ endpoint: Endpoint, _ configuration: WorkerConfiguration
    ) throws {
        // Only where it is asked for: with it, `*` would mean all IPv6 interfaces as well.
        if endpoint.scheme == .tcp && endpoint.address.contains("[") { try socket.set(.ipv6, to: true) }
        guard endpoint.scheme == .ipc && endpoint.direction == .bind else { return try socket.attach(endpoint) }
        try SocketFile.bind(socket, to: endpoint, mode: configuration.ipcMode)
    }
}
