import AllocatorCore
import AllocatorJournal
import AllocatorWire
import AllocatorWorker
import SwiftProtobuf
import Testing

/// A wall clock behind the journal, as after it was set back.
@Suite("A journal from the future", .timeLimit(.minutes(1))) struct FutureJournalTests {
    private static let hour: Int64 = 3_600_000_000_000

    /// Appends an entry as a worker with a clock ahead would.
    private static func move(_ folder: DataFolder, to nanoseconds: Int64) throws {
        let journal = try DataDirectory(path: folder.path).openJournal(ofCluster: "default", durability: .full)
        _ = try journal.recover(restore: { _ in }, replay: { _ in })
        var entry = WireJournalEntry()
        entry.records = [.with { $0.advancedToNs = nanoseconds }]
        try journal.append(payload: try JournalEntryEncoder().encode(entry, as: .binary), events: 0, time: nanoseconds)
        try journal.close()
    }

    @Test func `a cluster ahead of the wall clock continues at once, and the lead is logged`() async throws {
        let folder = DataFolder()
        let configure: @Sendable (inout WorkerConfiguration) throws -> Void = { $0.data = folder.path }
        try await withWorker(configure) { worker in
            var master = try TestClients.connect(to: worker)
            let initialize = #""initialize": {"allocation_interval": "0.1s"}"#
            _ = try master.publications(after: #"{"master": "m", "request_id": "r", \#(initialize)}"#)
        }
        let future = MonotonicTime.unixNow() + Self.hour
        try Self.move(folder, to: future)
        let log = LogCollector()
        try await withWorker(logger: log.logger, configure) { worker in
            let master = try TestClients.connect(to: worker, subscribingTo: ["default/runs/"])
            let runs = try (0..<3).map { _ in try master.receive().publication.timeNs }
            #expect(runs.allSatisfy { $0 > future } && runs == runs.sorted())
            #expect(runs.allSatisfy { $0 < future + Self.hour }, "at the speed of the monotonic clock")
        }
        let line = try #require(log.lines.first { $0.contains("behind the journal") })
        #expect(line.hasPrefix("warning"))
        let seconds = try #require(line.split(separator: "ahead_of_wall_clock_by_seconds=").last)
        let lead = try #require(Double(seconds.prefix { $0 != " " }))
        #expect((1..<3_601).contains(lead), "an hour, less what the test took")
        // A third worker continues behind the entries of the second.
        try await withWorker(configure) { worker in
            let master = try TestClients.connect(to: worker, subscribingTo: ["default/runs/"])
            #expect(try master.receive().publication.timeNs > future)
        }
    }

    @Test func `the clock of a cluster starts at the later of the wall clock and the journal`() throws {
        let wall = ClusterClock.system(SystemClock(wallTime: 1_000))
        let (late, noLead) = wall.continuing(from: Instant(nanoseconds: 10))
        #expect(noLead == 0 && late.now ?? .zero >= Instant(nanoseconds: 1_000))
        let last = Instant(nanoseconds: Self.hour)
        let (clock, lead) = wall.continuing(from: last)
        #expect(lead <= Self.hour - 1_000 && lead > 0)
        let first = try #require(clock.now)
        #expect(first >= last)
        #expect(try #require(clock.now) >= first)
        // Deadlines follow the cluster's clock.
        let due = try #require(clock.monotonicTime(of: first))
        #expect(due <= MonotonicTime.now())
        let later = Instant(nanoseconds: first.nanoseconds + Self.hour)
        #expect(clock.monotonicTime(of: later) == due + Self.hour)
        let (virtual, none) = ClusterClock.virtual.continuing(from: last)
        #expect(virtual.now == nil && none == 0)
    }

    @Test func `a clock at the end of time stands still`() throws {
        let (clock, _) = ClusterClock.system(SystemClock(wallTime: 1_000)).continuing(from: Instant(nanoseconds: .max))
        #expect(clock.now == Instant(nanoseconds: .max))
    }
}
