import AllocatorClient
import AllocatorWire
import ZeroMQ

/// Sends events to a worker. Owned by one thread.
struct EventSender: ~Copyable {
    /// Batches that wait in libzmq at most; then sending waits for the worker.
    static let highWaterMark = 1_000
    /// Events that one batch holds at most; a worker takes 10,000 unless told otherwise.
    static let maximumBatch = 1_000

    private let socket: Socket
    private let endpoint: Endpoint
    private var poller: Poller
    private let encoder = EventEncoder()

    /// How many events and batches were handed to libzmq.
    private(set) var events: UInt64 = 0
    private(set) var batches: UInt64 = 0

    init(to endpoint: Endpoint, in context: Context) throws(ClientFailure) {
        do {
            let socket = try Socket(.push, in: context)
            try socket.set(.sendHighWaterMark, to: Self.highWaterMark)
            try socket.attach(endpoint)
            var poller = Poller()
            _ = poller.add(socket, for: .writable)
            self.socket = socket
            self.endpoint = endpoint
            self.poller = poller
        } catch {
            throw .transport("\(error)")
        }
    }

    /// Sends events as one batch, which the worker applies as a whole; more than `maximumBatch` as several, in order.
    ///
    /// - Parameter timeout: How long a batch may wait for the worker to take earlier ones.
    mutating func send(
        _ events: [WireEvent], timeout: Duration = .seconds(10)
    ) throws(ClientFailure) {
        var rest = events[...]
        while !rest.isEmpty {
            try sendBatch(rest.prefix(Self.maximumBatch), timeout: timeout)
            rest = rest.dropFirst(Self.maximumBatch)
        }
    }

    private mutating func sendBatch(_ events: ArraySlice<WireEvent>, timeout: Duration) throws(ClientFailure) {
        var frames: [[UInt8]] = []
        frames.reserveCapacity(events.count)
        for event in events {
            do {
                frames.append(try encoder.encode(event, as: .binary))
            } catch {
                throw .unusableMessage("\(error)")
            }
        }
        let deadline = ContinuousClock.now + timeout
        do {
            while try !socket.send(frames: frames, .dontWait) {
                let rest = deadline - .now
                guard rest > .zero else { throw ClientFailure.noAnswer(endpoint: endpoint.address, after: timeout) }
                _ = try poller.wait(timeout: rest)
            }
        } catch let error as ZeroMQError {
            throw .transport("\(error)")
        } catch let failure as ClientFailure {
            throw failure
        } catch {
            throw .unusableMessage("\(error)")
        }
        self.events += UInt64(frames.count)
        batches += 1
    }
}
