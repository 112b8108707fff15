import AllocatorCore
import AllocatorWire
import ZeroMQ

/// Receives and decodes the frames of the events socket, one at a time, so that a batch is never decoded as a whole.
struct Intake: ~Copyable {
    let socket: Socket
    private let limits: WireLimits
    private let decoder: EventDecoder
    private var hotEvents: HotEventReader
    private var incoming = Message()
    /// The number of received frames of the current batch.
    private var framesOfBatch = 0
    private let asksForSenders: Bool
    /// The sender of the current batch, if senders are asked for.
    private(set) var sender: MessageSender?

    /// - Parameter asksForSenders: Whether to identify the sender of each batch.
    init(_ socket: consuming Socket, limits: WireLimits, asksForSenders: Bool) {
        self.socket = socket
        self.asksForSenders = asksForSenders
        self.limits = limits
        decoder = EventDecoder(limits: limits)
        hotEvents = HotEventReader(limits: limits)
    }

    /// The largest frame that libzmq accepts. Frames between the configured limit and this bound get a reply. For a
    /// larger one libzmq closes the connection without an answer, and a master that resends it never makes progress.
    ///
    /// So clients refuse frames over a limit of their own, which defaults to the worker's default. Such frames get a
    /// reply even from a worker with a lower limit.
    static func hardFrameLimit(_ limits: WireLimits) -> Int64 {
        Int64(max(2 * limits.maximumFrameSize, WireLimits().maximumFrameSize)) + 1_024
    }

    /// Receives the next frame.
    ///
    /// - Returns: The frame, its size in bytes and whether it is the last of its batch, or `nil` if none is waiting.
    mutating func receive() throws(ZeroMQError) -> (frame: ReceivedFrame, size: Int, isLast: Bool)? {
        guard try socket.receive(into: &incoming, .dontWait) else { return nil }
        framesOfBatch += 1
        if asksForSenders && framesOfBatch == 1 { identifySender() }
        let isLast = !incoming.more
        let isWithinBatch = framesOfBatch <= limits.maximumFramesPerBatch
        let frame = (isWithinBatch ? Self.read(incoming, by: &hotEvents) : nil) ?? read()
        let size = incoming.count
        if isLast { framesOfBatch = 0 }
        return (frame, size, isLast)
    }

    /// Updates the sender. Consecutive batches usually come from one peer, so its identity is cached.
    private mutating func identifySender() {
        if let sender, incoming.isSent(by: sender) { return }
        sender = incoming.sender
    }

    /// Fast path for the frequent kinds of events, which are nearly all frames.
    ///
    /// - Returns: The event, or `nil` if the frame needs the full decoder.
    private static func read(_ frame: borrowing Message, by reader: inout HotEventReader) -> ReceivedFrame? {
        guard let (event, call) = frame.withBytes({ reader.read($0) }) else { return nil }
        return .delivery(Delivery(event, call: .success(call), frame: frame.bytes))
    }

    private func read() -> ReceivedFrame {
        guard framesOfBatch <= limits.maximumFramesPerBatch else {
            guard framesOfBatch == limits.maximumFramesPerBatch + 1 else { return .discarded }
            let reason =
                "a batch of more than \(limits.maximumFramesPerBatch) frames: this frame and those after it were "
                + "discarded; send them in another batch"
            return .reject(WireReject(reason, frame: incoming))
        }
        do {
            let event = try incoming.withBytes(decoder.decode)
            return .delivery(try Delivery(event, frame: incoming.bytes))
        } catch let error as DecodingFailure {
            let reject = WireReject(error.description, frame: incoming)
            guard let envelope = incoming.withBytes({ EventEnvelope(ofUnreadable: $0) }) else { return .reject(reject) }
            return .unreadable(Delivery(envelope, call: .failure(Refusal(error)), frame: []), reject)
        } catch let error as Refusal {
            return .reject(WireReject(error.message, frame: incoming))
        } catch {
            preconditionFailure("decoding a frame throws a DecodingFailure or a Refusal, not \(error)")
        }
    }
}
