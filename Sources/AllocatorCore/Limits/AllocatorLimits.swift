/// The limits of a cluster's tables and calls. A call that would exceed one is refused with `resourceExhausted`.
package struct AllocatorLimits: Hashable, Sendable {
    /// The maximum of `resourceNames`, since the number of a name has 22 bits (`ResourceKind`).
    package static let maximumResourceNames = 1 << 22

    package var agents = 200_000
    package var frameworks = 50_000
    /// Nodes of the role tree, including ancestors.
    package var roles = 50_000
    package var rolesPerFramework = 1_000
    /// Components of a role's path.
    package var roleDepth = 32
    /// Bytes of an id, a role or a name.
    package var nameBytes = 1_024
    /// Bytes of a text other than a name, such as an attribute's value, a label or a regular expression.
    ///
    /// All texts of one resource together may have 16 times as many.
    package var textBytes = 4_096
    package var attributesPerAgent = 1_000
    /// Entries of one list of resources.
    package var resourcesPerList = 10_000
    package var rangesPerResource = 10_000
    /// Distinct kinds of resources in use at the same time.
    package var resourceKinds = 1_000_000
    /// Distinct names of resources since the cluster was initialized.
    package var resourceNames = 4_096
    /// Filters for offers and inverse offers in effect.
    package var filters = 20_000_000
    /// Outstanding offers of one framework in one role on one agent.
    ///
    /// A further offer is merged with the newest one and extends it, so no offer outlasts twice the offer timeout.
    package var offersPerHolding = 64
    package var whitelistHostnames = 1_000_000
    /// Masters that are recorded as not listening. A further one counts as listening.
    package var mastersNotListening = 10_000
    /// Regular expressions of one framework's offer constraints.
    package var regexesPerFramework = 1_000
    /// Bytes of agents' texts that regular expressions are matched against.
    ///
    /// Each distinct text counts once for each distinct expression on its attribute, and as at least 64 bytes.
    package var regexWork = 256 << 20
    /// Attributes that regular expressions test. Each one is looked up in every added agent.
    package var attributesWithPatterns = 100
    /// Upper limits of the options for one regular expression: the instructions of its program, and the bytes to
    /// compile it.
    package var regexProgramSize = 10_000
    package var regexMemoryBytes = 16 << 20
    /// Upper bound of the state's bytes in a snapshot. The journal accepts snapshots of up to 512 MiB.
    package var clusterBytes = 384 << 20
    /// Allocation intervals that one `advance` may span.
    package var intervalsPerAdvance = 100_000

    package init() {}

    /// The limits for replay, under which no call is refused that was accepted before.
    ///
    /// Limits that affect decisions keep their values, because replay must repeat the decisions.
    package static let kept: AllocatorLimits = {
        var limits = AllocatorLimits()
        let most = Int(Int32.max)
        limits.agents = most
        limits.frameworks = most
        limits.roles = most
        limits.rolesPerFramework = most
        limits.roleDepth = most
        limits.textBytes = most
        limits.attributesPerAgent = most
        limits.resourcesPerList = most
        limits.rangesPerResource = most
        limits.resourceKinds = most
        limits.resourceNames = maximumResourceNames
        limits.filters = most
        limits.whitelistHostnames = most
        limits.regexesPerFramework = most
        limits.regexWork = .max
        limits.attributesWithPatterns = most
        limits.regexProgramSize = .max
        limits.regexMemoryBytes = .max
        limits.clusterBytes = .max
        limits.intervalsPerAdvance = most
        return limits
    }()
}
