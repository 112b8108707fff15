import Platform
import ZeroMQ

/// The state that a client's tasks share with its thread.
protocol ClientLink: AnyObject, Sendable {
    /// Whether the client has failed or was closed.
    var isOver: Bool { get }

    /// Signals that the thread has closed its sockets.
    var threadEnd: ThreadEnd { get }

    /// Ends the client and fails everything that waits for it. Only the first call has an effect.
    func end(_ ending: ClientFailure)
}

/// The event loop of a client's thread. It owns the client's sockets, which only that thread uses.
protocol ClientLoop: ~Copyable, SendableMetatype {
    /// Waits for the sockets and handles what they receive.
    mutating func turn() throws(ClientFailure)

    /// Fails the requests that the loop still holds after the client has ended.
    mutating func failOpenRequests()
}

extension ClientLoop where Self: ~Copyable {
    mutating func failOpenRequests() {}
}

extension ClientLink {
    /// Starts a thread that runs a loop until the client has ended. A failure of the loop ends the client.
    ///
    /// The thread retains the link but not the client, so that releasing the client ends the loop.
    ///
    /// - Throws: ``ClientFailure/transport(_:)`` if the system cannot create a thread.
    func startThread<Loop: ClientLoop & ~Copyable>(
        running makeLoop: @escaping @Sendable () throws(ZeroMQError) -> Loop
    ) throws(ClientFailure) {
        do {
            try BackgroundThread.start {
                self.run(makeLoop)
                self.threadEnd.signal()
            }
        } catch {
            throw .transport("\(error)")
        }
    }

    private func run<Loop: ClientLoop & ~Copyable>(_ makeLoop: () throws(ZeroMQError) -> Loop) {
        do {
            var loop = try ClientFailure.wrapping(makeLoop)
            do {
                while !isOver { try loop.turn() }
            } catch {
                end(error)
            }
            loop.failOpenRequests()
        } catch {
            end(error)
        }
    }
}
