package import AllocatorCore

extension WireLimits {
    /// The maximum length of a `request_id`, in bytes. The worker stores it until it sends the reply.
    package static let maximumRequestIDLength = 255
}

extension WireEvent {
    /// The cluster's name, with an empty name replaced by the default cluster's.
    package var clusterName: String { WireName.cluster(cluster) }

    /// Checks the event's envelope: its sender, its cluster, and the options of its reply.
    ///
    /// - Throws: `Refusal.invalidArgument` with the invalid field. If that is the master or the cluster, there is no
    ///   topic to reply on.
    package func checkEnvelope() throws(Refusal) {
        guard WireName.isValidMaster(master) else {
            throw .invalidArgument(
                master.isEmpty
                    ? "master is missing: give the name of the sender"
                    : "master \(MalformedField.quoted(master)) is not a valid name: give \(Self.nameRule)")
        }
        guard WireName.isValidCluster(clusterName) else {
            throw .invalidArgument(
                "cluster \(MalformedField.quoted(cluster)) is not a valid cluster name: give \(Self.nameRule), "
                    + "but not a reserved first word of a topic, or leave it out for the default")
        }
        guard requestID.utf8.count <= WireLimits.maximumRequestIDLength else {
            throw .invalidArgument(
                "request_id has \(requestID.utf8.count) bytes: give \(WireLimits.maximumRequestIDLength) at most")
        }
    }

    private static let nameRule = "1 to \(WireLimits.maximumNameLength) of A-Z a-z 0-9 . _ -"
}
