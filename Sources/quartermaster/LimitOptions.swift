import AllocatorWorker
import ArgumentParser

/// The bounds of what a worker takes from outside.
struct LimitOptions: ParsableArguments {
    @Option(help: .init(Setting.maximumFrameBytes.help, valueName: "bytes")) var maxFrameBytes: String?
    @Option(help: .init(Setting.maximumFrameMessages.help, valueName: "count")) var maxFrameMessages: String?
    @Option(help: .init(Setting.maximumBatchFrames.help, valueName: "count")) var maxBatchFrames: String?
    @Option(help: .init(Setting.maximumConnections.help, valueName: "count")) var maxConnections: String?
    @Option(help: .init(Setting.maximumClusters.help, valueName: "count")) var maxClusters: String?
    @Option(help: .init(Setting.maximumMasters.help, valueName: "count")) var maxMasters: String?
    @Option(help: .init(Setting.maximumFrameworks.help, valueName: "count")) var maxFrameworks: String?
    @Option(help: .init(Setting.maximumAgents.help, valueName: "count")) var maxAgents: String?
    @Option(help: .init(Setting.maximumRoles.help, valueName: "count")) var maxRoles: String?
    @Option(help: .init(Setting.maximumRolesPerFramework.help, valueName: "count")) var maxRolesPerFramework: String?
    @Option(help: .init(Setting.maximumRoleDepth.help, valueName: "count")) var maxRoleDepth: String?
    @Option(help: .init(Setting.maximumResources.help, valueName: "count")) var maxResources: String?
    @Option(help: .init(Setting.maximumRanges.help, valueName: "count")) var maxRanges: String?
    @Option(help: .init(Setting.maximumResourceKinds.help, valueName: "count")) var maxResourceKinds: String?
    @Option(help: .init(Setting.maximumResourceNames.help, valueName: "count")) var maxResourceNames: String?
    @Option(help: .init(Setting.maximumFilters.help, valueName: "count")) var maxFilters: String?
    @Option(help: .init(Setting.maximumClusterBytes.help, valueName: "bytes")) var maxClusterBytes: String?
    @Option(help: .init(Setting.maximumTextBytes.help, valueName: "bytes")) var maxTextBytes: String?
    @Option(help: .init(Setting.maximumAttributes.help, valueName: "count")) var maxAttributes: String?
    @Option(help: .init(Setting.maximumRegexWork.help, valueName: "bytes")) var maxRegexWork: String?
    @Option(help: .init(Setting.maximumRegexes.help, valueName: "count")) var maxRegexes: String?
    @Option(help: .init(Setting.maximumRegexProgram.help, valueName: "instructions")) var maxRegexProgram: String?
    @Option(help: .init(Setting.maximumRegexBytes.help, valueName: "bytes")) var maxRegexBytes: String?
    @Option(help: .init(Setting.maximumQueryWork.help, valueName: "percent")) var maxQueryWork: String?

    /// What the command line gives.
    var settings: [Setting: String] {
        var settings: [Setting: String] = [:]
        settings[.maximumFrameBytes] = maxFrameBytes
        settings[.maximumFrameMessages] = maxFrameMessages
        settings[.maximumBatchFrames] = maxBatchFrames
        settings[.maximumConnections] = maxConnections
        settings[.maximumClusters] = maxClusters
        settings[.maximumMasters] = maxMasters
        settings[.maximumFrameworks] = maxFrameworks
        settings[.maximumAgents] = maxAgents
        settings[.maximumRoles] = maxRoles
        settings[.maximumRolesPerFramework] = maxRolesPerFramework
        settings[.maximumRoleDepth] = maxRoleDepth
        settings[.maximumResources] = maxResources
        settings[.maximumRanges] = maxRanges
        settings[.maximumResourceKinds] = maxResourceKinds
        settings[.maximumResourceNames] = maxResourceNames
        settings[.maximumFilters] = maxFilters
        settings[.maximumClusterBytes] = maxClusterBytes
        settings[.maximumTextBytes] = maxTextBytes
        settings[.maximumAttributes] = maxAttributes
        settings[.maximumRegexWork] = maxRegexWork
        settings[.maximumRegexes] = maxRegexes
        settings[.maximumRegexProgram] = maxRegexProgram
        settings[.maximumRegexBytes] = maxRegexBytes
        settings[.maximumQueryWork] = maxQueryWork
        return settings
    }
}
