import AllocatorWire
import ZeroMQ

/// What a frame of the events socket turned out to be.
enum ReceivedFrame: Sendable {
    case delivery(Delivery)
    /// No event, or one that nobody can be answered for.
    case reject(WireReject)
    /// One of those beyond a batch's limit, after the first.
    case discarded
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
        self.reason = reason
        code = .permissionDenied
        size = UInt64(frame.count)
        prefix = .init(frame.prefix(WireLimits.rejectPrefixLength))
    }
}
