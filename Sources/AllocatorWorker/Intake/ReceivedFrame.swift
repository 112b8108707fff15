import AllocatorCore
import AllocatorWire
import ZeroMQ

/// What a frame of the events socket turned out to be.
enum ReceivedFrame: Sendable {
    case delivery(Delivery)
    /// An event that cannot be read or is too large. Its sender is known: it is answered, and counts, as a refused one.
    case unreadable(Delivery, WireReject)
    /// No event, or one that nobody can be answered for.
    case reject(WireReject)
    /// One of those beyond a batch's limit, after the first.
    case discarded
}

extension Refusal {
    /// Why an event that cannot be read is refused.
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

    /// An event that its sender may not send.
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
