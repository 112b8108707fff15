import AllocatorWire

/// The identity of one incarnation of a master, with the request ids that identify replies to its calls.
package struct MasterIdentity: Hashable, Sendable {
    package let cluster: String
    package let master: String
    package let epoch: UInt64

    package init(cluster: String, master: String, epoch: UInt64) throws(ClientFailure) {
        guard WireName.isValidCluster(cluster) else {
            throw .invalidArgument(
                "invalid cluster name: use 1 to \(WireLimits.maximumNameLength) of A-Z a-z 0-9 . _ -, except json, "
                    + "rejects, heartbeat or metrics")
        }
        guard WireName.isValidMaster(master) else {
            throw .invalidArgument("invalid master name: use 1 to \(WireLimits.maximumNameLength) of A-Z a-z 0-9 . _ -")
        }
        guard epoch > 0 else { throw .invalidArgument("invalid epoch 0: use 1 or more") }
        self.cluster = cluster
        self.master = master
        self.epoch = epoch
    }

    /// The request id of a call that awaits its reply.
    package func requestID(_ number: UInt64) -> String { prefix + String(number, radix: 36) }

    /// Returns the number of the call that a reply answers, or `nil` if the reply is not for this incarnation.
    package func number(ofRequest requestID: String) -> UInt64? {
        guard requestID.hasPrefix(prefix) else { return nil }
        return UInt64(requestID.dropFirst(prefix.count), radix: 36)
    }

    /// The request id of a greeting. A reply to it shows that the worker has processed the subscriptions.
    func greetingID(_ number: Int) -> String { prefix + Self.greeting + String(number) }

    func isGreeting(_ requestID: String) -> Bool { requestID.hasPrefix(prefix + Self.greeting) }

    private var prefix: String { String(epoch, radix: 36) + "-" }

    /// The marker of greetings. It contains a character that no number in base 36 has.
    private static let greeting = "greeting-"

    /// The subscription to all publications of a kind to this master.
    func prefix(_ kind: Topic.Kind) -> [UInt8] {
        Topic.prefix(cluster: cluster, kind: kind, master: master, .binary)
    }
}
