import AllocatorWire

/// What a cluster was like at one time.
struct ClusterLook {
    var cluster: WireClusterView
    /// By path.
    var roles: [WireRoleView]
    /// Of the cluster.
    var name: String
    /// Of the runs since the look before.
    var slowestNanoseconds: Int64
}

/// What a cluster is like, and what has happened since the look before.
struct ClusterWatch {
    private(set) var look: ClusterLook
    /// Since the look before; nil at the first.
    private(set) var runsPerSecond: Double?
    private(set) var eventsPerSecond: Double?
    /// Since it is watched.
    private(set) var slowestNanoseconds: Int64
    private var time: ContinuousClock.Instant

    init(_ look: ClusterLook, at time: ContinuousClock.Instant) {
        self.look = look
        self.time = time
        slowestNanoseconds = look.slowestNanoseconds
    }

    var lastRun: UInt64 { look.cluster.runs }

    mutating func note(_ new: ClusterLook, at now: ContinuousClock.Instant) {
        let seconds = (now - time) / .seconds(1)
        if seconds > 0 {
            // A worker that was started anew counts from the beginning.
            runsPerSecond = max(0, Double(new.cluster.runs) - Double(look.cluster.runs)) / seconds
            eventsPerSecond = max(0, Double(new.cluster.events) - Double(look.cluster.events)) / seconds
        }
        slowestNanoseconds = max(slowestNanoseconds, new.slowestNanoseconds)
        (look, time) = (new, now)
    }
}
