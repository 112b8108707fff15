package import AllocatorWire
package import ZeroMQ

/// Asks a worker questions. Owned by one thread.
package struct ControlConnection: ~Copyable {
    private let socket: Socket
    private let endpoint: Endpoint
    private var poller: Poller
    private var asked: UInt64 = 0

    /// - Parameter keys: For a worker that asks for some.
    package init(
        to endpoint: Endpoint, with keys: ConnectionKeys? = nil, in context: Context
    ) throws(ClientFailure) {
        do {
            let socket = try Socket(.dealer, in: context)
            try socket.attach(endpoint, with: keys)
            var poller = Poller()
            _ = poller.add(socket)
            self.socket = socket
            self.endpoint = endpoint
            self.poller = poller
        } catch {
            throw .transport("\(error)")
        }
    }

    /// The answer to one question, also where that is an error. A late answer to an earlier question is passed over.
    ///
    /// - Parameter onSilence: Called once where no answer has come after `silence`; it may end the waiting by a failure.
    package mutating func ask(
        _ question: WireQuery.OneOf_Question, timeout: Duration = .seconds(10), silence: Duration = .seconds(2),
        onSilence: () throws(ClientFailure) -> Void = {}
    ) throws(ClientFailure) -> WireAnswer {
        asked += 1
        let requestID = "\(asked)"
        let frame = try WireQuery.frame(of: question, requestID: requestID)
        let deadline = ContinuousClock.now + timeout
        guard try send(frame) else { throw .noAnswer(endpoint: endpoint.address, after: timeout) }
        let notice = ContinuousClock.now + silence
        var isNoticed = notice >= deadline
        repeat {
            let answer = try receive(until: isNoticed ? deadline : notice)
            if let answer, answer.requestID == requestID { return answer }
            if !isNoticed, ContinuousClock.now >= notice {
                isNoticed = true
                try onSilence()
            }
        } while ContinuousClock.now < deadline
        throw .noAnswer(endpoint: endpoint.address, after: timeout)
    }

    private func send(_ frame: [UInt8]) throws(ClientFailure) -> Bool {
        do {
            return try socket.send(frame, .dontWait)
        } catch {
            throw .transport("\(error)")
        }
    }

    private mutating func receive(until deadline: ContinuousClock.Instant) throws(ClientFailure) -> WireAnswer? {
        let frames: [[UInt8]]?
        do {
            _ = try poller.wait(timeout: max(.zero, deadline - .now))
            frames = try socket.receiveFrames(limit: 1, .dontWait)
        } catch {
            throw .transport("\(error)")
        }
        guard let frame = frames?.first else { return nil }
        do {
            return try AnswerDecoder(limits: ReceivedPublication.limits).decode(frame)
        } catch {
            throw .unusableMessage("the answer of \(endpoint.address) cannot be read: \(error)")
        }
    }
}
