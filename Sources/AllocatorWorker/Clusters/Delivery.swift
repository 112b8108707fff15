import AllocatorCore
import AllocatorWire

/// A received event with its decoded call, or with the refusal of a call that is not valid.
///
/// An immutable object, because it is passed through many functions and each would copy a value of its size.
final class Delivery: Sendable {
    /// The parts of the event that its reply needs.
    let event: EventEnvelope
    let call: Result<Call, Refusal>
    /// The bytes that the event was read from. They are journaled, and echoed to subscribers.
    let frame: [UInt8]

    init(_ event: EventEnvelope, call: Result<Call, Refusal>, frame: [UInt8]) {
        self.event = event
        self.call = call
        self.frame = frame
    }

    /// - Throws: A refusal if the master or the cluster has no valid name, so that no reply can be sent.
    convenience init(_ event: WireEvent, frame: [UInt8]) throws(Refusal) {
        let envelope = EventEnvelope(event)
        do {
            try event.checkEnvelope()
        } catch {
            let isAnswerable = WireName.isValidMaster(event.master) && WireName.isValidCluster(event.clusterName)
            guard isAnswerable else { throw error }
            self.init(envelope, call: .failure(error), frame: frame)
            return
        }
        do {
            self.init(envelope, call: .success(try Call(event)), frame: frame)
        } catch {
            self.init(envelope, call: .failure(error), frame: frame)
        }
    }

    var clusterName: String { event.clusterName }

    /// Whether the call resets its cluster.
    var isReset: Bool {
        if case .success(.initialize(_, reset: true)) = call { return true }
        return false
    }
}
