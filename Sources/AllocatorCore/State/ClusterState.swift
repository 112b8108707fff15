/// The state of an initialized cluster.
package struct ClusterState: Sendable {
    package var options: AllocatorOptions

    package var nextRun: Instant
    /// Runs since the cluster was initialized.
    package var runs: UInt64 = 0
    /// Whether a call has asked for a run that has not been done yet.
    package var isRunWanted = false
    /// The agents that the next run is about, by id.
    package var candidates: [Name] = []

    package var isPaused = false
    /// How many agents a recovery waits for; nil where none does.
    package var expectedAgentCount: Int?
    /// When recoveries stop to wait, ascending.
    package var recoveryTimeouts: [Instant] = []
    /// How many of those that fall due with the next run come before it.
    package var recoveryTimeoutsBeforeRun = 0

    /// The state of the generator that everything random is drawn from.
    package var generator: UInt64 = 0
    /// The hostnames that are trusted, ascending; nil: all.
    package var whitelist: [Name]?

    /// Every name of a resource since the cluster was initialized, in the order in which they came: their number is
    /// limited, so that those count which are not in use.
    package var resourceNames: [Name] = []
    /// The lists of resources that the parts below refer to by position, each once: agents and filters have the same ones
    /// over and over.
    package var resourceLists: [[ResourceEntry]] = []

    /// By path.
    package var roles: [RoleState] = []
    /// By id.
    package var agents: [AgentState] = []
    /// By id.
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
    /// How many allocations the role and those below have received; nil where none of them has a framework.
    package var count: UInt64?
    /// How many the role itself has received as a client beside roles below; nil where it is no such client.
    package var ownCount: UInt64?

    package init(path: Name) { self.path = path }
}
