import AllocatorCore
import AllocatorWire
import ZeroMQ

/// Receives and reads the frames of the events socket, one at a time, so that a batch is never held decoded as a whole.
/// Lives on the sockets' thread.
struct Intake: ~Copyable {
    let socket: Socket
    private let limits: WireLimits
    private let decoder: EventDecoder
    private var hotEvents: HotEventReader
    private var incoming = Message()
    /// Frames of the present batch that were received.
    private var framesOfBatch = 0
    /// Whether to tell of senders.
    private let asksForSenders: Bool
    /// Who sent the present batch, where that is asked for.
    private(set) var sender: MessageSender?

    /// - Parameter asksForSenders: Whether it is looked who sent a batch.
    init(_ socket: consuming Socket, limits: WireLimits, asksForSenders: Bool) {
        self.socket = socket
        self.asksForSenders = asksForSenders
        self.limits = limits
        decoder = EventDecoder(limits: limits)
        hotEvents = HotEventReader(limits: limits)
    }

    /// The largest frame that libzmq takes. A frame between the limit and this bound is answered. A larger one makes libzmq
    /// close the connection, and the sender learns nothing: a master that sends it again does so for ever.
    ///
    /// So clients refuse frames over their own bound, by default that of a worker by default. What such a client sends is
    /// answered also by a worker with a lower limit.
    static func hardFrameLimit(_ limits: WireLimits) -> Int64 {
        Int64(max(2 * limits.maximumFrameSize, WireLimits().maximumFrameSize)) + 1_024
    }

    /// The next frame and its size in bytes, and whether it is the last of its batch; nil where there is none now.
    mutating func receive() throws(ZeroMQError) -> (frame: ReceivedFrame, size: Int, isLast: Bool)? {
        guard try socket.receive(into: &incoming, .dontWait) else { return nil }
        framesOfBatch += 1
        if asksForSenders && framesOfBatch == 1 { noteSender() }
        let isLast = !incoming.more
        let isWithinBatch = framesOfBatch <= limits.maximumFramesPerBatch
        let frame = (isWithinBatch ? Self.read(incoming, by: &hotEvents) : nil) ?? read()
        let size = incoming.count
        if isLast { framesOfBatch = 0 }
        return (frame, size, isLast)
    }

    /// A batch comes from one peer, and most often the next one does so too.
    private mutating func noteSender() {
        if let sender, incoming.isSent(by: sender) { return }
        sender = incoming.sender
    }

    /// What nearly all frames are; nil where it is something else.
    private static func read(_ frame: borrowing Message, by reader: inout HotEventReader) -> ReceivedFrame? {
        guard let (event, call) = frame.withBytes({ reader.read($0) }) else { return nil }
        return .delivery(Delivery(event, call: .success(call), frame: frame.bytes))
    }

    private func read() -> ReceivedFrame {
        guard framesOfBatch <= limits.maximumFramesPerBatch else {
            guard framesOfBatch == limits.maximumFramesPerBatch + 1 else { return .discarded }
            let reason =
                "a batch of more than \(limits.maximumFramesPerBatch) frames: this one and those after it were "
                + "discarded; send them as a batch of their own"
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
            preconditionFailure("reading a frame fails in two ways only, not with \(error)")
        }
    }
}
