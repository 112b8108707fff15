import AllocatorJournal
import AllocatorWire
import AllocatorWorker
import FoundationEssentials
import Glibc
import SwiftProtobuf
import Testing
import YAMLConfiguration

/// The journal stays small whatever masters send.
@Suite("The size of a journal", .timeLimit(.minutes(1))) struct JournalBoundsTests {
    private static func event(_ call: String, _ rest: String = "") -> [UInt8] {
        Array(#"{"master": "m", \#(rest)\#(call)}"#.utf8)
    }

    private static let initialize = event(#""initialize": {}"#, #""request_id": "r", "#)

    private static func statistics(_ folder: DataFolder) throws -> JournalStatistics {
        try DataDirectoryReader(path: folder.path).openJournal(ofCluster: "default").statistics()
    }

    /// The size of all entries.
    private static func payloads(_ folder: DataFolder) throws -> Int {
        var bytes = 0
        try DataDirectoryReader(path: folder.path).openJournal(ofCluster: "default").forEachEntry {
            bytes += $0.payload.count
        }
        return bytes
    }

    @Test func `a flood of refused events takes a few bytes, and their publication numbers are not reused`()
        async throws
    {
        let folder = DataFolder()
        let flood = [[UInt8]](
            repeating: Self.event(#""remove_agent": {"agent_id": "\#(String(repeating: "x", count: 500))"}"#),
            count: 2_000)
        let last = try await withWorker {
            $0.data = folder.path
        } _: { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m/"])
            _ = try master.publications(afterFrames: [Self.initialize])
            let refused = try master.publications(afterFrames: flood)
            #expect(refused.count == flood.count)
            // As a crash would leave it, before a snapshot replaces the entries.
            let copy = try folder.copy()
            #expect(try Self.payloads(copy) < 4_096, "2,000 events of over 500 bytes each")
            return (copy, try #require(refused.last?.publication.sequence))
        }
        try await withWorker {
            $0.data = last.0.path
        } _: { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m/"])
            let next = try master.publications(afterFrames: [Self.event(#""heartbeat": {}"#, #""request_id": "r", "#)])
            #expect(next.map(\.publication.sequence) == [last.1 + 1])
        }
    }

    @Test func `the reply to a refused numbered event can be replayed after a crash`() async throws {
        let folder = DataFolder()
        let copy = try await withWorker {
            $0.data = folder.path
        } _: { worker in
            var master = try TestClients.connect(to: worker)
            _ = try master.publications(afterFrames: [
                Self.initialize, Self.event(#""remove_agent": {"agent_id": "a"}"#),
                Self.event(#""remove_agent": {"agent_id": "b"}"#, #""epoch": 1, "sequence": 1, "#),
            ])
            return try folder.copy()
        }
        try await withWorker {
            $0.data = copy.path
        } _: { worker in
            var query = WireReplayQuery()
            (query.kind, query.master, query.fromSequence) = ("replies", "m", 2)
            let replayed = try worker.ask(.replay(query)).replayed
            // The event before had no number, and its reply isn't stored.
            #expect(replayed.oldest == 3 && replayed.newest == 3)
            #expect(replayed.publications.map(\.reply.sequence) == [1])
            #expect(replayed.publications.first?.reply.error.code == .notFound)
        }
    }

    @Test func `a snapshot is due by bytes, and older entries are removed`() async throws {
        let folder = DataFolder()
        let limit = 65_536
        try await withWorker {
            $0.data = folder.path
            $0.snapshotPace.bytes = limit
        } _: { worker in
            var master = try TestClients.connect(to: worker)
            _ = try master.publications(afterFrames: [Self.initialize])
            // Numbered, so that each is stored, and few, so that no snapshot is due by events.
            for number in 1...400 {
                let rest = #""epoch": 1, "sequence": \#(number), "#
                let id = String(repeating: "x", count: 1_000)
                _ = try master.publications(afterFrames: [Self.event(#""remove_agent": {"agent_id": "\#(id)"}"#, rest)])
            }
            let copy = try folder.copy()
            let statistics = try Self.statistics(copy)
            #expect(statistics.snapshots.count == 2)
            #expect(try Self.payloads(copy) < 3 * limit, "two spans between snapshots, and what has come since")
        }
    }

    @Test(
        arguments: [
            (1, 0, 0, false), (3, 0, 0, true), (1, 1_000, 0, true), (1, 999, 0, false), (1, 1_000, 5_000, false),
            (1, 5_000, 5_000, true),
        ]) func `a snapshot is due by events or by bytes`(events: Int, bytes: Int, snapshot: Int, isDue: Bool)
    {
        var pace = SnapshotPace()
        (pace.events, pace.bytes) = (3, 1_000)
        var progress = SnapshotPace.Progress()
        progress.begin(behindSnapshotOf: snapshot)
        #expect(progress.isEmpty)
        progress.record(events: events, bytes: bytes)
        #expect(pace.isDue(progress) == isDue && !progress.isEmpty)
    }
}

/// The worker refuses an event whose journal can't be created, and continues.
@Suite("A cluster without a journal", .timeLimit(.minutes(1))) struct UnkeptClusterTests {
    private static func initialize(_ cluster: String) -> String {
        #"{"cluster": "\#(cluster)", "master": "m", "request_id": "r", "initialize": {}}"#
    }

    /// Returns the replies to the first event of a cluster in a broken data directory, and after it was repaired.
    private static func answers(
        _ cluster: String, in folder: DataFolder = DataFolder(), harm: @escaping @Sendable (String) throws -> Void,
        repair: (@Sendable (String) throws -> Void)? = nil
    ) async throws -> (first: WireReply, second: WireReply?, log: [String]) {
        let log = LogCollector()
        let replies = try await withWorker(logger: log.logger) {
            $0.data = folder.path
        } _: { worker in
            var master = try TestClients.connect(
                to: worker, subscribingTo: ["\(cluster)/replies/m/", "default/replies/m/"])
            try harm(folder.path)
            let first = try master.publications(after: initialize(cluster))
            // Other clusters are served meanwhile, unless the directory can't hold any.
            let isServing = try worker.ask(.ping(.init()))
            #expect(isServing.pong.worker != "")
            var second: [Received] = []
            if let repair {
                try repair(folder.path)
                second = try master.publications(after: initialize(cluster))
            }
            return (try #require(first.first).publication.reply, second.first?.publication.reply)
        }
        return (replies.0, replies.1, log.lines)
    }

    @Test func `a cluster is refused if a stray file has its name`() async throws {
        let answers = try await Self.answers("stray") { path in
            try Data("not a folder".utf8).write(to: URL(filePath: "\(path)/stray"))
        } repair: { path in
            try FileManager.default.removeItem(atPath: "\(path)/stray")
        }
        #expect(answers.first.error.code == .failedPrecondition)
        #expect(answers.first.error.message.contains("a file is in the way"), "\(answers.first.error.message)")
        #expect(answers.second?.ok == .init(), "once it is gone, the cluster can be made")
    }

    @Test func `a cluster is refused if its folder holds something else`() async throws {
        let answers = try await Self.answers("strange") { path in
            try FileManager.default.createDirectory(atPath: "\(path)/strange", withIntermediateDirectories: false)
            try Data(repeating: 7, count: 10_000).write(to: URL(filePath: "\(path)/strange/journal.sqlite"))
        } repair: { path in
            try FileManager.default.removeItem(atPath: "\(path)/strange")
        }
        #expect(answers.first.error.code == .failedPrecondition, "\(answers.first)")
        #expect(answers.second?.ok == .init())
    }

    @Test func `a cluster is refused if the data directory is missing`() async throws {
        let answers = try await Self.answers("gone") { path in
            try FileManager.default.moveItem(atPath: path, toPath: path + "-away")
        } repair: { path in
            try FileManager.default.moveItem(atPath: path + "-away", toPath: path)
        }
        #expect(answers.first.error.code == .failedPrecondition, "\(answers.first)")
        #expect(answers.second?.ok == .init())
    }

    @Test func `a cluster is refused if its path is too long for SQLite`() async throws {
        let folder = DataFolder(name: "/tmp/" + String(repeating: "x", count: 230))
        let answers = try await Self.answers(String(repeating: "c", count: 255), in: folder) { _ in }
        // Lengths around the limit of 512 bytes: the cluster is refused or created, and the worker never ends.
        #expect(answers.first.error.code == .failedPrecondition || answers.first.ok == .init(), "\(answers.first)")
    }

    @Test func `refused clusters are logged in aggregate`() async throws {
        let log = LogCollector()
        let folder = DataFolder()
        try await withWorker(logger: log.logger) {
            $0.data = folder.path
            // With a short interval, each event of a slow test could get a line of its own.
            $0.heartbeatInterval = WorkerConfiguration().heartbeatInterval
        } _: { worker in
            var master = try TestClients.connect(to: worker)
            try Data().write(to: URL(filePath: "\(folder.path)/stray"))
            for _ in 0..<20 { _ = try master.publications(after: Self.initialize("stray")) }
            let deadline = ContinuousClock.now + .seconds(20)
            while !log.lines.contains(where: { $0.contains("new clusters were refused") }),
                ContinuousClock.now < deadline
            {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        let lines = log.lines.filter { $0.contains("new clusters were refused") }
        #expect(!lines.isEmpty && lines.count < 20)
        #expect(lines.first?.contains("stray") == true)
    }

    @Test func `a frame limit above the journal's room is a configuration error`() throws {
        func read(_ bytes: Int, data: String?) throws -> WorkerConfiguration {
            var arguments: [Setting: String] = [.maximumFrameBytes: "\(bytes)"]
            arguments[.data] = data
            return try WorkerConfiguration.read(file: nil, environment: [:], arguments: arguments)
        }
        let most = 48 << 20
        #expect(try read(most, data: "/tmp/d").limits.maximumFrameSize == most)
        #expect(try read(most + 1, data: nil).limits.maximumFrameSize == most + 1)
        let error = #expect(throws: Mistakes.self) { try read(most + 1, data: "/tmp/d") }
        #expect(error?.mistakes.map(\.place) == ["max_frame_bytes"])
    }
}
