import AllocatorWire
import SwiftProtobuf

/// A batch of calls that may wait for room in the send window.
struct Submission: Sendable {
    /// The maximum size of an event's fields other than its call, in bytes: names, numbers and a request id.
    private static let envelopeBytes = 640

    /// The calls, each encoded as an event without other fields.
    let calls: [[UInt8]]
    /// The name of the first call, for error messages.
    let callName: String
    /// Fulfilled when the batch is in the send window.
    let admission = Promise<Void>()
    /// The promise of the reply, if the task awaits it.
    let reply: Promise<WireReply>?

    /// - Parameter frameBytes: The maximum size of an event.
    init(
        _ calls: [WireEvent.OneOf_Call], frameBytes: Int, awaitingReply: Bool = false
    ) throws(ClientFailure) {
        guard calls.count <= WireLimits().maximumFramesPerBatch else {
            throw .unusableMessage(
                "a batch of \(calls.count) calls is too large: send at most \(WireLimits().maximumFramesPerBatch)")
        }
        var encoded: [[UInt8]] = []
        encoded.reserveCapacity(calls.count)
        for call in calls {
            let frame = try Self.encode(.with { $0.call = call })
            guard frame.count + Self.envelopeBytes <= frameBytes else {
                throw .unusableMessage(
                    "\(CallKind(call).name) of \(frame.count) bytes is too large: send less in one event, or raise "
                        + "frameBytes of MasterOptions, which is \(frameBytes), with the worker's --max-frame-bytes")
            }
            encoded.append(frame)
        }
        self.calls = encoded
        callName = calls.first.map { call in WireEvent.with { $0.call = call }.callName } ?? ""
        reply = awaitingReply ? Promise() : nil
    }

    var bytes: Int { calls.reduce(0) { $0 + $1.count + Self.envelopeBytes } }

    /// Whether the task no longer waits.
    var isAbandoned: Bool { reply?.isFulfilled ?? admission.isFulfilled }

    /// Returns the event frames, numbered from `first` on. The encoded fields of a protobuf message may be
    /// concatenated, so the calls are not encoded again.
    func frames(from first: UInt64, _ identity: MasterIdentity) throws(ClientFailure) -> [[UInt8]] {
        var frames: [[UInt8]] = []
        frames.reserveCapacity(calls.count)
        for (number, call) in zip(first..., calls) {
            let envelope = WireEvent.with {
                $0.cluster = identity.cluster
                $0.master = identity.master
                $0.epoch = identity.epoch
                $0.sequence = number
                if reply != nil { $0.requestID = identity.requestID(number) }
            }
            frames.append(try Self.encode(envelope) + call)
        }
        return frames
    }

    private static func encode(_ event: WireEvent) throws(ClientFailure) -> [UInt8] {
        do {
            return try EventEncoder().encode(event, as: .binary)
        } catch {
            throw .unusableMessage("\(error)")
        }
    }
}
