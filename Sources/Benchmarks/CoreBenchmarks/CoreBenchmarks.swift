import ArgumentParser

/// The benchmarks of the allocator alone, without sockets. They report times and never fail because of one.
@main
struct CoreBenchmarks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy/bench", abstract: "Benchmarks of the allocator, without sockets.",
        subcommands: [MeasureTimes.self, MeasureMemory.self, CountInstructions.self, PlayCountedWork.self],
        defaultSubcommand: MeasureTimes.self)

    static var cases: [any BenchmarkCase.Type] {
        [
            DeclineOffers.self, SuppressOffers.self, AddAndUpdateSlave.self, PlainVolumes.self, SharedVolumes.self,
            MixedVolumes.self, ResourceLabels.self, LargeAndSmallQuota.self, NonQuota.self, Quotas.self,
            NestedQuotas.self, UpdateAllocation.self, FullSort.self, Growth.self,
        ]
    }
}

struct PlayCountedWork: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Does one piece of counted work; `instructions` starts this under callgrind.", shouldDisplay: false)

    @Argument var work: CountedWork

    func run() { work.play() }
}

extension CountedWork: ExpressibleByArgument {}
