package import AllocatorWire
package import ZeroMQ

/// A connection to a worker's control socket that asks one question at a time and blocks the calling thread.
///
/// For programs and tests with nothing else to do until the answer arrives. Concurrent tasks use ``ControlClient``.
package struct ControlConnection: ~Copyable {
    private let control: ControlSocket
    private let endpoint: Endpoint
    private var poller: Poller
    private var queryCount: UInt64 = 0

    /// - Parameter keys: The client's keys, for a worker that requires keys.
    package init(
        to endpoint: Endpoint, with keys: ConnectionKeys? = nil, in context: Context
    ) throws(ClientFailure) {
        do {
            let control = try ControlSocket(in: context)
            try control.connect(to: endpoint, with: keys)
            var poller = Poller()
            _ = poller.add(control.socket)
            self.control = control
            self.endpoint = endpoint
            self.poller = poller
        } catch {
            throw ClientFailure(error)
        }
    }

    /// Asks a question and waits for its answer. Late answers to earlier questions are ignored.
    ///
    /// - Parameter onSilence: Called once if no answer has arrived within `silence`. It may throw to stop waiting.
    /// - Returns: The answer, which may be an error of the worker.
    /// - Throws: ``ClientFailure/noAnswer(endpoint:after:)`` if none arrives within `timeout`.
    package mutating func ask(
        _ question: WireQuery.OneOf_Question, timeout: Duration = .seconds(10), silence: Duration = .seconds(2),
        onSilence: () throws(ClientFailure) -> Void = {}
    ) throws(ClientFailure) -> WireAnswer {
        queryCount += 1
        let query = WireQuery(question, requestID: "\(queryCount)")
        let deadline = ContinuousClock.now + timeout
        guard try control.send(query.frame()) else { throw .noAnswer(endpoint: endpoint.address, after: timeout) }
        let notice = ContinuousClock.now + silence
        var hasNoticed = notice >= deadline
        repeat {
            let answer = try receive(until: hasNoticed ? deadline : notice)
            if let answer, answer.requestID == query.requestID { return answer }
            if !hasNoticed, ContinuousClock.now >= notice {
                hasNoticed = true
                try onSilence()
            }
        } while ContinuousClock.now < deadline
        throw .noAnswer(endpoint: endpoint.address, after: timeout)
    }

    private mutating func receive(until deadline: ContinuousClock.Instant) throws(ClientFailure) -> WireAnswer? {
        do {
            _ = try poller.wait(timeout: max(.zero, deadline - .now))
        } catch {
            throw ClientFailure(error)
        }
        guard let frame = try control.receive() else { return nil }
        return try control.decode(frame)
    }
}
