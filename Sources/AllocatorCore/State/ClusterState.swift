/// The state of an initialized cluster.
package struct ClusterState: Sendable {
    package var options: AllocatorOptions

    package var nextRun: Instant
    /// The number of runs since the cluster was initialized.
    package var runs: UInt64 = 0
    /// Whether a call has requested a run that is still pending.
    package var isRunWanted = false
    /// The time of a run that was requested when something was freed, or `nil` if there is no such request.
    package var delayedRun: Instant?
    /// The candidates of the next run, sorted by id.
    package var candidates: [Name] = []

    package var isPaused = false
    /// The number of agents that a recovery waits for, or `nil` if there is no recovery.
    package var expectedAgentCount: Int?
    /// The times at which recoveries end, ascending.
    package var recoveryTimeouts: [Instant] = []
    /// The number of recovery timeouts at the instant of the next run that are processed before it.
    package var recoveryTimeoutsBeforeRun = 0

    /// The state of the cluster's random number generator.
    package var generator: UInt64 = 0
    /// The trusted hostnames, ascending, or `nil` if every hostname is trusted.
    package var whitelist: [Name]?

    /// All names of resources since the cluster was initialized, in the order of first use. The limit of names includes
    /// names that are no longer used.
    package var resourceNames: [Name] = []
    /// The distinct lists of resources. The parts below refer to them by position, because agents and filters share
    /// many lists.
    package var resourceLists: [[ResourceEntry]] = []

    /// The roles, sorted by path.
    package var roles: [RoleState] = []
    /// The agents, sorted by id.
    package var agents: [AgentState] = []
    /// The frameworks, sorted by id.
    package var frameworks: [FrameworkState] = []

    package init(options: AllocatorOptions, nextRun: Instant) {
        self.options = options
        self.nextRun = nextRun
    }
}

/// The state of a role that has a quota, a weight or a place in the fair order.
package struct RoleState: Sendable {
    package var path: Name
    package var guarantees: [Name: Quantity] = [:]
    package var limits: [Name: Quantity] = [:]
    package var weight = Weight.one
    /// The number of allocations that the role's subtree has received, or `nil` if the subtree has no framework.
    package var count: UInt64?
    /// The number of allocations that the role itself has received as the child `.`, or `nil` if it has no such place.
    package var ownCount: UInt64?

    package init(path: Name) { self.path = path }
}
