import AllocatorCore
import AllocatorWire

/// A setting that bounds what is taken from outside. What would go past it is answered with `RESOURCE_EXHAUSTED`, or where there
/// is nobody to answer with a reject.
struct LimitSetting {
    let value: WritableKeyPath<WorkerConfiguration, Int>
    let range: ClosedRange<Int>
    let meaning: String

    private init(_ value: WritableKeyPath<WorkerConfiguration, Int>, _ range: ClosedRange<Int>, _ meaning: String) {
        self.value = value
        self.range = range
        self.meaning = meaning
    }

    /// - Precondition: `setting` is one of the limits.
    init(_ setting: Setting) {
        guard
            let known = Self.ofWire(setting) ?? Self.ofClusters(setting) ?? Self.ofResources(setting)
                ?? Self.ofTexts(setting)
        else {
            preconditionFailure("\(setting) is no limit")
        }
        self = known
    }

    /// What fits everything that counts up to it, with room to add.
    private static let many = 10_000_000

    private static func ofWire(_ setting: Setting) -> LimitSetting? {
        switch setting {
        case .maximumConnections:
            LimitSetting(
                \.maximumConnections, 1...100_000,
                "Connections to each of the three sockets; those beyond are ended within a second. Each takes a file descriptor."
            )
        case .maximumFrameBytes:
            LimitSetting(\.limits.maximumFrameSize, 1_024...(1 << 30), "Bytes of one event; a larger one is rejected.")
        case .maximumFrameMessages:
            LimitSetting(
                \.limits.maximumMessages, 1_000...100_000_000,
                "Messages inside of one event, such as resources; one with more is rejected. An empty one takes two bytes in the "
                    + "event, and some 600 once it is read.")
        case .maximumBatchFrames:
            LimitSetting(
                \.limits.maximumFramesPerBatch, 1...1_000_000,
                "Events of one batch, which is a message of several frames; those beyond are rejected. Nobody else is served "
                    + "before a batch ends.")
        case .maximumQueryWork:
            LimitSetting(
                \.queryWork, 1...10_000,
                "What one question may cost, in percent of what it may by default: longer answers in one part, what-if in "
                    + "larger clusters, and longer waits for everybody else.")
        default: nil
        }
    }

    private static func ofClusters(_ setting: Setting) -> LimitSetting? {
        switch setting {
        case .maximumClusters: LimitSetting(\.maximumClusters, 1...4_096, "How many clusters may exist.")
        case .maximumMasters:
            LimitSetting(\.clusterLimits.masters, 1...100_000, "Masters of a cluster that number their events.")
        case .maximumFrameworks:
            LimitSetting(\.clusterLimits.allocator.frameworks, 1...1_000_000, "Frameworks of a cluster.")
        case .maximumAgents:
            LimitSetting(\.clusterLimits.allocator.agents, 1...1_000_000, "Agents of a cluster.")
        case .maximumRoles:
            LimitSetting(
                \.clusterLimits.allocator.roles, 1...1_000_000, "Roles of a cluster in use, with those above them.")
        case .maximumRolesPerFramework:
            LimitSetting(\.clusterLimits.allocator.rolesPerFramework, 1...1_000_000, "Roles of a framework.")
        case .maximumRoleDepth:
            LimitSetting(\.clusterLimits.allocator.roleDepth, 1...512, "Components of a role's path.")
        case .maximumFilters:
            LimitSetting(
                \.clusterLimits.allocator.filters, 1...(10 * many),
                "Filters of a cluster that have not ended: of offers and of "
                    + "inverse offers.")
        case .maximumClusterBytes:
            LimitSetting(
                \.clusterLimits.allocator.clusterBytes, 16_384...(480 << 20),
                "Bytes of a cluster's state, estimated from above. The journal takes snapshots of 512 MiB.")
        default: nil
        }
    }

    private static func ofTexts(_ setting: Setting) -> LimitSetting? {
        switch setting {
        case .maximumTextBytes:
            LimitSetting(
                \.clusterLimits.allocator.textBytes, 64...(1 << 20),
                "Bytes of a text, such as an attribute's value, a label or a regular expression. All texts of one resource "
                    + "may have 16 times as many.")
        case .maximumAttributes:
            LimitSetting(\.clusterLimits.allocator.attributesPerAgent, 0...1_000_000, "Attributes of an agent.")
        case .maximumRegexes:
            LimitSetting(
                \.clusterLimits.allocator.regexesPerFramework, 0...1_000_000,
                "Regular expressions in the offer constraints of a framework.")
        case .maximumRegexWork:
            LimitSetting(
                \.clusterLimits.allocator.regexWork, 0...(1 << 40),
                "Bytes of text that a cluster matches against regular expressions: each distinct attribute value counts once "
                    + "for each distinct expression about the attribute, with 64 bytes at least.")
        case .maximumRegexProgram:
            LimitSetting(
                \.clusterLimits.allocator.regexProgramSize, 100...many,
                "What 'initialize' may allow as the size of a regular expression's program, in instructions.")
        case .maximumRegexBytes:
            LimitSetting(
                \.clusterLimits.allocator.regexMemoryBytes, 4_096...(1 << 30),
                "What 'initialize' may allow as the memory that compiling a regular expression takes.")
        default: nil
        }
    }

    private static func ofResources(_ setting: Setting) -> LimitSetting? {
        switch setting {
        case .maximumResources:
            LimitSetting(\.clusterLimits.allocator.resourcesPerList, 1...many, "Entries of one list of resources.")
        case .maximumRanges:
            LimitSetting(
                \.clusterLimits.allocator.rangesPerResource, 1...many, "Ranges of one resource, and items of a set.")
        case .maximumResourceKinds:
            LimitSetting(
                \.clusterLimits.allocator.resourceKinds, 1...many,
                "Kinds of resources of a cluster in use: they differ in name, reservation, volume or provider.")
        case .maximumResourceNames:
            LimitSetting(
                \.clusterLimits.allocator.resourceNames, 1...65_536,
                "Names of resources that a cluster has had since 'initialize'.")
        default: nil
        }
    }
}
