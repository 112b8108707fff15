import AllocatorCore
import AllocatorWire

/// An event that was read, with the call that it carries or with why it carries none.
///
/// It never changes, and goes through many hands as it is: a value of its size would be copied by each.
final class Delivery: Sendable {
    /// For the reply.
    let event: EventEnvelope
    let call: Result<Call, Refusal>
    /// The bytes that the event was read from: what is kept of it, and what its echo is made of.
    let frame: [UInt8]

    init(_ event: EventEnvelope, _ call: Result<Call, Refusal>, frame: [UInt8]) {
        self.event = event
        self.call = call
        self.frame = frame
    }

    /// - Throws: why nobody can be answered: the master or the cluster has no valid name.
    convenience init(_ event: WireEvent, frame: [UInt8]) throws(Refusal) {
        let envelope = EventEnvelope(event)
        do {
            try event.checkEnvelope()
        } catch {
            let isAnswerable = WireName.isValidMaster(event.master) && WireName.isValidCluster(event.clusterName)
            guard isAnswerable else { throw error }
            self.init(envelope, .failure(error), frame: frame)
            return
        }
        do {
            self.init(envelope, .success(try Call(event)), frame: frame)
        } catch {
            self.init(envelope, .failure(error), frame: frame)
        }
    }

    var clusterName: String { event.clusterName }
}
