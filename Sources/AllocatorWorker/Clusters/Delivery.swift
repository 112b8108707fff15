import AllocatorCore
import AllocatorWire

/// An event that was read, with the call that it carries or with why it carries none.
struct Delivery: Sendable {
    /// For the reply and the echo.
    let event: WireEvent
    let call: Result<Call, Refusal>
    /// The bytes that the event was read from: what is kept of it.
    let frame: [UInt8]

    init(_ event: WireEvent, _ call: Result<Call, Refusal>, frame: [UInt8]) {
        self.event = event
        self.call = call
        self.frame = frame
    }

    /// - Throws: why nobody can be answered: the master or the cluster has no valid name.
    init(_ event: WireEvent, frame: [UInt8]) throws(Refusal) {
        do {
            try event.checkEnvelope()
        } catch {
            let isAnswerable = WireName.isValidMaster(event.master) && WireName.isValidCluster(event.clusterName)
            guard isAnswerable else { throw error }
            self.init(event, .failure(error), frame: frame)
            return
        }
        do {
            self.init(event, .success(try Call(event)), frame: frame)
        } catch {
            self.init(event, .failure(error), frame: frame)
        }
    }

    var clusterName: String { event.clusterName }
}
