// swift-tools-version: 6.2
import PackageDescription

/// Swift 6 language mode comes with the tools version; these close the gaps that it leaves.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// The settings of code that the tests run most. deploy/test has it optimized within a debug build.
///
/// SwiftPM accepts unsafe flags in no dependency, so nothing but the environment of deploy/test turns them on.
let optimized =
    Context.environment["QUARTERMASTER_OPTIMIZED"] == nil ? strict : strict + [.unsafeFlags(["-O"])]

let package = Package(
    name: "quartermaster",
    products: [
        .executable(name: "quartermaster", targets: ["quartermaster"]),
        .executable(name: "quartermaster-observer", targets: ["quartermaster-observer"]),
        .library(name: "AllocatorClient", targets: ["AllocatorClient", "AllocatorWire"]),
    ],
    dependencies: [
        // Ranges, because SwiftPM also resolves all of them for a package that uses only AllocatorClient. The packages
        // and the container are built with the versions of deploy/versions.json.
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        // Without what reads its settings from files and the environment: the observer has flags.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        // What Hummingbird's own interface shows of these is used by name.
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        // No program but ours is likely to share these.
        .package(url: "https://github.com/swiftcsv/SwiftCSV", exact: "0.10.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        // Only tests use these: for a package that uses AllocatorClient, SwiftPM ignores these lines.
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    ],
    targets: [
        .systemLibrary(name: "CZeroMQ"),
        .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
        .target(name: "ZeroMQ", dependencies: ["CZeroMQ"], swiftSettings: strict),
        // Threads and clocks of the operating system.
        .target(name: "Platform", swiftSettings: strict),
        .target(
            name: "AllocatorCore",
            dependencies: ["CRE2", .product(name: "HeapModule", package: "swift-collections")],
            swiftSettings: optimized),
        .target(
            name: "AllocatorWire",
            dependencies: [
                "AllocatorCore",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            exclude: ["Schema"],
            swiftSettings: strict),
        .target(
            name: "AllocatorJournal",
            dependencies: [.product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        .target(
            name: "AllocatorWorker",
            dependencies: [
                "YAMLConfiguration",
                "AllocatorCore", "AllocatorJournal", "AllocatorWire", "Platform", "ZeroMQ",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        .target(
            name: "AllocatorClient",
            dependencies: [
                "AllocatorWire", "Platform", "ZeroMQ",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict),
        .target(
            name: "AllocatorObserver",
            dependencies: [
                "AllocatorClient", "AllocatorWire", "ZeroMQ",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            resources: [
                .embedInCode("Page/agents.js"),
                .embedInCode("Page/chart.js"),
                .embedInCode("Page/colour.js"),
                .embedInCode("Page/dom.js"),
                .embedInCode("Page/format.js"),
                .embedInCode("Page/framework.js"),
                .embedInCode("Page/frameworks.js"),
                .embedInCode("Page/icon.svg"),
                .embedInCode("Page/index.html"),
                .embedInCode("Page/main.js"),
                .embedInCode("Page/roles.js"),
                .embedInCode("Page/store.js"),
                .embedInCode("Page/style.css"),
                .embedInCode("Page/totals.js"),
            ],
            swiftSettings: strict),
        // What the readers of YAML files share.
        .target(
            name: "YAMLConfiguration",
            dependencies: ["AllocatorCore", .product(name: "Yams", package: "Yams")],
            swiftSettings: strict),
        // Options that both programs have.
        .target(
            name: "CommandOptions",
            dependencies: [
                "AllocatorClient", "AllocatorWire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "quartermaster-observer",
            dependencies: [
                "AllocatorClient", "AllocatorObserver", "AllocatorWire", "CommandOptions",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .target(
            name: "AllocatorLoad",
            dependencies: [
                "AllocatorClient", "AllocatorCore", "AllocatorWire", "ZeroMQ",
                .product(name: "HeapModule", package: "swift-collections"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
                .product(name: "SwiftCSV", package: "SwiftCSV"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict),
        .target(
            name: "AllocatorSimulation",
            dependencies: [
                "YAMLConfiguration",
                "AllocatorCore", "AllocatorLoad", "AllocatorWire",
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "quartermaster",
            dependencies: [
                "YAMLConfiguration",
                "AllocatorClient", "AllocatorCore", "AllocatorJournal", "AllocatorLoad", "AllocatorSimulation",
                "AllocatorWire", "AllocatorWorker", "CommandOptions", "ZeroMQ",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict),
        .target(
            name: "AllocatorTesting",
            dependencies: ["AllocatorCore", "AllocatorWire"],
            swiftSettings: optimized),
        .executableTarget(
            name: "CoreBenchmarks",
            dependencies: [
                "AllocatorCore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/Benchmarks/CoreBenchmarks",
            exclude: ["instruction-counts.json"],
            swiftSettings: strict),
        .target(
            name: "BenchmarkedWorker",
            path: "Sources/Benchmarks/BenchmarkedWorker",
            swiftSettings: strict),
        .executableTarget(
            name: "KeepingBenchmarks",
            dependencies: [
                "AllocatorWire", "BenchmarkedWorker", "ZeroMQ",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            path: "Sources/Benchmarks/KeepingBenchmarks",
            swiftSettings: strict),
        .target(
            name: "CZeroMQBound",
            path: "Sources/Benchmarks/CZeroMQBound",
            linkerSettings: [.linkedLibrary("zmq")]),
        .executableTarget(
            name: "WireBenchmarks",
            dependencies: [
                "AllocatorWire", "BenchmarkedWorker", "CZeroMQBound", "ZeroMQ",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            path: "Sources/Benchmarks/WireBenchmarks",
            swiftSettings: strict),
        .target(
            name: "FuzzTargets",
            dependencies: [
                "AllocatorCore", "AllocatorJournal", "AllocatorLoad", "AllocatorWire", "AllocatorWorker",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            path: "Sources/Fuzzing/FuzzTargets",
            swiftSettings: strict),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(name: "RepositoryTests", swiftSettings: strict),
        .testTarget(name: "ZeroMQTests", dependencies: ["TestSupport", "ZeroMQ"], swiftSettings: strict),
        .testTarget(
            name: "AllocatorCoreTests",
            dependencies: ["AllocatorCore", "AllocatorTesting", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "AllocatorWireTests",
            dependencies: [
                "AllocatorWire", "AllocatorCore", "AllocatorTesting", "FuzzTargets", "TestSupport",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "AllocatorJournalTests",
            dependencies: [
                "AllocatorJournal", "AllocatorTesting",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "AllocatorWorkerTests",
            dependencies: [
                "YAMLConfiguration",
                "AllocatorClient", "AllocatorJournal", "AllocatorTesting", "AllocatorWorker", "AllocatorWire",
                "TestSupport",
                "ZeroMQ",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "AllocatorClientTests",
            dependencies: [
                "AllocatorClient", "AllocatorTesting", "AllocatorWire", "AllocatorWorker", "TestSupport", "ZeroMQ",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "AllocatorObserverTests",
            dependencies: [
                "AllocatorClient", "AllocatorObserver", "AllocatorTesting", "AllocatorWire", "ZeroMQ",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "AllocatorLoadTests",
            dependencies: [
                "AllocatorClient", "AllocatorCore", "AllocatorLoad", "AllocatorWire", "AllocatorWorker", "ZeroMQ",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "FuzzTargetsTests",
            dependencies: ["FuzzTargets"],
            swiftSettings: strict),
        .testTarget(
            name: "AllocatorSimulationTests",
            dependencies: ["YAMLConfiguration", "AllocatorSimulation", "AllocatorCore", "AllocatorLoad"],
            swiftSettings: strict),
        .testTarget(
            name: "QuartermasterTests",
            dependencies: [
                "YAMLConfiguration",
                "quartermaster", "quartermaster-observer", "AllocatorClient", "AllocatorCore", "AllocatorLoad",
                "AllocatorObserver", "AllocatorTesting", "AllocatorWire", "AllocatorWorker", "TestSupport", "ZeroMQ",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
    ],
    cxxLanguageStandard: .cxx17
)

// The compiler brings the runtime of libFuzzer, which only deploy/fuzz links: no other build has this program. The
// fuzzed code is in FuzzTargets, which every build has and the tests use.
if Context.environment["QUARTERMASTER_FUZZER"] != nil {
    package.targets += [
        .systemLibrary(name: "CLibFuzzer", path: "Sources/Fuzzing/CLibFuzzer"),
        .executableTarget(
            name: "Fuzzer",
            dependencies: ["CLibFuzzer", "FuzzTargets"],
            path: "Sources/Fuzzing/Fuzzer",
            swiftSettings: strict),
    ]
}
