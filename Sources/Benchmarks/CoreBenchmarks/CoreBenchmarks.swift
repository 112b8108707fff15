import ArgumentParser

/// The benchmarks of the allocator alone, without sockets. No time is too long to pass.
@main
struct CoreBenchmarks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy/bench", abstract: "Benchmarks of the allocator, without sockets.",
        subcommands: [MeasureTimes.self, MeasureMemory.self, CountInstructions.self, PlayCountedRun.self],
        defaultSubcommand: MeasureTimes.self)

    static var cases: [any BenchmarkCase.Type] {
        [
            DeclineOffers.self, SuppressOffers.self, AddAndUpdateSlave.self, PlainVolumes.self, SharedVolumes.self,
            MixedVolumes.self, ResourceLabels.self, LargeAndSmallQuota.self, NonQuota.self, Quotas.self,
            UpdateAllocation.self, FullSort.self, Growth.self,
        ]
    }
}

struct PlayCountedRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Does one run; `instructions` starts this under callgrind.", shouldDisplay: false)

    @Argument var countedRun: CountedRun

    func run() { countedRun.play() }
}

extension CountedRun: ExpressibleByArgument {}
