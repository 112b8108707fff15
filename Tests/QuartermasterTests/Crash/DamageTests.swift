import AllocatorClient
import AllocatorTesting
import AllocatorWire
import Foundation
import TestSupport
import Testing

/// A worker whose disk fails reports it, and acknowledges only stored events.
@Suite("A disk that is full or damaged", .timeLimit(.minutes(5))) struct DamageTests {
    private static func history(seed: UInt64) throws -> UndisturbedRun {
        var generator = SplitMix64(seed: seed)
        return try UndisturbedRun(
            traces: Array(Traces.names.shuffled(using: &generator).prefix(4)), offerTimeout: nil)
    }

    private static var options: MasterOptions {
        var options = MasterOptions()
        options.resendPause = .milliseconds(200)
        options.checkPause = .milliseconds(500)
        options.ignored = Set(MasterOptions.Sequence.allCases)
        return options
    }

    @Test(.enabled(if: SmallDisk.isAvailable, "needs to mount a small file system"))
    func `a full disk ends the worker with a clear word, and with room it goes on where it was`() async throws {
        let history = try Self.history(seed: 1)
        let disk = try SmallDisk(kilobytes: 64 << 10)
        defer { withExtendedLifetime(disk) {} }
        let worker = try KeptWorker(data: disk.url.appending(path: "data"))
        try await worker.start()
        let client = try MasterClient(to: worker.endpoints, master: UndisturbedRun.master, options: Self.options)
        // A cluster that cannot be begun is refused; this one has begun.
        try await client.send([history.calls[0]])
        try await client.flush()
        // Far less than the history's events have, however many share an entry.
        try disk.fill(leaving: 64 << 10)
        for call in history.calls.dropFirst() { try await client.send([call]) }

        #expect(try await worker.wait() == .exited(1))
        let errors = await worker.errors
        #expect(errors.contains("free space"), "\(errors.suffix(1_000))")
        let acknowledged = client.acknowledgedSequence
        #expect(acknowledged < UInt64(history.calls.count), "the disk was to be too small")

        try disk.fill(leaving: nil)
        try await worker.start()
        var question = WireOutstandingQuery()
        question.master = UndisturbedRun.master
        let kept = try await client.ask(.outstanding(question)).outstanding.appliedSequence
        #expect(kept >= acknowledged, "what was acknowledged is there")
        try await client.flush()
        #expect(try await client.ask(.digest(.init())).digest.digest == history.digest)
        await client.close()
        #expect(try await worker.stop() == .exited(0))
    }

    @Test(arguments: [1, 100, 4_096, 5_000]) func `a page that was being written when the power went is passed over`(
        bytes: Int
    ) async throws {
        let history = try Self.history(seed: UInt64(bytes))
        let folder = try TemporaryFolder()
        let worker = try KeptWorker(data: folder.file("data"))
        try await worker.start()
        let client = try MasterClient(to: worker.endpoints, master: UndisturbedRun.master, options: Self.options)
        let half = history.calls.count / 2
        for call in history.calls[..<half] { try await client.send([call]) }
        try await client.flush()
        try await worker.kill()
        try Self.append(bytes, to: folder.file("data/default/journal.sqlite-wal"))

        try await worker.start()
        for call in history.calls[half...] { try await client.send([call]) }
        try await client.flush()
        #expect(try await client.ask(.digest(.init())).digest.digest == history.digest)
        await client.close()
        #expect(try await worker.stop() == .exited(0))
    }

    /// The beginning of a commit that never ended.
    private static func append(_ bytes: Int, to file: URL) throws {
        let handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
        try handle.write(contentsOf: Data((0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 31) }))
        try handle.close()
    }
}
