import AllocatorWorker
import ArgumentParser

/// The options that bound what a worker accepts.
struct LimitOptions: ParsableArguments {
    @Option(help: .setting(.maximumFrameBytes)) var maxFrameBytes: String?
    @Option(help: .setting(.maximumFrameMessages)) var maxFrameMessages: String?
    @Option(help: .setting(.maximumBatchFrames)) var maxBatchFrames: String?
    @Option(help: .setting(.maximumConnections)) var maxConnections: String?
    @Option(help: .setting(.maximumClusters)) var maxClusters: String?
    @Option(help: .setting(.maximumMasters)) var maxMasters: String?
    @Option(help: .setting(.maximumFrameworks)) var maxFrameworks: String?
    @Option(help: .setting(.maximumAgents)) var maxAgents: String?
    @Option(help: .setting(.maximumRoles)) var maxRoles: String?
    @Option(help: .setting(.maximumRolesPerFramework)) var maxRolesPerFramework: String?
    @Option(help: .setting(.maximumRoleDepth)) var maxRoleDepth: String?
    @Option(help: .setting(.maximumResources)) var maxResources: String?
    @Option(help: .setting(.maximumRanges)) var maxRanges: String?
    @Option(help: .setting(.maximumResourceKinds)) var maxResourceKinds: String?
    @Option(help: .setting(.maximumResourceNames)) var maxResourceNames: String?
    @Option(help: .setting(.maximumFilters)) var maxFilters: String?
    @Option(help: .setting(.maximumClusterBytes)) var maxClusterBytes: String?
    @Option(help: .setting(.maximumTextBytes)) var maxTextBytes: String?
    @Option(help: .setting(.maximumAttributes)) var maxAttributes: String?
    @Option(help: .setting(.maximumRegexWork)) var maxRegexWork: String?
    @Option(help: .setting(.maximumRegexes)) var maxRegexes: String?
    @Option(help: .setting(.maximumRegexProgram)) var maxRegexProgram: String?
    @Option(help: .setting(.maximumRegexBytes)) var maxRegexBytes: String?
    @Option(help: .setting(.maximumQueryWork)) var maxQueryWork: String?
}
