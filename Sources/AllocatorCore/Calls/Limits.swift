/// The bounds of the core's tables. What would go past one is refused with `resourceExhausted`.
package struct AllocatorLimits: Hashable, Sendable {
    package var agents = 200_000
    package var frameworks = 50_000
    /// Nodes of the role tree, ancestors included.
    package var roles = 50_000
    package var rolesPerFramework = 1_000
    /// Components of a role's path.
    package var roleDepth = 32
    /// Bytes of an id, a role or a name.
    package var nameBytes = 1_024
    /// Bytes of a text that is no name: an attribute's value, a label, a regular expression. The texts of one resource may
    /// come to 16 times that.
    package var textBytes = 4_096
    package var attributesPerAgent = 1_000
    /// Entries of one list of resources.
    package var resourcesPerList = 10_000
    package var rangesPerResource = 10_000
    /// Distinct kinds of resources in use at one time.
    package var resourceKinds = 1_000_000
    /// Distinct names of resources since the cluster was initialized.
    package var resourceNames = 4_096
    /// Live offer and inverse-offer filters.
    package var filters = 20_000_000
    /// Outstanding offers of one framework in one role on one agent. One past it is not refused: it joins the newest, which
    /// then ends as late as that, so that none lasts longer than twice the offer timeout.
    package var offersPerHolding = 64
    package var whitelistHostnames = 1_000_000
    /// Masters that do not listen. One past it counts as listening.
    package var mastersNotListening = 10_000
    /// Regular expressions of one framework's offer constraints.
    package var regexesPerFramework = 1_000
    /// Bytes of agents' texts that regular expressions are matched against: each distinct text counts once for each distinct
    /// expression about its attribute, with 64 bytes at least.
    package var regexWork = 256 << 20
    /// Attributes that the regular expressions of all frameworks are about: each is looked up in every agent that is added.
    package var attributesWithPatterns = 100
    /// What `initialize` may allow for one regular expression: instructions of its program, and bytes to compile it in.
    package var regexProgramSize = 10_000
    package var regexMemoryBytes = 16 << 20
    /// Bytes that the state may take up in a snapshot, estimated from above. The journal takes snapshots of 512 MiB.
    package var clusterBytes = 384 << 20
    /// Allocation intervals that one `advance` may cover.
    package var intervalsPerAdvance = 100_000

    package init() {}

    /// For what happened once, whatever the limits were then: nothing that was accepted is refused when it is done again.
    /// What is not refused but decided by its limit is as it always is.
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
        limits.resourceNames = ResourceKind.maximumNameCount
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
