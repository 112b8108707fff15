/// The state of an initialized cluster.
package struct ClusterState: Sendable {
    package var options: AllocatorOptions

    package var nextRun: Instant
    /// The number of runs since the cluster was initialized.
    package var runs: UInt64 = 0
    /// Whether a call has requested a run that is still pending.
    package var isRunWanted = false
    /// The candidates of the next run, by id.
    package var candidates: [Name] = []

    package var isPaused = false
    /// The number of agents that a recovery waits for, or `nil` if there is none.
    package var expectedAgentCount: Int?
    /// The times at which recoveries stop waiting, ascending.
    package var recoveryTimeouts: [Instant] = []
    /// The number of recovery timeouts at the instant of the next run that come before it.
    package var recoveryTimeoutsBeforeRun = 0

    /// The state of the cluster's random number generator.
    package var generator: UInt64 = 0
    /// The trusted hostnames, ascending, or `nil` if every hostname is trusted.
    package var whitelist: [Name]?

    /// Every name of a resource since the cluster was initialized, in the order of first use. The limit of names also
    /// counts names that are no longer used.
    package var resourceNames: [Name] = []
    /// The distinct lists of resources, to which the parts below refer by position, since agents and filters share
    /// many.
    package var resourceLists: [[ResourceEntry]] = []

    /// Sorted by path.
    package var roles: [RoleState] = []
    /// Sorted by id.
    package var agents: [AgentState] = []
    /// Sorted by id.
    package var frameworks: [FrameworkState] = []

    package init(options: AllocatorOptions, nextRun: Instant) {
        self.options = options
        self.nextRun = nextRun
    }
}

/// A role that has a quota, a weight or a place in the fair order.
package struct RoleState: Sendable {
    package var path: Name
    package var guarantees: [Name: Quantity] = [:]
    package var limits: [Name: Quantity] = [:]
    package var weight = Weight.one
    /// The number of allocations that the role and the roles below it have received, or `nil` if none of them has a
    /// framework.
    package var count: UInt64?
    /// The number that the role itself has received as a client beside the roles below it, or `nil` if it is no such
    /// client.
    package var ownCount: UInt64?

    package init(path: Name) { self.path = path }
}
