import AllocatorCore
import AllocatorWire
import ZeroMQ

/// A decoded frame of the events socket.
enum ReceivedFrame: Sendable {
    case delivery(Delivery)
    /// An unreadable or too large event with a known master. It gets a reply and counts like a refused event.
    case unreadable(Delivery, WireReject)
    /// Not an event, or one whose master is unknown.
    case reject(WireReject)
    /// A frame beyond the limit of a batch, after the first such frame.
    case discarded
}

extension Refusal {
    /// The refusal of an unreadable event.
    init(_ failure: DecodingFailure) {
        self =
            failure.reason.isLimit
            ? .resourceExhausted(failure.description) : .invalidArgument(failure.description)
    }
}

extension WireReject {
    init(_ reason: String, frame: borrowing Message) {
        self.init()
        self.reason = reason
        size = UInt64(frame.count)
        frame.withUnsafeBytes { prefix = .init($0.prefix(WireLimits.rejectPrefixLength)) }
    }

    /// The reject of an event that its sender's key doesn't permit.
    init(denying reason: String, frame: [UInt8]) {
        self.init()
        size = UInt64(frame.count)
        prefix = .init(frame.prefix(WireLimits.rejectPrefixLength))
        deny(reason)
    }

    mutating func deny(_ reason: String) {
        self.reason = reason
        code = .permissionDenied
    }
}
