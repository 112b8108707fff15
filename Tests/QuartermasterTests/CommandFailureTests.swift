import AllocatorClient
import Foundation
import TestSupport
import Testing
import ZeroMQ

/// The exit codes of commands that fail, and their messages, which say what to do.
@Suite(.timeLimit(.minutes(10)))
struct CommandFailureTests {
    /// One command under one condition.
    struct Failure: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        var code: Int32 = 1
        /// A part of standard error.
        let words: String

        var testDescription: String { "\(arguments.joined(separator: " "))" }
    }

    private static let inspections = [
        ["state"], ["state", "roles"], ["explain", "f"], ["what-if"], ["history"], ["top"], ["ping", "--timeout", "3"],
    ]

    /// The flags of a command that name the worker's sockets.
    private static func sockets(_ command: String) -> [String] {
        switch command {
        case "load": ["events", "publications", "control"]
        case "replay": ["events", "publications"]
        case "tail": ["publications"]
        case "quartermaster-observer": ["publications", "control"]
        default: ["control"]
        }
    }

    private static func run(
        _ arguments: [String], _ endpoints: WorkerEndpoints, _ others: [String] = []
    ) async throws -> RunningCommand {
        let addresses = [
            "events": endpoints.events.address, "publications": endpoints.publications.address,
            "control": endpoints.control.address,
        ]
        let flags = sockets(arguments[0]).flatMap { ["--\($0)", addresses[$0] ?? ""] }
        return try await RunningCommand(arguments + flags + others)
    }

    private static func check(_ commands: [(RunningCommand, Failure)]) async throws {
        for (command, failure) in commands {
            #expect(try await command.wait() == .exited(failure.code), "\(command)")
            #expect(command.errors.contains(failure.words), "\(failure.words) in \(command)")
        }
    }

    /// Runs the commands at the same time, each with the flags as well.
    private static func check(
        _ failures: [Failure], at endpoints: WorkerEndpoints, with flags: [String] = []
    ) async throws {
        var commands: [(RunningCommand, Failure)] = []
        for failure in failures { commands.append((try await run(failure.arguments, endpoints, flags), failure)) }
        try await check(commands)
    }

    private static func events(_ lines: String, in folder: TemporaryFolder) throws -> String {
        let file = folder.file("events.jsonl")
        try lines.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }

    private static let oneEvent = #"{"master": "m", "initialize": {}}"#

    // MARK: - The worker

    @Test func `at a dead port all say that nothing listens there`() async throws {
        let gone = try await RunningWorker.start()
        #expect(try await gone.stop() == .exited(0))
        let folder = try TemporaryFolder()
        let file = try Self.events(Self.oneEvent, in: folder)
        let commands =
            Self.inspections + [
                ["load"], ["replay", file], ["tail", "--duration", "3"], ["tail", "--count", "1", "--duration", "3"],
            ]
        let failures = commands.map {
            let words =
                $0[0] == "replay" || $0[0] == "load" ? "waiting for the worker: nothing listens" : "nothing listens"
            return Failure(arguments: $0, words: words)
        }
        try await Self.check(failures, at: gone.endpoints)
    }

    @Test func `a machine that has no address is told, though libzmq retries without end`() async throws {
        let ping = try await RunningCommand(["ping", "--control", "tcp://host.invalid:5552", "--timeout", "2"])
        #expect(try await ping.wait() == .exited(1), "\(ping)")
        #expect(ping.errors.contains("accepts no connection"), "\(ping)")
    }

    @Test func `an unknown cluster is named`() async throws {
        let worker = try await RunningWorker.start()
        for command in Self.inspections where command[0] != "ping" {
            let failure = Failure(arguments: command, words: #"no cluster "nowhere""#)
            try await Self.check([failure], at: worker.endpoints, with: ["--cluster", "nowhere"])
        }
        #expect(try await worker.stop() == .exited(0))
    }

    // MARK: - Keys

    @Test func `with a wrong key, with none, and with keys for nothing, all say what is wrong`() async throws {
        let folder = try TemporaryFolder()
        for name in ["worker", "known", "stranger"] {
            let keygen = try await RunningCommand(["keygen", name, "--directory", folder.url.path])
            #expect(try await keygen.wait() == .exited(0))
        }
        let known = try CurveKeyFile.readPair(folder.file("known.key").path).publicKey.text
        try """
        keys:
          - {name: known, public-key: "\(known)", masters: [m], clusters: [default]}
        """.write(to: folder.file("allow.yaml"), atomically: true, encoding: .utf8)
        let secured = try await RunningWorker.start([
            "--curve-key", folder.file("worker.key").path, "--allow", folder.file("allow.yaml").path,
        ])
        let open = try await RunningWorker.start()
        let file = try Self.events(Self.oneEvent, in: folder)
        let commands = Self.inspections + [["load"], ["replay", file], ["tail", "--duration", "5"]]
        func keys(_ own: String, _ server: String) -> [String] {
            ["--curve-key", folder.file("\(own).key").path, "--server-key", folder.file("\(server).pub").path]
        }
        let conditions: [(WorkerEndpoints, [String], String)] = [
            (secured.endpoints, keys("stranger", "worker"), "refuses this key"),
            (secured.endpoints, [], "requires keys"),
            (secured.endpoints, keys("known", "stranger"), "does not have the key of --server-key"),
            (open.endpoints, keys("known", "worker"), "accepts no keys: leave out --curve-key"),
        ]
        // All at the same time: a command that is not let in takes up to ten seconds to say so.
        var refused: [(RunningCommand, Failure)] = []
        for (endpoints, flags, words) in conditions {
            for command in commands {
                let failure = Failure(arguments: command + flags, words: words)
                refused.append((try await Self.run(command, endpoints, flags), failure))
            }
        }
        try await Self.check(refused)
        // The key is let in, and may do nothing of this.
        let rights = [
            Failure(arguments: ["state"], words: "has no right to ask state"),
            Failure(arguments: ["load"], words: "has no right to ask"),
            Failure(
                arguments: [
                    "replay", try Self.events(Self.oneEvent.replacing("\"m\"", with: "\"other\""), in: folder),
                ],
                words: "check that the key covers this master"),
            Failure(
                arguments: ["tail", "default/runs/", "--count", "1", "--duration", "3"],
                words: "the key may not observe it"),
        ]
        try await Self.check(rights, at: secured.endpoints, with: keys("known", "worker"))
        #expect(try await secured.stop() == .exited(0))
        #expect(try await open.stop() == .exited(0))
    }

    @Test func `an unreadable or empty key file is named`() async throws {
        let worker = try await RunningWorker.start()
        let folder = try TemporaryFolder()
        let empty = folder.file("empty.key").path
        try Data().write(to: URL(filePath: empty))
        let file = try Self.events(Self.oneEvent, in: folder)
        for path in ["/nonexistent.key", empty] {
            let commands = Self.inspections + [["load"], ["replay", file], ["tail"]]
            try await Self.check(
                commands.map { Failure(arguments: $0, words: path) }, at: worker.endpoints,
                with: ["--curve-key", path, "--server-key", path])
        }
        #expect(try await worker.stop() == .exited(0))
    }

    // MARK: - Files

    @Test func `an unreadable or empty file is named`() async throws {
        let folder = try TemporaryFolder()
        let empty = folder.file("empty").path
        try Data().write(to: URL(filePath: empty))
        let nowhere = "/nonexistent"
        let worker = try await RunningWorker.start()
        let failures =
            [nowhere, empty, folder.url.path].flatMap { path in
                [
                    Failure(arguments: ["replay", path], words: path),
                    Failure(arguments: ["what-if", path], words: path),
                    Failure(
                        arguments: ["load", "--machines", path, "--requests", path],
                        words: URL(filePath: path).lastPathComponent),
                    Failure(
                        arguments: ["simulate", "--machines", path, "--requests", path],
                        words: URL(filePath: path).lastPathComponent),
                    Failure(arguments: ["journal", "verify", path], words: path),
                    Failure(arguments: ["journal", "export", path], words: path),
                    Failure(arguments: ["journal", "stats", path], words: path),
                ]
            } + [
                Failure(arguments: ["simulate", "--config", nowhere], words: nowhere),
                Failure(arguments: ["keygen", "x", "--directory", nowhere], words: nowhere),
                Failure(arguments: ["serve", "--config", nowhere], code: 78, words: nowhere),
            ]
        for failure in failures {
            let isLocal = ["simulate", "journal", "keygen", "serve"].contains(failure.arguments[0])
            let command =
                isLocal
                ? try await RunningCommand(failure.arguments)
                : try await Self.run(failure.arguments, worker.endpoints)
            try await Self.check([(command, failure)])
        }
        #expect(try await worker.stop() == .exited(0))
    }

    // MARK: - Replay

    @Test func `replay takes bare and exported events alike, as what-if does`() async throws {
        let worker = try await RunningWorker.start()
        let folder = try TemporaryFolder()
        let file = try Self.events(
            """
            {"master": "m", "request_id": "mine", "initialize": {}}
            {"event": {"master": "m", "epoch": "3", "sequence": "9", "update_weights": {"weights": [{"role": "a", \
            "weight": 2}]}}}
            {"batch": "4", "event": {"master": "m", "pause": {}}}\r

            {"batch": "4", "event": {"master": "n", "resume": {}}}
            """, in: folder)
        let replay = try await Self.run(["replay", file], worker.endpoints)
        #expect(try await replay.wait() == .exited(0), "\(replay)")
        #expect(replay.output.contains("4 events in 3 batches: 4 accepted"), "\(replay)")
        // A cluster's options cannot be supposed.
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").dropFirst()
        let supposed = try Self.events(lines.joined(separator: "\n"), in: folder)
        let whatIf = try await Self.run(["what-if", supposed], worker.endpoints)
        #expect(try await whatIf.wait() == .exited(0), "\(whatIf)")
        #expect(!whatIf.output.contains("refused"), "\(whatIf)")
        #expect(try await worker.stop() == .exited(0))
    }

    @Test func `replay fails for each event that was not accepted, whatever kept it out`() async throws {
        let worker = try await RunningWorker.start(["--max-frame-bytes", "4096"])
        let folder = try TemporaryFolder()
        let long = String(repeating: "x", count: 5_000)
        let cases = [
            (#"{"master": "m", "remove_agent": {"agent_id": "unknown"}}"#, "remove_agent: notFound"),
            (#"{"master": "m", "remove_agent": {"agent_id": "\#(long)"}}"#, "limit"),
        ]
        for (line, words) in cases {
            let file = try Self.events("\(Self.oneEvent)\n\(line)", in: folder)
            let replay = try await Self.run(["replay", file], worker.endpoints)
            #expect(try await replay.wait() == .exited(1), "\(replay)")
            #expect(replay.output.contains(words), "\(replay)")
            #expect(replay.output.contains("1 accepted, 1 refused, 0 without a reply"), "\(replay)")
        }
        #expect(try await worker.stop() == .exited(0))
    }

    @Test(arguments: [
        (#"{"pause": {}}"#, "names no master"), (#"{"master": "a b", "pause": {}}"#, "is not a valid name"),
    ])
    func `replay names the line whose master is missing or no name`(line: String, words: String) async throws {
        let folder = try TemporaryFolder()
        let file = try Self.events(line, in: folder)
        let replay = try await RunningCommand(["replay", file])
        #expect(try await replay.wait() == .exited(1), "\(replay)")
        #expect(replay.errors.contains(":1: ") && replay.errors.contains(words), "\(replay)")
    }

    @Test func `what-if supposes nothing of another cluster than the one that is asked`() async throws {
        let worker = try await RunningWorker.start()
        let folder = try TemporaryFolder()
        let file = try Self.events(#"{"cluster": "other", "pause": {}}"#, in: folder)
        let whatIf = try await Self.run(["what-if", file], worker.endpoints)
        #expect(try await whatIf.wait() == .exited(1), "\(whatIf)")
        #expect(whatIf.errors.contains("cluster 'other'") && whatIf.errors.contains("--cluster"), "\(whatIf)")
        #expect(try await worker.stop() == .exited(0))
    }

    // MARK: - The observer

    @Test func `an observer of no worker says what it waits for`() async throws {
        let gone = try await RunningWorker.start()
        #expect(try await gone.stop() == .exited(0))
        let observer = try await RunningCommand(
            [
                "--port", "0", "--publications", gone.endpoints.publications.address,
                "--control", gone.endpoints.control.address,
            ], of: RunningCommand.built("quartermaster-observer"))
        try await waitFor("the observer says nothing: \(observer)") {
            observer.errors.contains("waiting for the worker: nothing listens") ? () : nil
        }
        observer.send(SIGTERM)
        #expect(try await observer.wait() == .exited(0), "\(observer)")
    }

    @Test func `an observer that cannot begin ends, and says why`() async throws {
        let worker = try await RunningWorker.start()
        let taken = worker.endpoints.control.address.split(separator: ":").last.map(String.init) ?? ""
        let cases: [Failure] = [
            Failure(arguments: ["--nonsense"], code: 64, words: "--help"),
            Failure(arguments: ["--port", "70000"], code: 64, words: "--port"),
            Failure(arguments: ["--control", "nowhere"], code: 64, words: "nowhere"),
            Failure(arguments: ["--cluster", "a/b"], code: 64, words: "--cluster"),
            Failure(arguments: ["--curve-key", "a.key"], code: 64, words: "--server-key"),
            Failure(arguments: ["--curve-key", "/no.key", "--server-key", "/no.pub"], words: "/no.key"),
            Failure(arguments: ["--port", taken], words: "127.0.0.1:\(taken)"),
        ]
        for failure in cases {
            let observer = try await RunningCommand(
                failure.arguments, of: RunningCommand.built("quartermaster-observer"))
            try await Self.check([(observer, failure)])
        }
        #expect(try await worker.stop() == .exited(0))
    }
}
