import AllocatorCore
import AllocatorJournal
import AllocatorWire
import AllocatorWorker
import Logging
import TestSupport
import Testing
import YAMLConfiguration
import ZeroMQ

/// The sources of the configuration, and the mistakes in it.
@Suite struct ConfigurationTests {
    @Test func `without anything given it is the wire contract's defaults`() throws {
        let configuration = try WorkerConfiguration.read(file: nil, environment: [:], arguments: [:])
        #expect(configuration.events.address == "tcp://127.0.0.1:5550")
        #expect(configuration.publications.address == "tcp://127.0.0.1:5551")
        #expect(configuration.control.address == "tcp://127.0.0.1:5552")
        #expect(configuration.clock == .system && configuration.readyFile == nil)
        #expect(
            configuration.limits.maximumFrameSize == 16 << 20 && configuration.limits.maximumFramesPerBatch == 10_000)
        #expect(configuration.maximumClusters == 64)
    }

    @Test(arguments: ["max_clusters: 2\nname: of the file\n", #"{"max_clusters": 2, "name": "of the file"}"#])
    func `the file overrides the defaults, the environment the file, the command line all`(text: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "worker.yaml")
        let file = "\(folder.path)/worker.yaml"
        func clusters(_ environment: [String: String], _ arguments: [Setting: String]) throws -> Int {
            let configuration = try WorkerConfiguration.read(
                file: file, environment: environment, arguments: arguments)
            #expect(configuration.name == "of the file")
            return configuration.maximumClusters
        }
        #expect(try clusters([:], [:]) == 2)
        #expect(try clusters(["QUARTERMASTER_MAX_CLUSTERS": "3"], [:]) == 3)
        #expect(try clusters(["QUARTERMASTER_MAX_CLUSTERS": "3"], [.maximumClusters: "4"]) == 4)
        #expect(try clusters(["QUARTERMASTER_MAX_CLUSTERS": ""], [:]) == 2, "empty is not given")
    }

    @Test(arguments: [("2500", 2_500), ("2500ms", 2_500), ("2.5s", 2_500), ("1m", 60_000)])
    func `a duration takes a unit in a file and on the command line`(text: String, milliseconds: Int) throws {
        let folder = try TemporaryFolder()
        try folder.write("subscriber_grace: \(text)\nsubscriber_patience: \(text)\n", to: "worker.yaml")
        let fromFile = try WorkerConfiguration.read(
            file: "\(folder.path)/worker.yaml", environment: [:], arguments: [:])
        let given = try WorkerConfiguration.read(
            file: nil, environment: [:], arguments: [.subscriberGrace: text, .subscriberPatience: text])
        for configuration in [fromFile, given] {
            #expect(configuration.subscriberGrace == milliseconds)
            #expect(configuration.subscriberPatience == .milliseconds(milliseconds))
        }
    }

    @Test(arguments: ["1w", "-1", "0.5ms", "2d", "1e9h", "s", ""])
    func `what is no duration, or one out of bounds, is a mistake`(text: String) {
        #expect(throws: Mistakes.self) {
            try WorkerConfiguration.read(file: nil, environment: [:], arguments: [.subscriberGrace: text])
        }
    }

    @Test func `a misspelt key of the file is guessed`() throws {
        let folder = try TemporaryFolder()
        try folder.write("max_agent: 5\n", to: "worker.yaml")
        let mistakes = #expect(throws: Mistakes.self) {
            try WorkerConfiguration.read(file: "\(folder.path)/worker.yaml", environment: [:], arguments: [:])
        }
        #expect(mistakes?.description.contains("did you mean 'max_agents'?") == true)
    }

    @Test func `the environment may name the file, and the command line another`() throws {
        let folder = try TemporaryFolder()
        try folder.write("name: alpha\n", to: "worker.yaml")
        let path = "\(folder.path)/worker.yaml"
        let named = try WorkerConfiguration.read(
            file: nil, environment: ["QUARTERMASTER_CONFIG": path], arguments: [:])
        #expect(named.name == "alpha")
        let other = try WorkerConfiguration.read(
            file: path, environment: ["QUARTERMASTER_CONFIG": "/nowhere"], arguments: [:])
        #expect(other.name == "alpha")
    }

    private static let limits: [Setting: String] = [
        .maximumFrameBytes: "2048", .maximumFrameMessages: "1024", .maximumBatchFrames: "8",
        .maximumConnections: "20", .maximumClusters: "7", .maximumMasters: "21",
        .maximumFrameworks: "22", .maximumAgents: "23", .maximumRoles: "24", .maximumRolesPerFramework: "25",
        .maximumRoleDepth: "26", .maximumResources: "27", .maximumRanges: "28", .maximumResourceKinds: "29",
        .maximumResourceNames: "30", .maximumFilters: "31", .maximumRegexes: "32", .maximumRegexProgram: "330",
        .maximumRegexBytes: "34000", .maximumQueryWork: "35", .maximumClusterBytes: "36000",
        .maximumTextBytes: "370", .maximumAttributes: "38", .maximumRegexWork: "39",
    ]

    private static func limits(of configuration: WorkerConfiguration) -> [Setting: String] {
        let (wire, cluster) = (configuration.limits, configuration.clusterLimits)
        let core = cluster.allocator
        let numbers: [Setting: Int] = [
            .maximumFrameBytes: wire.maximumFrameSize, .maximumFrameMessages: wire.maximumMessages,
            .maximumBatchFrames: wire.maximumFramesPerBatch, .maximumConnections: configuration.maximumConnections,
            .maximumClusters: configuration.maximumClusters, .maximumMasters: cluster.masters,
            .maximumFrameworks: core.frameworks, .maximumAgents: core.agents, .maximumRoles: core.roles,
            .maximumRolesPerFramework: core.rolesPerFramework, .maximumRoleDepth: core.roleDepth,
            .maximumResources: core.resourcesPerList, .maximumRanges: core.rangesPerResource,
            .maximumResourceKinds: core.resourceKinds, .maximumResourceNames: core.resourceNames,
            .maximumFilters: core.filters, .maximumRegexes: core.regexesPerFramework,
            .maximumRegexProgram: core.regexProgramSize, .maximumRegexBytes: core.regexMemoryBytes,
            .maximumQueryWork: configuration.queryWork, .maximumClusterBytes: core.clusterBytes,
            .maximumTextBytes: core.textBytes, .maximumAttributes: core.attributesPerAgent,
            .maximumRegexWork: core.regexWork,
        ]
        return numbers.mapValues { "\($0)" }
    }

    @Test func `every setting can be given in every place`() throws {
        let others: [Setting: String] = [
            .events: "@tcp://127.0.0.1:1", .publications: "ipc:///tmp/p", .control: ">tcp://localhost:2",
            .clock: "virtual", .ephemeral: "false", .data: "/tmp/d", .durability: "batch", .snapshotEvery: "12",
            .snapshotEveryBytes: "80000", .damagedLog: "cut",
            .requireSubscriber: "true", .subscriberGrace: "13", .name: "alpha", .readyFile: "/tmp/r",
            .insecure: "true", .ipcMode: "0660", .eventsQueue: "9", .publicationsQueue: "10",
            .subscriberPatience: "150", .replayWindow: "11", .replayWindowBytes: "70000", .logLevel: "debug",
            .logFormat: "json",
        ]
        let values = others.merging(Self.limits) { first, _ in first }
        // Those of keys need files that there are; see AccessConfigurationTests.
        #expect(Set(values.keys).union([.curveKey, .allow]) == Set(Setting.allCases))
        let folder = try TemporaryFolder()
        try folder.write(values.map { "\($0.key.key): \"\($0.value)\"\n" }.joined(), to: "worker.yaml")
        let environment = Dictionary(uniqueKeysWithValues: values.map { ($0.key.environmentName, $0.value) })
        let all = [
            try WorkerConfiguration.read(file: "\(folder.path)/worker.yaml", environment: [:], arguments: [:]),
            try WorkerConfiguration.read(file: nil, environment: environment, arguments: [:]),
            try WorkerConfiguration.read(file: nil, environment: [:], arguments: values),
        ]
        for configuration in all {
            #expect(configuration.control.direction == .connect && configuration.clock == .virtual)
            #expect(configuration.data == "/tmp/d" && configuration.durability == .batch)
            #expect(configuration.snapshotPace.events == 12 && configuration.subscriberGrace == 13)
            #expect(configuration.snapshotPace.bytes == 80_000 && configuration.damagedLog == .cut)
            #expect(configuration.requiresSubscriber)
            #expect(configuration.name == "alpha" && configuration.readyFile == "/tmp/r")
            #expect(configuration.ipcMode == 0o660 && configuration.access == nil)
            #expect(Self.limits(of: configuration) == Self.limits && configuration.eventsQueue == 9)
            #expect(configuration.publicationsQueue == 10 && configuration.subscriberPatience == .milliseconds(150))
            #expect(configuration.replayWindow.publications == 11 && configuration.replayWindow.bytes == 70_000)
            #expect(configuration.logLevel == .debug && configuration.logFormat == .json)
        }
    }

    @Test(arguments: [
        (Setting.events, "tcp://nowhere"), (.publications, ""), (.control, "carrier-pigeon://x"),
        (.clock, "lunar"), (.clock, "SYSTEM"), (.ephemeral, "yes"), (.data, ""), (.durability, "some"),
        (.snapshotEvery, "0"), (.requireSubscriber, "maybe"), (.subscriberGrace, "-1"), (.name, ""),
        (.readyFile, ""), (.maximumClusters, "0"), (.maximumClusters, "-1"), (.maximumClusters, "many"),
        (.maximumFrameBytes, "1023"), (.maximumFrameBytes, "99999999999999999999"), (.maximumFrameMessages, "999"),
        (.maximumBatchFrames, "0"),
        (.maximumAgents, "0"), (.maximumRoleDepth, "513"), (.maximumRegexProgram, "99"), (.maximumQueryWork, "none"),
        (.eventsQueue, "0"), (.publicationsQueue, "1.5"), (.subscriberPatience, "99"), (.subscriberPatience, "forever"),
        (.replayWindow, "-1"), (.replayWindowBytes, "65535"), (.replayWindowBytes, "268435457"), (.logLevel, "loud"),
        (.logFormat, "xml"), (.curveKey, ""), (.allow, ""), (.insecure, "yes"), (.ipcMode, "0999"), (.ipcMode, "1777"),
        (.ipcMode, "rw"),
    ])
    func `a value that a setting cannot have is named with its place`(setting: Setting, value: String) throws {
        let mistakes = #expect(throws: Mistakes.self) {
            try WorkerConfiguration.read(file: nil, environment: [:], arguments: [setting: value])
        }
        #expect(mistakes?.mistakes.map(\.place) == [setting.flag])
    }

    @Test func `all mistakes of all places are named at once, also where a later place overrides them`() throws {
        let folder = try TemporaryFolder()
        try folder.write("clock: lunar\nevnets: tcp://127.0.0.1:1\nname: [a, b]\nlog_level:\n", to: "worker.yaml")
        let file = "\(folder.path)/worker.yaml"
        let mistakes = #expect(throws: Mistakes.self) {
            try WorkerConfiguration.read(
                file: file, environment: ["QUARTERMASTER_EVENTS": "x", "QUARTERMASTER_PORT": "tcp://10.0.0.1:1"],
                arguments: [.clock: "system", .maximumClusters: "0"])
        }
        let places = mistakes?.mistakes.map(\.place) ?? []
        #expect(
            Set(places) == [
                "\(file):1: clock", "\(file):2", "\(file):3: name", "\(file):4: log_level", "QUARTERMASTER_EVENTS",
                "--max-clusters",
            ])
        #expect(mistakes?.description.contains("evnets") == true)
    }

    @Test(arguments: ["- a\n- b\n", "just text", "a: [", "name: a\nname: b\n"])
    func `a file that is no mapping of settings is a mistake`(text: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "worker.yaml")
        #expect(throws: Mistakes.self) {
            try WorkerConfiguration.read(file: "\(folder.path)/worker.yaml", environment: [:], arguments: [:])
        }
    }

    @Test func `an empty file says nothing, one that does not exist is a mistake`() throws {
        let folder = try TemporaryFolder()
        try folder.write("# nothing yet\n", to: "worker.yaml")
        _ = try WorkerConfiguration.read(file: "\(folder.path)/worker.yaml", environment: [:], arguments: [:])
        #expect(throws: Mistakes.self) {
            try WorkerConfiguration.read(file: "\(folder.path)/missing.yaml", environment: [:], arguments: [:])
        }
    }

    @Test(arguments: [[Setting.ephemeral: "true", .data: "/tmp/d"], [.ephemeral: "false"]])
    func `what is to be kept is said without contradiction`(settings: [Setting: String]) {
        let mistakes = #expect(throws: Mistakes.self) {
            try WorkerConfiguration.read(file: nil, environment: [:], arguments: settings)
        }
        #expect(mistakes?.mistakes.map(\.place) == ["ephemeral"])
    }

    @Test func `a subscriber is required under the system's clock, unless it is said otherwise`() throws {
        func requires(_ settings: [Setting: String]) throws -> Bool {
            try WorkerConfiguration.read(file: nil, environment: [:], arguments: settings).requiresSubscriber
        }
        #expect(try requires([:]))
        #expect(try !requires([.clock: "virtual"]))
        #expect(try requires([.clock: "virtual", .requireSubscriber: "true"]))
        #expect(try !requires([.requireSubscriber: "false"]))
    }

    @Test func `two sockets cannot have one address, unless it is any free port`() throws {
        let same = "tcp://127.0.0.1:5550"
        let mistakes = #expect(throws: Mistakes.self) {
            try WorkerConfiguration.read(file: nil, environment: [:], arguments: [.control: same])
        }
        #expect(mistakes?.mistakes.map(\.place) == ["control"])
        let free = "tcp://127.0.0.1:*"
        _ = try WorkerConfiguration.read(
            file: nil, environment: [:], arguments: [.events: free, .publications: free, .control: free])
    }

    @Test func `the help of every setting names its default and its environment`() {
        for setting in Setting.allCases {
            #expect(setting.help.contains("default: ") && setting.help.contains(setting.environmentName))
        }
    }
}
