import AllocatorClient
import AllocatorTesting
import AllocatorWire
import ZeroMQ

/// Plays a scenario over sockets, in a cluster of its own and in one of the two encodings. Owned by one thread.
struct ScenarioPlayer: ~Copyable {
    private let cluster: String
    private let encoding: WireEncoding
    private let socket: Socket
    private var receiver: PublicationReceiver
    private var barriers = 0

    /// A master that no scenario has.
    private static let barrier = "barrier"

    init(_ endpoints: WorkerEndpoints, cluster: String, _ encoding: WireEncoding) throws {
        let context = try Context()
        let socket = try Socket(.push, in: context)
        try socket.attach(endpoints.events)
        let receiver = try PublicationReceiver(
            from: endpoints.publications, in: context,
            prefixes: [Topic.Kind.offers, .inverseOffers, .replies].map {
                Topic.prefix(cluster: cluster, kind: $0, encoding)
            })
        self.socket = socket
        self.receiver = receiver
        self.cluster = cluster
        self.encoding = encoding
    }

    /// The worker must know the subscriptions before the first event.
    mutating func greet() throws {
        let deadline = ContinuousClock.now + Patience.usual
        while ContinuousClock.now < deadline {
            try sendBarrier("greeting")
            if try receiver.receive(timeout: .milliseconds(100)) != nil {
                _ = try outcomesUpToBarrier()
                return
            }
        }
        throw Overdue(description: "the worker answers no heartbeat")
    }

    /// Sends the event, then a barrier; gives what was published before the barrier's reply.
    mutating func outcomes(of step: Scenario.Step) throws -> [Outcome] {
        try send(step.event)
        return try outcomesUpToBarrier()
    }

    private mutating func outcomesUpToBarrier() throws -> [Outcome] {
        barriers += 1
        try sendBarrier("\(barriers)")
        var outcomes: [Outcome] = []
        while let received = try receiver.receive(timeout: Patience.usual) {
            if case .replies(_, Self.barrier) = received.topic {
                if received.isReply(to: "\(barriers)") { return outcomes }
            } else if let outcome = try Outcome(received.publication) {
                outcomes.append(outcome)
            }
        }
        throw Overdue(description: "barrier \(barriers) was not answered")
    }

    private func sendBarrier(_ requestID: String) throws {
        try send(#"{"master":"\#(Self.barrier)","request_id":"\#(requestID)","heartbeat":{}}"#)
    }

    /// In JSON as it is written, but for the cluster, which scenarios do not name.
    private func send(_ event: String) throws {
        let frame = Array((#"{"cluster":"\#(cluster)","# + event.dropFirst()).utf8)
        switch encoding {
        case .json: _ = try socket.send(frame)
        case .binary: _ = try socket.send(try EventEncoder().encode(try EventDecoder().decode(frame), as: .binary))
        }
    }
}
