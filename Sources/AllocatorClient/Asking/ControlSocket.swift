import AllocatorWire
import ZeroMQ

/// The client's end of a control socket, which sends queries and receives answers. Owned by one thread.
struct ControlSocket: ~Copyable {
    /// The frames of an answer: an empty one that a broker may add, and the answer itself.
    private static let answerFrames = 2

    let socket: Socket
    private let decoder = AnswerDecoder(limits: ReceivedPublication.limits)

    /// - Parameter queue: The maximum number of queries that libzmq queues while the worker is away.
    init(queue: Int = 100, in context: Context) throws(ZeroMQError) {
        let socket = try Socket(.dealer, in: context)
        try socket.set(.sendHighWaterMark, to: queue)
        try socket.set(.linger, to: .zero)
        self.socket = socket
    }

    borrowing func connect(to endpoint: Endpoint, with keys: ConnectionKeys?) throws(ZeroMQError) {
        try socket.attach(endpoint, with: keys)
    }

    /// Replaces the connection by a new one. Queries that libzmq has queued are dropped.
    borrowing func reconnect(to endpoint: Endpoint) throws(ZeroMQError) {
        try socket.reattach(endpoint)
    }

    /// Sends an encoded query without waiting.
    ///
    /// - Returns: Whether libzmq had room for it.
    borrowing func send(_ frame: [UInt8]) throws(ClientFailure) -> Bool {
        do {
            return try socket.send(frame, .dontWait)
        } catch {
            throw ClientFailure(error)
        }
    }

    /// Receives the next answer without waiting. Messages with more frames than an answer has are dropped.
    ///
    /// - Returns: The encoded answer, or `nil` if none has arrived.
    borrowing func receive() throws(ClientFailure) -> [UInt8]? {
        while let frames = try socket.receiveFramesIfAny(limit: Self.answerFrames) {
            if let frame = frames.last { return frame }
        }
        return nil
    }

    /// - Throws: ``ClientFailure/unusableMessage(_:)``
    borrowing func decode(_ frame: [UInt8]) throws(ClientFailure) -> WireAnswer {
        do {
            return try decoder.decode(frame)
        } catch {
            throw .unusableMessage("an answer of the worker cannot be decoded: \(error)")
        }
    }
}

extension Socket {
    /// Receives the frames of one message without waiting.
    ///
    /// - Returns: `nil` if no message has arrived; no frames if the message had more than `limit` and was dropped.
    borrowing func receiveFramesIfAny(limit: Int) throws(ClientFailure) -> [[UInt8]]? {
        do {
            return try receiveFrames(limit: limit, .dontWait)
        } catch .tooManyFrames {
            return []
        } catch {
            throw ClientFailure(error)
        }
    }
}
