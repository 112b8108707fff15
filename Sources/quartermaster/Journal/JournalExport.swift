import AllocatorJournal
import AllocatorLoad
import AllocatorWire
import AllocatorWorker
import ArgumentParser

/// Exports the events of journals as text.
struct JournalExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the journaled events as JSON lines, for `quartermaster replay`.",
        discussion: """
            A line is {"batch", "time_ns", "event"}. Events with the same batch number were applied together. Only \
            accepted events are written, without those that a snapshot has made obsolete and that were removed from \
            the journal.
            """)

    @OptionGroup var location: JournalLocation

    @Flag(
        help: """
            Also write `advance` events that move the clock. With them, a worker with --clock virtual repeats the same \
            runs.
            """)
    var withClock = false

    func run() throws {
        do {
            for cluster in try location.clusters() { try export(cluster) }
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode.failure
        }
    }

    private func export(_ cluster: String) throws {
        let reader = try location.directory.openJournal(ofCluster: cluster)
        let dropped = try reader.statistics().entries.map { $0.lowerBound - 1 } ?? 0
        if dropped > 0 {
            Terminal.complain(
                "the first \(Columns.count(dropped)) entries of \(cluster) were removed; the export begins after them"
            )
        }
        var events = JournaledEvents(cluster: cluster, writesClock: withClock)
        let encoder = FrameEncoder<WireExportedEvent>()
        try reader.forEachEntry { entry in
            for event in try events.events(of: entry) {
                Terminal.say(String(decoding: try encoder.encode(event, as: .json), as: UTF8.self))
            }
        }
    }
}
