import AllocatorWire

/// Tells which masters listen to their offers, from what subscribers ask for (`--require-subscriber`).
///
/// XPUB shows what is subscribed to and not by whom. A subscription that names the master (`CLUSTER/offers/MASTER/`, or one of
/// its frameworks below) is taken for the master's own. One that covers more (`CLUSTER/offers/`, all) may be an observer's, so
/// it counts only for a master that has never named itself: whoever has done so once is expected to do it again.
///
/// A master that ceases to listen counts as listening for a grace period, so that a connection that breaks and comes again
/// changes nothing. Time is handed in: nanoseconds of the monotonic clock.
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
        /// Whether a subscription has ever named it.
        var hasNamedItself = false
        /// Since when nobody has listened to a master that counts as listening.
        var silentSince: Int64?
    }

    private let grace: Int64
    private var masters: [Master: State] = [:]

    /// - Parameter grace: in nanoseconds.
    package init(grace: Int64) {
        self.grace = grace
    }

    /// A master that is known from before: it is given the grace period to subscribe again.
    package mutating func restore(_ master: Master, at now: Int64) {
        masters[master] = State(silentSince: now)
    }

    /// Whether a master listens, looked at for the first time or again. A new one has no grace period: nobody has missed it
    /// yet.
    ///
    /// - Parameter isListening: what it counts as so far.
    package mutating func look(
        at master: Master, isListening: Bool, _ subscriptions: SubscriptionTable, now: Int64
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

    /// Forgets masters of a cluster that have no framework any more.
    package mutating func keep(only names: Set<String>, in cluster: String) {
        masters = masters.filter { $0.key.cluster != cluster || names.contains($0.key.name) }
    }
}

extension ListenerWatch.Master {
    /// What the topics of all its offers begin with.
    fileprivate func prefix(_ encoding: WireEncoding) -> [UInt8] {
        Topic.prefix(cluster: cluster, kind: .offers, master: name, encoding)
    }
}
