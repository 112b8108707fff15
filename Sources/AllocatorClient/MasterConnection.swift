package import AllocatorWire
import SwiftProtobuf
package import ZeroMQ

/// A master's way to its worker: sends the events of one master of one cluster and receives what is published for it. Owned
/// by one thread.
package struct MasterConnection: ~Copyable {
    package let cluster: String
    package let master: String

    package private(set) var sender: EventSender
    package private(set) var receiver: PublicationReceiver
    private let endpoints: WorkerEndpoints
    private var barriers: UInt64 = 0
    /// Tells this connection's requests from those of an earlier one of the same master.
    private let session = UInt64.random(in: 0 ... .max)

    /// Publications lost on the way so far.
    package private(set) var watch = SequenceWatch()

    /// Connects; the worker may come later. What it publishes before `greet` has returned may be missed.
    ///
    /// - Precondition: both names are valid on the wire (`WireName`).
    package init(
        to endpoints: WorkerEndpoints, cluster: String, master: String, in context: Context
    ) throws(ClientFailure) {
        precondition(WireName.isValidCluster(cluster), "\(cluster) is not a name for a cluster")
        precondition(WireName.isValidMaster(master), "\(master) is not a name for a master")
        let prefixes = [Topic.Kind.offers, .inverseOffers, .replies].map {
            Topic.prefix(cluster: cluster, kind: $0, master: master, .binary)
        }
        let sender = try EventSender(to: endpoints.events, in: context)
        let receiver = try PublicationReceiver(
            from: endpoints.publications, in: context, prefixes: prefixes + [Topic.heartbeat.bytes(.binary)])
        self.cluster = cluster
        self.master = master
        self.endpoints = endpoints
        self.sender = sender
        self.receiver = receiver
    }

    /// Sends calls in order, as one batch where they fit into one.
    package mutating func send(_ calls: [WireEvent.OneOf_Call]) throws(ClientFailure) {
        try sender.send(calls.map { event($0) })
    }

    /// The next publication; `nil` where none comes within `timeout`, which may be zero.
    package mutating func receive(timeout: Duration) throws(ClientFailure) -> ReceivedPublication? {
        guard let received = try receiver.receive(timeout: timeout) else { return nil }
        watch.note(received.publication.sequence, of: received.topic.kind)
        return received
    }

    /// Asks again and again until the worker answers: then it knows the subscriptions, and nothing published later is
    /// missed. What else comes meanwhile is meant for an earlier connection and passed over.
    package mutating func greet(timeout: Duration = .seconds(10)) throws(ClientFailure) {
        let deadline = ContinuousClock.now + timeout
        while ContinuousClock.now < deadline {
            let requestID = nextRequestID()
            try sender.send([event(.heartbeat(.init()), requestID: requestID)], timeout: timeout)
            let until = min(deadline, .now + .milliseconds(100))
            while ContinuousClock.now < until, let received = try receive(timeout: until - .now) {
                if case .reply(let reply) = received.publication.body, isOwn(reply) { return try barrier() }
            }
        }
        throw .noAnswer(endpoints.events, after: timeout)
    }

    /// Waits until the worker has done all that was sent before; what is published meanwhile goes to `handle`.
    package mutating func barrier(
        timeout: Duration = .seconds(10),
        handle: (ReceivedPublication) throws(ClientFailure) -> Void = { _ throws(ClientFailure) in }
    ) throws(ClientFailure) {
        _ = try call(.heartbeat(.init()), timeout: timeout, handle: handle)
    }

    /// Makes a call and waits for its reply, also where that is an error; what is published meanwhile goes to `handle`.
    package mutating func call(
        _ call: WireEvent.OneOf_Call, timeout: Duration = .seconds(10),
        handle: (ReceivedPublication) throws(ClientFailure) -> Void = { _ throws(ClientFailure) in }
    ) throws(ClientFailure) -> WireReply {
        let requestID = nextRequestID()
        try sender.send([event(call, requestID: requestID)], timeout: timeout)
        let deadline = ContinuousClock.now + timeout
        while let received = try receive(timeout: max(.zero, deadline - .now)) {
            if case .reply(let reply) = received.publication.body, isOwn(reply) {
                if reply.requestID == requestID { return reply }
            } else {
                try handle(received)
            }
            if ContinuousClock.now >= deadline { break }
        }
        throw .noAnswer(endpoints.events, after: timeout)
    }

    private func isOwn(_ reply: WireReply) -> Bool { reply.requestID.hasPrefix(requestPrefix) }

    private var requestPrefix: String { "\(String(session, radix: 36))-" }

    private mutating func nextRequestID() -> String {
        barriers += 1
        return "\(requestPrefix)\(barriers)"
    }

    private func event(_ call: WireEvent.OneOf_Call, requestID: String = "") -> WireEvent {
        WireEvent.with {
            $0.cluster = cluster
            $0.master = master
            $0.requestID = requestID
            $0.call = call
        }
    }
}

extension WireReply {
    /// Throws where the reply is an error.
    package func get() throws(ClientFailure) {
        guard case .error(let error) = result else { return }
        throw .refused(call: call, code: error.code, message: error.message)
    }
}
