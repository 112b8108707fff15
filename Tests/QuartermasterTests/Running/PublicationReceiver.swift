package import AllocatorWire
package import ZeroMQ

/// A publication and the topic that it came under.
package struct ReceivedPublication: Sendable {
    package let topic: Topic
    package let publication: WirePublication

    package init(topic: Topic, publication: WirePublication) {
        self.topic = topic
        self.publication = publication
    }
}

/// Receives publications of a worker. Owned by one thread.
package struct PublicationReceiver: ~Copyable {
    /// Publications that wait in libzmq at most; what comes on top is lost, as the sequence numbers then show.
    package static let highWaterMark = 100_000

    private let socket: Socket
    private var poller: Poller
    private let decoder: PublicationDecoder

    /// Messages that were no publications; they are passed over.
    package private(set) var unreadable: UInt64 = 0

    /// - Parameter prefixes: Of topics; a topic that begins with one of them is received. The empty one asks for all, in
    ///   both encodings.
    package init(
        from endpoint: Endpoint, in context: Context, prefixes: [[UInt8]], limits: WireLimits = WireLimits()
    ) throws(ClientFailure) {
        do {
            let socket = try Socket(.sub, in: context)
            try socket.set(.receiveHighWaterMark, to: Self.highWaterMark)
            for prefix in prefixes { try socket.subscribe(to: prefix) }
            try socket.attach(endpoint)
            var poller = Poller()
            _ = poller.add(socket)
            self.socket = socket
            self.poller = poller
            decoder = PublicationDecoder(limits: limits)
        } catch {
            throw .transport(error)
        }
    }

    /// The next publication; `nil` where none comes within `timeout`, which may be zero.
    package mutating func receive(timeout: Duration) throws(ClientFailure) -> ReceivedPublication? {
        let deadline = ContinuousClock.now + timeout
        while true {
            do {
                if let frames = try socket.receiveFrames(limit: 2, .dontWait) {
                    if let received = read(frames) { return received }
                    unreadable += 1
                } else if try poller.wait(timeout: max(.zero, deadline - .now)) == 0 {
                    return nil
                }
            } catch .tooManyFrames {
                unreadable += 1
            } catch {
                throw .transport(error)
            }
        }
    }

    private func read(_ frames: [[UInt8]]) -> ReceivedPublication? {
        guard frames.count == 2, let (topic, _) = Topic.parse(frames[0]) else { return nil }
        guard let publication = try? decoder.decode(frames[1]) else { return nil }
        return ReceivedPublication(topic: topic, publication: publication)
    }
}
