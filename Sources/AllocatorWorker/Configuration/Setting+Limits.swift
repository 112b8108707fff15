import AllocatorCore
import AllocatorWire

// Bounds of what the worker accepts. A call beyond one is answered with `RESOURCE_EXHAUSTED`; if there is no sender to
// answer, the worker publishes a reject.

extension Setting {
    static let limits: [Setting] = [
        maximumFrameBytes, maximumFrameMessages, maximumBatchFrames, maximumConnections, maximumClusters,
        maximumMasters, maximumFrameworks, maximumAgents, maximumRoles, maximumRolesPerFramework, maximumRoleDepth,
        maximumResources, maximumRanges, maximumResourceKinds, maximumResourceNames, maximumFilters,
        maximumClusterBytes, maximumTextBytes, maximumAttributes, maximumRegexWork, maximumRegexes, maximumRegexProgram,
        maximumRegexBytes, maximumQueryWork,
    ]

    /// A bound that fits any count, with room to add.
    private static let many = 10_000_000

    package static let maximumFrameBytes = Setting(
        "max_frame_bytes", "bytes", \.limits.maximumFrameSize, .number(1_024...(1 << 30)),
        "Bytes of one event; a larger one is rejected.")
    package static let maximumFrameMessages = Setting(
        "max_frame_messages", "count", \.limits.maximumMessages, .number(1_000...100_000_000),
        "Messages inside one event, such as resources; an event with more is rejected. An empty message takes two "
            + "bytes in the event and about 600 in memory.")
    package static let maximumBatchFrames = Setting(
        "max_batch_frames", "count", \.limits.maximumFramesPerBatch, .number(1...1_000_000),
        "Events of one batch, which is a message of several frames; further ones are rejected. The worker serves no "
            + "other client before a batch ends.")
    package static let maximumConnections = Setting(
        "max_connections", "count", \.maximumConnections, .number(1...100_000),
        "Connections to each of the three sockets; further ones are ended within a second. Each takes a file "
            + "descriptor."
    )
    package static let maximumClusters = Setting(
        "max_clusters", "count", \.maximumClusters, .number(1...4_096), "Clusters of the worker.")
    package static let maximumMasters = Setting(
        "max_masters", "count", \.clusterLimits.masters, .number(1...100_000),
        "Masters of a cluster that number their events.")
    package static let maximumFrameworks = Setting(
        "max_frameworks", "count", \.clusterLimits.allocator.frameworks, .number(1...1_000_000),
        "Frameworks of a cluster.")
    package static let maximumAgents = Setting(
        "max_agents", "count", \.clusterLimits.allocator.agents, .number(1...1_000_000), "Agents of a cluster.")
    package static let maximumRoles = Setting(
        "max_roles", "count", \.clusterLimits.allocator.roles, .number(1...1_000_000),
        "Roles of a cluster in use, with those above them.")
    package static let maximumRolesPerFramework = Setting(
        "max_roles_per_framework", "count", \.clusterLimits.allocator.rolesPerFramework, .number(1...1_000_000),
        "Roles of a framework.")
    package static let maximumRoleDepth = Setting(
        "max_role_depth", "count", \.clusterLimits.allocator.roleDepth, .number(1...512),
        "Components of a role's path.")
    package static let maximumResources = Setting(
        "max_resources", "count", \.clusterLimits.allocator.resourcesPerList, .number(1...many),
        "Entries of one list of resources.")
    package static let maximumRanges = Setting(
        "max_ranges", "count", \.clusterLimits.allocator.rangesPerResource, .number(1...many),
        "Ranges of one resource, and items of a set.")
    package static let maximumResourceKinds = Setting(
        "max_resource_kinds", "count", \.clusterLimits.allocator.resourceKinds, .number(1...many),
        "Kinds of resources of a cluster in use: they differ in name, reservation, volume or provider.")
    package static let maximumResourceNames = Setting(
        "max_resource_names", "count", \.clusterLimits.allocator.resourceNames, .number(1...65_536),
        "Names of resources that a cluster has had since 'initialize'.")
    package static let maximumFilters = Setting(
        "max_filters", "count", \.clusterLimits.allocator.filters, .number(1...(10 * many)),
        "Filters of a cluster that have not expired: of offers and of inverse offers.")
    package static let maximumClusterBytes = Setting(
        "max_cluster_bytes", "bytes", \.clusterLimits.allocator.clusterBytes, .number(16_384...(480 << 20)),
        "Bytes of a cluster's state, an upper estimate. The journal takes snapshots of 512 MiB.")
    package static let maximumTextBytes = Setting(
        "max_text_bytes", "bytes", \.clusterLimits.allocator.textBytes, .number(64...(1 << 20)),
        "Bytes of a text, such as an attribute's value, a label or a regular expression. All texts of one resource "
            + "may have 16 times as many.")
    package static let maximumAttributes = Setting(
        "max_attributes", "count", \.clusterLimits.allocator.attributesPerAgent, .number(0...1_000_000),
        "Attributes of an agent.")
    package static let maximumRegexWork = Setting(
        "max_regex_work", "bytes", \.clusterLimits.allocator.regexWork, .number(0...(1 << 40)),
        "Bytes of text that a cluster matches against regular expressions. Each distinct attribute value counts once "
            + "for each distinct expression about the attribute, with at least 64 bytes.")
    package static let maximumRegexes = Setting(
        "max_regexes", "count", \.clusterLimits.allocator.regexesPerFramework, .number(0...1_000_000),
        "Regular expressions in the offer constraints of a framework.")
    package static let maximumRegexProgram = Setting(
        "max_regex_program", "instructions", \.clusterLimits.allocator.regexProgramSize, .number(100...many),
        "The largest size of a regular expression's program that 'initialize' may allow, in instructions.")
    package static let maximumRegexBytes = Setting(
        "max_regex_bytes", "bytes", \.clusterLimits.allocator.regexMemoryBytes, .number(4_096...(1 << 30)),
        "The most memory for compiling a regular expression that 'initialize' may allow.")
    package static let maximumQueryWork = Setting(
        "max_query_work", "percent", \.queryWork, .number(1...10_000),
        "The cost bound of one query, in percent of the default: a higher bound gives longer answers in one part and "
            + "what-if in larger clusters, and makes other clients wait longer.")
}
