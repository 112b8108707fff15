import AllocatorWire

/// Decides which masters listen to their offers, from the subscriptions (`--require-subscriber`).
///
/// XPUB reveals subscriptions but not subscribers. A subscription that names the master (`CLUSTER/offers/MASTER/`, or
/// one of its frameworks) is assumed to be the master's own. A broader one (`CLUSTER/offers/`, or everything) may be an
/// observer's. It counts only for a master that no subscription has ever named.
///
/// A master that stops listening still counts as listening for a grace period, so that a reconnect changes nothing. The
/// caller passes the time, in nanoseconds of the monotonic clock.
package struct ListenerWatch: Sendable {
    package struct Master: Hashable, Sendable {
        package let cluster: String
        package let name: String

        package init(cluster: String, name: String) {
            self.cluster = cluster
            self.name = name
        }
    }

    private struct State {
        /// Whether a subscription has ever named the master.
        var hasNamedItself = false
        /// The start of the grace period of a master that has stopped listening.
        var silentSince: Int64?
    }

    private let grace: Int64
    private var masters: [Master: State] = [:]

    /// - Parameter grace: The grace period in nanoseconds.
    package init(grace: Int64) {
        self.grace = grace
    }

    /// Restores a master that listened before a restart. It has the grace period to subscribe again.
    package mutating func restore(_ master: Master, at now: Int64) {
        masters[master] = State(silentSince: now)
    }

    /// Updates a master from the subscriptions. A new master has no grace period.
    ///
    /// - Parameter isListening: Whether it has counted as listening so far.
    /// - Returns: Whether it counts as listening now.
    package mutating func refresh(
        _ master: Master, isListening: Bool, subscriptions: SubscriptionTable, now: Int64
    ) -> Bool {
        let isNew = masters[master] == nil
        var state = masters[master] ?? State()
        defer { masters[master] = state }
        let isNamed = WireEncoding.allCases.contains { subscriptions.names(master.prefix($0)) }
        if isNamed { state.hasNamedItself = true }
        let isCovered = WireEncoding.allCases.contains { subscriptions.wants(master.prefix($0)) }
        if isNamed || (isCovered && !state.hasNamedItself) {
            state.silentSince = nil
            return true
        }
        guard isListening, !isNew else { return false }
        let since = state.silentSince ?? now
        state.silentSince = since
        return now - since < grace
    }

    /// Removes the masters of a cluster that have no frameworks left.
    package mutating func retain(only names: Set<String>, in cluster: String) {
        masters = masters.filter { $0.key.cluster != cluster || names.contains($0.key.name) }
    }
}

extension ListenerWatch.Master {
    /// The prefix of the topics of all its offers.
    fileprivate func prefix(_ encoding: WireEncoding) -> [UInt8] {
        Topic.prefix(cluster: cluster, kind: .offers, master: name, encoding)
    }
}
