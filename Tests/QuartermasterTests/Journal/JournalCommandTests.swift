import AllocatorClient
import AllocatorWire
import Foundation
import TestSupport
import Testing
import ZeroMQ

/// `quartermaster journal` and `quartermaster replay`, as built.
@Suite("The journal's commands", .timeLimit(.minutes(2))) struct JournalCommandTests {
    /// A data directory that a worker has left behind after some traces, and the digest that it had.
    private static func journal(_ traces: [String], _ arguments: [String] = []) async throws -> (
        TemporaryFolder, UndisturbedRun
    ) {
        let folder = try TemporaryFolder()
        let history = try UndisturbedRun(traces: traces, offerTimeout: nil)
        let worker = try KeptWorker(data: folder.file("data"), arguments)
        try await worker.start()
        var options = MasterOptions()
        options.ignored = Set(MasterOptions.Sequence.allCases)
        let client = try MasterClient(to: worker.endpoints, master: UndisturbedRun.master, options: options)
        for (number, call) in history.calls.enumerated() {
            try await client.send([call])
            // A busy worker keeps many events in one entry. With this there are many entries in any case.
            if number.isMultiple(of: 10) { try await client.flush() }
        }
        try await client.flush()
        await client.close()
        #expect(try await worker.stop() == .exited(0))
        return (folder, history)
    }

    private static func run(_ arguments: String...) async throws -> (
        RunningCommand.Ending, output: String, errors: String
    ) {
        let command = try await RunningCommand(arguments)
        let ending = try await command.wait()
        return (ending, command.output, command.errors)
    }

    @Test func `verify finds a journal whole and tells where it leads`() async throws {
        let (folder, history) = try await Self.journal(["everything-1.jsonl"], ["--snapshot-every", "60"])
        let verified = try await Self.run("journal", "verify", folder.file("data").path)
        #expect(verified.0 == .exited(0), "\(verified)")
        #expect(verified.output.contains(history.digest))
    }

    @Test func `verify names what is damaged`() async throws {
        let (folder, _) = try await Self.journal(["basic-1.jsonl"])
        let file = folder.file("data/default/journal.sqlite")
        var bytes = try Data(contentsOf: file)
        for position in stride(from: 8_192, to: bytes.count, by: 512) { bytes[position] ^= 0xff }
        try bytes.write(to: file)
        let verified = try await Self.run("journal", "verify", folder.file("data").path)
        #expect(verified.0 == .exited(1), "\(verified)")
        #expect(!verified.output.isEmpty || !verified.errors.isEmpty)
    }

    @Test func `what is exported leads a worker to the same state again`() async throws {
        let (folder, history) = try await Self.journal(["quota-1.jsonl", "shared-1.jsonl"])
        let exported = try await Self.run("journal", "export", folder.file("data").path)
        #expect(exported.0 == .exited(0), "\(exported.errors)")
        let file = folder.file("events.jsonl")
        try exported.output.write(to: file, atomically: true, encoding: .utf8)

        let worker = try await RunningWorker.start(["--clock", "virtual"])
        let replayed = try await Self.run(
            "replay", file.path, "--events", worker.endpoints.events.address, "--publications",
            worker.endpoints.publications.address)
        #expect(replayed.0 == .exited(0), "\(replayed)")
        #expect(try worker.ask(.digest(.init())).digest.digest == history.digest)
        #expect(try await worker.stop() == .exited(0))
    }

    @Test func `stats tells how much there is, also as JSON`() async throws {
        let (folder, history) = try await Self.journal(["basic-1.jsonl"], ["--snapshot-every", "10"])
        let text = try await Self.run("journal", "stats", folder.file("data").path)
        #expect(text.0 == .exited(0) && text.output.contains("cluster default"))
        #expect(text.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
        let json = try await Self.run("journal", "stats", "--json", folder.file("data").path)
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect(object?["cluster"] as? String == "default")
        #expect((object?["events"] as? Int).map { $0 > 0 && $0 <= history.calls.count } == true)
        #expect((object?["snapshots"] as? [Any])?.count == 2)
    }

    @Test(arguments: ["verify", "export", "stats"]) func `a folder without journals is named`(subcommand: String)
        async throws
    {
        let folder = try TemporaryFolder()
        for path in [folder.url.path, folder.file("nowhere").path] {
            let answer = try await Self.run("journal", subcommand, path)
            #expect(answer.0 == .exited(1))
            #expect(answer.errors.contains(path), "\(answer.errors)")
        }
    }

    @Test func `replay names a line that it cannot read, and what was refused`() async throws {
        let worker = try await RunningWorker.start(["--clock", "virtual"])
        let folder = try TemporaryFolder()
        let file = folder.file("events.jsonl")
        let endpoints = [
            "--events", worker.endpoints.events.address, "--publications", worker.endpoints.publications.address,
        ]
        try #"{"event": {"master": "m", "initialize": {}}}"#.appending("\nno JSON\n")
            .write(to: file, atomically: true, encoding: .utf8)
        let unreadable = try await RunningCommand(["replay", file.path] + endpoints)
        #expect(try await unreadable.wait() == .exited(1))
        #expect(unreadable.errors.contains("events.jsonl:2"), "\(unreadable)")

        try #"{"event": {"master": "m", "initialize": {}}}"#
            .appending("\n" + #"{"event": {"master": "m", "remove_agent": {"agent_id": "unknown"}}}"#)
            .write(to: file, atomically: true, encoding: .utf8)
        let refused = try await RunningCommand(["replay", file.path] + endpoints)
        #expect(try await refused.wait() == .exited(1))
        #expect(refused.output.contains("notFound") && refused.output.contains("1 refused"), "\(refused)")
        #expect(try await worker.stop() == .exited(0))
    }
}
