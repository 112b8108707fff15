import AllocatorCore
import AllocatorWire

/// An event that was read, with the call that it carries or with why it carries none.
struct Delivery: Sendable {
    /// For the reply and the echo.
    let event: WireEvent
    let call: Result<Call, Refusal>

    init(_ event: WireEvent, _ call: Result<Call, Refusal>) {
        self.event = event
        self.call = call
    }

    /// Nil where nobody can be answered: the master or the cluster has no valid name.
    ///
    /// - Throws: why nobody can.
    init(_ event: WireEvent) throws(Refusal) {
        do {
            try event.checkEnvelope()
        } catch {
            let isAnswerable = WireName.isValidMaster(event.master) && WireName.isValidCluster(event.clusterName)
            guard isAnswerable else { throw error }
            self.init(event, .failure(error))
            return
        }
        do {
            self.init(event, .success(try Call(event)))
        } catch {
            self.init(event, .failure(error))
        }
    }

    var clusterName: String { event.clusterName }
}
