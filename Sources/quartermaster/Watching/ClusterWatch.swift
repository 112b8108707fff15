import AllocatorWire

/// The state of a cluster at one time.
struct ClusterLook {
    var cluster: WireClusterView
    /// The roles in the order of their paths.
    var roles: [WireRoleView]
    /// The name of the cluster.
    var name: String
    /// The duration of the slowest run since the previous state.
    var slowestNanoseconds: Int64
}

/// The current state of a cluster, and rates since the previous state.
struct ClusterWatch {
    private(set) var look: ClusterLook
    /// The rate since the previous state, or `nil` at first.
    private(set) var runsPerSecond: Double?
    private(set) var eventsPerSecond: Double?
    /// The duration of the slowest run since the watch began.
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
            // The counts of a restarted worker begin again.
            runsPerSecond = max(0, Double(new.cluster.runs) - Double(look.cluster.runs)) / seconds
            eventsPerSecond = max(0, Double(new.cluster.events) - Double(look.cluster.events)) / seconds
        }
        slowestNanoseconds = max(slowestNanoseconds, new.slowestNanoseconds)
        (look, time) = (new, now)
    }
}
