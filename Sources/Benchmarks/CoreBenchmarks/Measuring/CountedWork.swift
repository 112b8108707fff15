import AllocatorCore
import Foundation

/// Parts of the timed benchmarks that are small enough for callgrind. Its counts are equal on all machines of an
/// architecture.
enum CountedWork: String, CaseIterable, Codable {
    /// 100 agents and 20 frameworks, each of which has declined every agent.
    case declineOffersIdle
    /// 200 agents and 50 frameworks, which decline the offers of a run forever.
    case declineOffersDeclines
    /// The cluster of SuppressOffers, 200 agents, 50 frameworks, with every agent offered.
    case suppressOffersRun
    /// 200 agents for 50 frameworks in one batch, with its run.
    case addAndUpdateSlaveAdd
    case addAndUpdateSlaveUpdate
    /// The same agents in as many batches, each with its run.
    case addAndUpdateSlaveOneByOne
    /// 200 agents, 50 frameworks.
    case persistentVolumesRun
    /// 50 roles with a small guarantee and 10 with a large one.
    case largeAndSmallQuotaAdd
    case largeAndSmallQuotaRun
    /// 100 roles with two frameworks and two agents each.
    case nonQuotaRun
    case quotaRun
    /// One of 100 distinct reserved resources.
    case updateAllocationReserve

    /// The instruction count of Mesos's allocation alone, from the page Performance, or `nil` if it was never measured.
    var referenceInstructions: Double? {
        switch self {
        case .declineOffersIdle: 79_800_000
        case .suppressOffersRun: 134_800_000
        default: nil
        }
    }

    /// Prepares the work and does it once uncounted, so that one-time costs of a process do not count. callgrind counts
    /// only `countedWork`.
    func play() {
        prepared()()
        countedWork(prepared())
    }

    /// Not inlined, so that the compiler does not specialize `countedWork` away.
    @inline(never)
    private func prepared() -> () -> Void {
        let size = Size(agents: 200, frameworks: 50)
        switch self {
        case .declineOffersIdle: return Self.idleRun(afterDeclinesOf: Size(agents: 100, frameworks: 20))
        case .declineOffersDeclines:
            var cluster = DeclineOffers.cluster(size)
            cluster.runOnInterval()
            let run = cluster.takeRun()
            return { cluster.giveBack(run, refusingForDays: 365) }
        case .suppressOffersRun: return Self.run(of: DeclineOffers.cluster(size))
        case .addAndUpdateSlaveAdd:
            return Self.batch(AddAndUpdateSlave.additions(size), on: AddAndUpdateSlave.cluster(size))
        case .addAndUpdateSlaveUpdate:
            var cluster = AddAndUpdateSlave.cluster(size)
            cluster.applyBatch(AddAndUpdateSlave.additions(size))
            return Self.batch(AddAndUpdateSlave.updates(size), on: cluster)
        case .addAndUpdateSlaveOneByOne:
            var cluster = AddAndUpdateSlave.cluster(size)
            let additions = AddAndUpdateSlave.additions(size)
            return { for addition in additions { cluster.applyBatch([addition]) } }
        case .persistentVolumesRun: return Self.run(of: PersistentVolumes.cluster(size, .plain))
        case .largeAndSmallQuotaAdd:
            let (cluster, frameworks) = LargeAndSmallQuota.cluster(small: 50, large: 10)
            return Self.batch(frameworks, on: cluster)
        case .largeAndSmallQuotaRun: return Self.quotaRun(LargeAndSmallQuota.cluster(small: 50, large: 10))
        case .nonQuotaRun: return Self.quotaRun(NonQuotaVsQuota.cluster(roles: 100, hasQuota: false))
        case .quotaRun: return Self.quotaRun(NonQuotaVsQuota.cluster(roles: 100, hasQuota: true))
        case .updateAllocationReserve:
            let (cluster, changes) = UpdateAllocation.cluster(resources: 100)
            return Self.batch([changes.reserve], on: cluster)
        }
    }

    private static func batch(_ calls: [Call], on prepared: PlayedCluster) -> () -> Void {
        var cluster = prepared
        return { cluster.applyBatch(calls) }
    }

    private static func idleRun(afterDeclinesOf size: Size) -> () -> Void {
        var cluster = DeclineOffers.cluster(size)
        cluster.runOnInterval()
        var run = cluster.takeRun()
        while run.bundleCount > 0 {
            cluster.giveBack(run, refusingForDays: 365)
            cluster.runOnInterval()
            run = cluster.takeRun()
        }
        return { cluster.runOnInterval() }
    }

    /// Returns the second full run, in which no buffer grows any more.
    private static func run(of prepared: PlayedCluster) -> () -> Void {
        var cluster = prepared
        cluster.runOnInterval()
        cluster.giveBack(cluster.takeRun(), refusingForDays: nil)
        return { cluster.runOnInterval() }
    }

    private static func quotaRun(_ prepared: (cluster: PlayedCluster, frameworks: [Call])) -> () -> Void {
        var cluster = prepared.cluster
        cluster.applyBatch(prepared.frameworks)
        for run in cluster.takeRuns() { cluster.giveBack(run, refusingForDays: nil) }
        return { cluster.runOnInterval() }
    }

    /// Counts the instructions with callgrind in a separate process.
    func count() throws -> Int {
        let executable = try Self.executableWithoutDebugInformation()
        defer { try? FileManager.default.removeItem(atPath: executable) }
        let callgrind = Process()
        callgrind.executableURL = URL(filePath: "/usr/bin/env")
        let output = FileManager.default.temporaryDirectory.appending(path: "callgrind.\(rawValue).out")
        callgrind.arguments = [
            "valgrind", "--tool=callgrind", "--collect-atstart=no", "--toggle-collect=*countedWork*",
            "--callgrind-out-file=\(output.path)",
            executable,
            "play-counted-work", rawValue,
        ]
        // Random hashing would change the order of sets and dictionaries, and thus the count.
        callgrind.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_DETERMINISTIC_HASHING": "1"]) { $1 }
        let errors = Pipe()
        callgrind.standardError = errors
        try callgrind.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        callgrind.waitUntilExit()
        guard callgrind.terminationStatus == 0, let count = Self.collected(in: text) else {
            throw CountingFailure(work: rawValue, text: text)
        }
        return count
    }

    /// Copies this executable without debug information, because valgrind cannot read that of newer compilers.
    private static func executableWithoutDebugInformation() throws -> String {
        let copy = FileManager.default.temporaryDirectory.appending(path: "counted-work-\(UUID())").path
        let strip = try Process.run(
            URL(filePath: "/usr/bin/env"),
            arguments: [
                "strip", "--strip-debug", "-o", copy,
                try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
            ])
        strip.waitUntilExit()
        return copy
    }

    /// Parses the count in callgrind's line "Collected".
    private static func collected(in text: String) -> Int? {
        text.split(separator: "\n").last { $0.contains("Collected :") }?.split(separator: " ").last.flatMap { Int($0) }
    }
}

struct CountingFailure: Error, CustomStringConvertible {
    var work: String
    var text: String

    var description: String { "counting the instructions of \(work) failed; is valgrind installed? It said:\n\(text)" }
}

/// The function whose instructions are counted. callgrind finds it by name.
@inline(never)
private func countedWork(_ work: () -> Void) { work() }
