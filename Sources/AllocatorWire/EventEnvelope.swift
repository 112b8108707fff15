/// The envelope of an event: its sender, its cluster, and the options of its reply.
package struct EventEnvelope: Hashable, Sendable {
    /// The cluster's name in the event; empty for the default cluster.
    package var cluster: String
    package var master: String
    package var epoch: UInt64
    package var sequence: UInt64
    package var requestID: String
    /// The kind of the call, or `nil` if the event has no known call.
    package var callKind: CallKind?

    package init(
        cluster: String = "", master: String, epoch: UInt64 = 0, sequence: UInt64 = 0, requestID: String = "",
        callKind: CallKind? = nil
    ) {
        self.cluster = cluster
        self.master = master
        self.epoch = epoch
        self.sequence = sequence
        self.requestID = requestID
        self.callKind = callKind
    }

    package init(_ event: WireEvent) {
        self.init(
            cluster: event.cluster, master: event.master, epoch: event.epoch, sequence: event.sequence,
            requestID: event.requestID, callKind: event.callKind)
    }

    /// The name of the call's field; empty if the call is unknown.
    package var callName: String { callKind?.name ?? "" }

    /// The cluster's name, with an empty name replaced by the default cluster's.
    package var clusterName: String { WireName.cluster(cluster) }
}
