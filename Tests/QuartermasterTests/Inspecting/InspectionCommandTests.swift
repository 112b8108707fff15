import AllocatorClient
import AllocatorWire
import Foundation
import SwiftProtobuf
import TestSupport
import Testing
import ZeroMQ

/// The commands that look into a cluster, against a worker.
@Suite(.worker("--clock", "virtual"), .serialized, .timeLimit(.minutes(10)))
struct InspectionCommandTests {
    private func run(
        _ arguments: [String], of worker: RunningWorker
    ) async throws -> (ending: RunningCommand.Ending, command: RunningCommand) {
        let command = try await RunningCommand(
            arguments + ["--control", worker.endpoints.control.address, "--cluster", WaitingCluster.name])
        return (try await command.wait(), command)
    }

    private func worker() async throws -> RunningWorker {
        let worker = try #require(WorkerTrait.worker)
        if case .error = try worker.ask(.digest(.with { $0.cluster = WaitingCluster.name })).answer {
            try await WaitingCluster.make(in: worker)
        }
        return worker
    }

    @Test(arguments: [
        (["state"], ["agents", "2, 1 deactivated or not whitelisted, 1 with maintenance", "cpus 12"]),
        (["state"], ["maintenance from 2025-12-01T08:00:00Z to 2025-12-01T10:00:00Z"]),
        (["state", "agents", "agent-2"], ["maintenance from 2025-12-01T08:00:00Z to 2025-12-01T10:00:00Z"]),
        (
            ["state", "agents"],
            ["agent-1", "agent-2, deactivated", "nothing left of cpus 8", "holder in prod: cpus 8 offered"]
        ),
        (["state", "agents", "agent-2"], ["4 left of cpus 4"]),
        (["state", "frameworks"], ["holder", "66.67 %", "silent", "inactive"]),
        (["state", "frameworks", "--role", "dev"], ["silent"]),
        (
            ["state", "roles"],
            ["prod", "  batch", "guaranteed cpus 2; limited to cpus 8; consumed cpus 8", "at its limit"]
        ),
        (["explain", "silent"], ["the framework is inactive", "2 agents", "activate_framework"]),
        (
            ["explain", "eager"],
            ["the agent is deactivated", "no resources remain", "holder in prod: cpus 8", "agent-1"]
        ),
        (["explain", "eager", "--agent", "agent-2"], ["1 agent looked at", "deactivated"]),
        (["history"], ["run", "holder in prod: cpus 8 on 1 agent"]),
        (["what-if", "--advance", "1000ms"], ["would offer nothing", "no share would change"]),
    ])
    func `what people read says it in 80 columns`(arguments: [String], words: [String]) async throws {
        let (ending, command) = try await run(arguments, of: worker())
        #expect(ending == .exited(0), "\(command)")
        let output = command.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for word in words {
            let plain = word.split(separator: " ").joined(separator: " ")
            #expect(output.contains(plain), "\(plain) in \(command)")
        }
        #expect(command.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(command)")
    }

    @Test(arguments: [
        (["state", "roles"], "roles"), (["explain", "eager"], "groups"), (["history"], "runs"),
        (["what-if", "--advance", "0"], "time_ns"),
    ])
    func `what tools read is one object`(arguments: [String], field: String) async throws {
        let (ending, command) = try await run(arguments + ["--json"], of: worker())
        #expect(ending == .exited(0), "\(command)")
        let object = try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any]
        #expect(object?[field] != nil, "\(command)")
    }

    @Test(arguments: [("waitin", "did you mean 'waiting'?"), ("elsewhere", "it has waiting")])
    func `of an unknown cluster those that are there are told`(name: String, words: String) async throws {
        let command = try await RunningCommand(
            ["state", "--control", try await worker().endpoints.control.address, "--cluster", name])
        #expect(try await command.wait() == .exited(1) && command.output.isEmpty, "\(command)")
        #expect(command.errors.contains(words), "\(command)")
    }

    @Test func `a terminal gets what has room in it`() async throws {
        let worker = try await worker()
        let words = ["\(RunningCommand.quartermaster.path) explain eager --cluster \(WaitingCluster.name)"]
        let command = words + ["--control \(worker.endpoints.control.address)"]
        func widest(_ columns: Int) async throws -> Int {
            let line = "stty cols \(columns); \(command.joined(separator: " "))"
            let script = try await RunningCommand(
                ["-qec", line, "/dev/null"], of: URL(filePath: "/usr/bin/script"), environment: ["TERM": "xterm"])
            #expect(try await script.wait() == .exited(0), "\(script)")
            return script.output.split(whereSeparator: \.isNewline).map(\.count).max() ?? 0
        }
        let (narrow, wide) = (try await widest(40), try await widest(200))
        #expect((20...40).contains(narrow) && (81...200).contains(wide), "\(narrow), \(wide)")
    }

    @Test func `events that are supposed are told of, and do not happen`() async throws {
        let worker = try await worker()
        let folder = try TemporaryFolder()
        let file = folder.file("events.jsonl")
        let events = [
            #"{"activate_agent": {"agent_id": "agent-2"}}"#, #"{"activate_framework": {"framework_id": "silent"}}"#, "",
            #"{"remove_agent": {"agent_id": "nowhere"}}"#,
        ]
        try Data(events.joined(separator: "\n").utf8).write(to: file)
        let digest = try worker.ask(.digest(.with { $0.cluster = WaitingCluster.name }))
        let (ending, command) = try await run(["what-if", file.path], of: worker)
        #expect(ending == .exited(0), "\(command)")
        #expect(command.output.contains("event 3, remove_agent, would be refused"), "\(command)")
        #expect(command.output.contains("silent in dev: cpus 4 on 1 agent"), "\(command)")
        #expect(command.output.contains("33.33 %"), "\(command)")
        #expect(try worker.ask(.digest(.with { $0.cluster = WaitingCluster.name })).digest == digest.digest)
    }

    @Test(arguments: [
        (["explain", "nowhere"], "'nowhere' is not known"), (["state", "agents", "nowhere"], "'nowhere' is not known"),
        (["explain", "eagre"], "did you mean 'eager'?"),
        (["explain", "eager", "--role", "deb"], "did you mean 'dev'?"),
        (["explain", "eager", "--agent", "agent1"], "did you mean 'agent-1' or 'agent-2'?"),
        (["state", "roles", "prud"], "did you mean 'prod'?"), (["state", "frameworks", "--role", "Prod"], "'prod'"),
        (["state", "frameworks", "nowhere"], "query the state of the frameworks"),
        (["what-if", "/nonexistent"], "/nonexistent"), (["what-if", "--advance", "1000"], "advance by less"),
    ])
    func `what cannot be answered ends with 1 and says why`(arguments: [String], words: String) async throws {
        let (ending, command) = try await run(arguments, of: worker())
        #expect(ending == .exited(1) && command.output.isEmpty, "\(command)")
        #expect(command.errors.contains(words), "\(command)")
    }
}
