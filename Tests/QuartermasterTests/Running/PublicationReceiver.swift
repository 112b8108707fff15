import AllocatorClient
import AllocatorWire
import ZeroMQ

/// Receives publications of a worker. Owned by one thread.
struct PublicationReceiver: ~Copyable {
    /// Publications that wait in libzmq at most; what comes on top is lost, as the sequence numbers then show.
    static let highWaterMark = 100_000

    private let socket: Socket
    private var poller: Poller

    /// Messages that were no publications; they are passed over.
    private(set) var unreadable: UInt64 = 0

    /// - Parameter prefixes: The prefixes of the subscribed topics. The empty one subscribes to all.
    init(
        from endpoint: Endpoint, in context: Context, prefixes: [[UInt8]]
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
        } catch {
            throw .transport("\(error)")
        }
    }

    /// The next publication; `nil` where none comes within `timeout`, which may be zero.
    mutating func receive(timeout: Duration) throws(ClientFailure) -> ReceivedPublication? {
        let deadline = ContinuousClock.now + timeout
        while true {
            do {
                if let frames = try socket.receiveFrames(limit: 2, .dontWait) {
                    if let received = ReceivedPublication(frames: frames) { return received }
                    unreadable += 1
                } else if try poller.wait(timeout: max(.zero, deadline - .now)) == 0 {
                    return nil
                }
            } catch .tooManyFrames {
                unreadable += 1
            } catch {
                throw .transport("\(error)")
            }
        }
    }
}
